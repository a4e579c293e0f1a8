import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.negotiation import MediaRange, choose, parse_accept

OFFERS = ("application/json", "application/xml", "text/csv", "text/turtle")

types = st.sampled_from(["application", "text", "image"])
subtypes = st.sampled_from(["json", "xml", "csv", "turtle"])
qualities = st.integers(0, 1000).map(lambda n: n / 1000)
ranges = st.one_of(
    st.builds(MediaRange, types, subtypes, qualities),
    st.builds(MediaRange, types, st.just("*"), qualities),
    st.builds(MediaRange, st.just("*"), st.just("*"), qualities),
)


def spelled(found: MediaRange) -> str:
    return f"{found.type}/{found.subtype};q={found.quality:.3f}"


@given(st.lists(ranges, max_size=6))
def test_a_header_reads_back_as_it_was_written(wanted: list[MediaRange]):
    assert parse_accept(", ".join(map(spelled, wanted))) == tuple(wanted)


@given(st.lists(ranges, min_size=1, max_size=6))
def test_what_is_chosen_is_acceptable_and_nothing_offered_is_more_so(wanted: list[MediaRange]):
    def quality(offer: str) -> float:
        matching = [r for r in wanted if r.matches(offer)]
        top = max((r.specificity for r in matching), default=0)
        return max((r.quality for r in matching if r.specificity == top), default=0.0)

    chosen = choose(", ".join(map(spelled, wanted)), OFFERS)

    best = max(map(quality, OFFERS))
    assert (chosen is None) == (best == 0)
    assert chosen is None or quality(chosen) == best


@given(st.text(max_size=80))
def test_any_header_at_all_is_read_without_an_error(header: str):
    assert choose(header, OFFERS) in {None, *OFFERS}


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/*", "text/csv"),
        ("text/turtle", "text/turtle"),
        ("TEXT/Turtle; charset=utf-8", "text/turtle"),
        ("text/csv;q=0.2, text/turtle;q=0.7", "text/turtle"),
        ("text/csv, */*", "text/csv"),
        ("text/csv, */*;q=0.9, application/json;q=0", "text/csv"),
        ("*/*, application/json;q=0", "application/xml"),
        ("text/*;q=0.5, text/turtle;q=0", "text/csv"),
        ("image/png", None),
        ("application/json;q=0", None),
        ("text/csv;q=nonsense, text/turtle;q=0.1", "text/turtle"),
        ("nonsense", "application/json"),
        ('text/csv;a="x,y/z;q=0";q=0.3, text/turtle;q=0.2', "text/csv"),
    ],
)
def test_the_most_acceptable_offer_is_chosen(header: str | None, chosen: str | None):
    assert choose(header, OFFERS) == chosen
