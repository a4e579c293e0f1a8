"""The page of an article, over real HTTP: every place, what is claimed there, what is not."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.base import BASE
from tests.server.conftest import MakeApp, serving
from tests.server.html_page import Page, read_page
from tests.server.raw import Answer, send
from tests.server.small import publish_small

BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"
TEXT = "The pier\nHe said: peers, stand today, but might fall.\nNobody looked at <b>.\nThe end."
TRIG = (Path(__file__).parent / "pier.trig").read_text(encoding="utf-8")
PIER = "/id/document/pier"


@pytest.fixture(scope="module")
def pier_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pier")
    publish_small(root, TRIG)
    return root


@pytest.fixture(scope="module")
def with_text(pier_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    texts = tmp_path_factory.mktemp("texts")
    (texts / "pier").mkdir()
    (texts / "pier" / "text.txt").write_bytes(TEXT.encode())
    with serving(pier_root, text=texts) as address:
        yield address


@pytest.fixture(scope="module")
def without_text(pier_root: Path) -> Iterator[str]:
    with serving(pier_root) as address:
        yield address


def get(address: str, path: str = PIER) -> Answer:
    answer = send(address, "GET", path, headers={"Accept": BROWSER})
    assert answer.status == 200, answer.text
    return answer


def plain(markup: str) -> str:
    return " ".join(re.sub("<[^>]*>", "", markup).split())


def sentences(page: str) -> dict[str, str]:
    """Return the markup of each sentence, by its name."""
    parts = re.split(r'<div class="sentence(?: heading)?" id="(\w+)">', page)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def carried(markup: str) -> list[tuple[str, str, str]]:
    """Return the claims of a sentence: how it looks, its anchor, what it says."""
    found = re.findall(r'<li class="([^"]*)"(?: id="(\w+)")?>(.*?)</li>', markup, re.DOTALL)
    return [(look, anchor, plain(said)) for look, anchor, said in found]


def test_each_sentence_has_its_words_set_off_by_how_they_are_said_and_by_whom(with_text: str):
    words = {
        name: re.findall(r'<p class="words">(.*?)</p>', markup, re.DOTALL)[0]
        for name, markup in sentences(get(with_text).text).items()
    }

    assert list(words) == ["s01", "s02", "s03", "s10"]
    assert re.findall(r'<span class="([\w ]+)">(.*?)</span>', words["s02"]) == [
        ("said reported", "He said: "),
        ("said reported damaged", "peers"),
        ("reading", '[<a href="/id/mention/pier/18-23">read</a>: <ins>piers</ins>, possible]'),
        ("said reported", ", stand "),
        ("said imputed", "today"),
        ("said imputed", ", but might fall"),
    ]
    assert re.findall(r'<a href="(#.*?)"><b>(.*?)</b>(.*?)</a>', words["s02"]) == [
        ("#c1", "A", "c1"),
        ("#c2", "B", "c2"),
    ]
    assert (words["s01"], words["s03"]) == ("The pier", "Nobody looked at &lt;b&gt;.")
    assert [plain(each) for each in words.values()] == [
        "The pier",
        "He said: peers [read: piers, possible], stand todayAc1, but might fallBc2.",
        "Nobody looked at &lt;b&gt;.",
        "The end.Bc10",
    ]


def test_a_claim_is_told_by_who_says_it_who_reports_it_how_surely_and_of_whom(with_text: str):
    found = sentences(get(with_text).text)

    assert carried(found["s02"]) == [
        (
            "reported",
            "c1",
            "Ac1 Ruritania says, as the columnist reports: The pier stands. demand indirect speech",
        ),
        (
            "imputed guarded",
            "c2",
            "Bc2 the columnist imputes to Ruritania that this may not be so: The pier falls. "
            "imputed possible negative",
        ),
    ]
    assert carried(found["s10"]) == [("own", "c10", "Bc10 the columnist says: The pier stands.")]
    assert "caption or credit, not the author" in found["s10"]


def test_claiming_nothing_not_being_coded_and_being_silent_are_three_things(with_text: str):
    answer = get(with_text)
    found = sentences(answer.text)
    text = plain(answer.text)

    assert "Claims nothing: only names the topic." in plain(found["s01"])
    assert "Nobody coded this." in plain(found["s03"])
    assert (
        "Of 4 sentences and headings, 2 carry claims, which rest on 61% of the text; 1 claim"
        in (text)
    )
    assert "1 nobody has coded: what they say is not here." in text
    assert "what is missing here may stand in the article all the same" in text
    assert (
        "No builder is named. How one knows: no name stands in any sentence. "
        "About: Harbour Gazette." in text
    )


def test_the_strip_has_a_box_for_each_sentence_as_wide_as_it_is_long(with_text: str):
    drawn = get(with_text).text
    boxes = re.findall(r'<a href="(#s\d+)"><title>(.*?)</title>(.*?)</a>', drawn, re.DOTALL)
    looks = [
        (href, [(r, float(w)) for r, w in re.findall(r'class="(\w+)" .*?width="([\d.]+)"', rects)])
        for href, _, rects in boxes
    ]

    assert looks == [
        ("#s01", [("none", 104.7)]),
        ("#s02", [("reported", 584.7), ("imputed", 584.7), ("damaged", 14.0)]),
        ("#s03", [("uncoded", 278.0)]),
        ("#s10", [("own", 104.7)]),
    ]


def test_without_the_text_there_are_offsets_and_our_words_and_no_others(without_text: str):
    answer = get(without_text)
    found = {name: plain(markup) for name, markup in sentences(answer.text).items()}

    assert "He said" not in answer.text.replace("He said the pier stands", "")
    assert found["s02"].startswith(
        "s02 9–53 He said the pier stands, and it may fall. "
        "Damaged: “peers” [read: piers, possible] Ac1 Ruritania says"
    )
    assert "the text is not at hand" in plain(answer.text)


def test_a_map_that_is_kept_has_words_only_where_there_is_the_text(
    pier_root: Path, make_app: MakeApp
):
    page = f"{PIER}.html"
    apps = [make_app(pier_root, texts={"pier": TEXT}), make_app(pier_root)]

    assert ["peers" in app.test_client().get(page).text for app in apps] == [True, True]
    assert ["He said:" in app.test_client().get(page).text for app in apps] == [True, False]


def test_the_head_says_where_the_article_comes_from(with_text: str):
    answer = get(with_text)
    page: Page = read_page(answer.text)
    text = plain(answer.text)

    assert page.headings[0] == "The pier"
    assert (
        "column on the pier. By the columnist. Published by Harbour Gazette. "
        "Translated from the Russian original (ru)." in text
    )
    assert page.link("All its claims as a table") == "/claims?article=pier"
    assert "A Ruritania 1 claim B the columnist 2 claims" in text


def long_article(count: int) -> str:
    """Return an article of so many long sentences, none of them coded."""
    words = "word " * 40
    document = f"{BASE}id/document/long"
    lines = [f"<{document}> a <{BASE}ontology#Article> ."]
    for number in range(1, count + 1):
        node = f"{BASE}id/passage/long/s{number:03d}"
        lines += [
            f"<{node}> <http://www.w3.org/ns/oa#hasSource> <{document}> ;",
            f'  a <{BASE}ontology#Passage> ; <{BASE}ontology#paraphrase> "{number} {words}" ;',
            f"  <http://www.w3.org/ns/oa#hasSelector> <{node}/selector> .",
            f"<{node}/selector> <http://www.w3.org/ns/oa#start> {number * 10} ;",
            f"  <http://www.w3.org/ns/oa#end> {number * 10 + 9} .",
        ]
    return f"<{BASE}graph/article/long> {{ {' '.join(lines)} }}"


@pytest.mark.parametrize("count", [250, 350])
def test_a_long_article_comes_in_pages_that_the_strip_leads_to(
    tmp_path: Path, make_app: MakeApp, count: int
):
    publish_small(tmp_path, long_article(count))
    client = make_app(tmp_path).test_client()
    path = "/id/document/long.html"
    pages = [client.get(f"{path}?page={number}").text for number in (1, 2)]
    beyond = client.get(f"{path}?page=3")

    first, second = (list(sentences(page)) for page in pages)
    strips = [re.findall(r'<a href="([^"]*)"><title>', page) for page in pages]
    own = [[f"#{name}" for name in names] for names in (first, second)]
    far = [f"?page=2#{name}" for name in second]
    weights = list(map(undrawn, pages))

    assert [*first, *second] == [f"s{n:03d}" for n in range(1, count + 1)]
    assert ("Next →", "?page=2") in read_page(pages[0]).links
    # One that is longer still has a strip for each page.
    assert strips[0] == (own[0] + far if count == 250 else own[0])
    assert max(weights) < 100_000
    assert (beyond.status_code, "There is no page 3; the last is 2." in beyond.text) == (404, True)


def undrawn(page: str) -> int:
    """Return the bytes of a page apart from its drawings."""
    return len(re.sub("<svg.*?</svg>", "", page, flags=re.DOTALL).encode())


def test_where_names_take_more_bytes_an_article_has_more_pages(project_address: str):
    path, asked = "/id/document/new-rules-2017", {"Accept": BROWSER, "Accept-Language": "ru"}
    pages = [
        send(project_address, "GET", f"{path}?page={number}", headers=asked) for number in (1, 2)
    ]

    assert max(undrawn(page.text) for page in pages) < 100_000
    assert sum(len(sentences(page.text)) for page in pages) == 66


def test_the_first_article_is_on_one_page_without_a_sentence_of_its_text(project_address: str):
    answer = get(project_address, "/id/document/new-rules-2017")

    assert len(sentences(answer.text)) == 66
    assert undrawn(answer.text) < 100_000
    assert "Nobody coded this" not in plain(answer.text)
    assert len(re.findall('class="strip"', answer.text)) == 6
