# ruff: noqa: ARG002, D102 -- the methods are those that HTMLParser calls
"""Names are in the language of the visitor on every kind of page; caches tell visitors apart."""

import re
from html.parser import HTMLParser

import pytest

from server.accepted_languages import languages_in
from tests.server.raw import Answer, send

ACTOR = "/id/actor/russia"
ISLANDS = "/id/territory/disputed-islands-hokkaido-urup"
WHO = (
    "/query?query=PREFIX%20stand:%20%3Chttps://w3id.org/standoff/ontology%23%3E%20"
    "SELECT%20DISTINCT%20%3Fwho%20WHERE%20%7B%20%3Fc%20stand:assertedBy%20%3Fwho%20%7D"
)
PAGES = {
    ACTOR: ("Россия", "ロシア"),
    ISLANDS: ("Южные Курилы", "北方領土"),
    "/id/claim/new-rules-2017/c07": ("вероятно", "おそらく"),
    "/id/document/new-rules-2017": ("Россия", "ロシア"),
    "/id/situation/new-rules-2017/islands-dispute": ("Россия", "ロシア"),
    "/id/system/thaad": ("система противоракетной обороны", "ミサイル防衛システム"),
    "/claims?speaker=russia": ("Россия", "ロシア"),
    "/search?q=Russia": ("Россия", "ロシア"),
    WHO: ("Россия", "ロシア"),
}
FOREIGN = {"ru": re.compile("[а-яА-Я]{2}"), "ja": re.compile("[ぁ-んァ-ヶ一-龥]")}
VOID = {"meta", "link", "input", "br"}


class Words(HTMLParser):
    """The texts of a page with the languages that they are said to be in."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[tuple[str, str]] = set()
        self._languages: list[str] = ["en"]
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._languages.append(dict(attrs).get("lang") or self._languages[-1])

    def handle_endtag(self, tag: str) -> None:
        self._languages.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and self.cdata_elem is None:
            self.found.add((self._languages[-1], " ".join(data.split())))


def get(address: str, path: str, language: str, **headers: str) -> Answer:
    named = {"Accept": "text/html", "Accept-Language": language}
    return send(address, "GET", path, headers=named | headers)


@pytest.mark.parametrize("path", PAGES)
def test_names_are_in_the_language_of_the_visitor_and_say_which(project_address: str, path: str):
    for language, name in zip(("ru", "ja"), PAGES[path], strict=True):
        answer = get(project_address, path, f"{language}-XX, {language};q=0.9, en;q=0.5")
        words = Words(answer.text).found

        assert (language, name) in words
        assert [
            text for said, text in words if said == "en" and FOREIGN[language].search(text)
        ] == []
        assert "Accept-Language" in answer.headers["vary"]


def test_a_visitor_without_such_languages_reads_english(project_address: str):
    for language in ("", "en-GB,en;q=0.9,ru;q=0.5", "de", "*"):
        assert ("en", "Russia") in Words(get(project_address, ACTOR, language).text).found


def test_what_is_kept_for_one_visitor_is_not_shown_to_another(project_address: str):
    pages = {
        language: [get(project_address, ACTOR, language) for _ in range(3)]
        for language in ("ru", "ja", "en", "ru")
    }
    bodies = {language: {answer.body for answer in found} for language, found in pages.items()}
    known = get(project_address, ACTOR, "ja", **{"If-None-Match": pages["ru"][0].headers["etag"]})

    assert [len(found) for found in bodies.values()] == [1, 1, 1]
    assert len(set.union(*bodies.values())) == 3
    assert known.status == 200


def test_answers_for_programs_are_the_same_for_all(project_address: str):
    for path in (f"{ACTOR}.ttl", "/claims.csv?speaker=russia", f"{ACTOR}.jsonld"):
        found = {get(project_address, path, language).body for language in ("ru", "ja", "")}
        assert len(found) == 1


def test_languages_are_read_in_their_order_without_regions():
    assert languages_in("ru-RU, ja;q=0.9, *;q=0.1, en-US;q=0.95, fr;q=0") == ("ru", "en", "ja")
