import pytest

from server.fault import RequestError
from server.formats import GRAPHS, NAMES, ROWS, Format, choose_format


@pytest.mark.parametrize("chosen", [*ROWS, *GRAPHS], ids=lambda f: f.name)
def test_a_format_is_found_by_each_of_its_names_and_media_types(chosen: Format):
    offered = ROWS if chosen in ROWS else GRAPHS

    for name in (*chosen.names, chosen.media_types[0]):
        # Of two formats of graphs by one name, such as xml, the first is meant.
        found = choose_format(offered, accept="image/png", names=("", name))
        first = next(f for f in offered if name in (*f.names, *f.media_types))
        assert found == (first, first.media_types[0])
    for media_type in chosen.media_types:
        if media_type not in ("application/json", "application/xml", "text/xml"):
            assert choose_format(offered, accept=media_type, names=()) == (chosen, media_type)


def test_what_nothing_fits_is_a_fault_of_the_client():
    with pytest.raises(RequestError) as caught:
        choose_format(ROWS, accept="text/csv", names=("ttl",))

    assert (caught.value.status, "format=ttl" in caught.value.detail) == (406, True)


def test_each_name_is_there_once():
    assert len(NAMES) == len(set(NAMES))
    assert {"csv", "json", "ttl", "nt", "trig"} <= set(NAMES)
