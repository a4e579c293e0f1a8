"""Each reference that leads nowhere, or to the wrong thing, is found with file and line."""

import re
from pathlib import Path

import pytest
from fixture_corpus import LINKS, META, NOTE, TALKS, THINGS, copy, load, refusal

from kg.errors import InputError

KINDS = "actor|territory|system|agreement|event|issue|document"
ENTITY = re.compile(rf"(?<!id: )(?<!/)\b(?:{KINDS})/(?P<names>[a-z0-9-]+)(?=[\s,}}\]])")
LISTS = "rests_on|expressed_by|supports|attacks|responds_to|restates|evidence|conditioned_on"
LIST = re.compile(rf"\b(?:{LISTS}|contradicts): \[(?P<names>[^]]+)\]")
SINGLE = re.compile(
    r"\b(?:embedded_in|supersedes|name|sentence|proposition): (?P<names>[a-z0-9-]+)"
)

FAULTS = [
    pytest.param(
        TALKS,
        "asserted_by: actor/harbour-office",
        "asserted_by: actor/harbor-office",
        (
            "articles/harbour-talks/coding.yaml:43: there is no actor/harbor-office "
            "[fix: did you mean 'actor/harbour-office'?]"
        ),
        id="an entity that does not exist",
    ),
    pytest.param(
        TALKS,
        "supports: [c03]",
        "supports: [c33]",
        ("articles/harbour-talks/coding.yaml:44: there is no claim c33 [fix: did you mean 'c03'?]"),
        id="a claim that does not exist",
    ),
    pytest.param(
        TALKS,
        "ferry-note/c01",
        "ferry-note/c02",
        (
            "articles/harbour-talks/coding.yaml:45: there is no claim ferry-note/c02 "
            "[fix: did you mean 'ferry-note/c01'?]"
        ),
        id="a claim of another article that does not exist",
    ),
    pytest.param(
        TALKS,
        "proposition: ships-may-stop",
        "proposition: ships-may-go",
        (
            "2 faults in the coding\n"
            "  articles/harbour-talks/coding.yaml:34: proposition ships-may-stop is "
            "used by no claim [fix: code the claim on it, or remove it]\n"
            "  articles/harbour-talks/coding.yaml:43: there is no proposition "
            "ships-may-go [fix: did you mean 'ships-may-stop'?]"
        ),
        id="a proposition that does not exist",
    ),
    pytest.param(
        TALKS,
        "evidence: [s03a]",
        "evidence: [s03c]",
        (
            "articles/harbour-talks/coding.yaml:44: there is no sentence or clause s03c "
            "[fix: did you mean 's03'?]"
        ),
        id="a passage that does not exist",
    ),
    pytest.param(
        TALKS,
        "sentence: s08",
        "sentence: s09",
        (
            "articles/harbour-talks/coding.yaml:4: there is no sentence s09 [fix: did "
            "you mean 's08'?]"
        ),
        id="a sentence that does not exist",
    ),
    pytest.param(
        TALKS,
        "name: skerry",
        "name: skerries",
        (
            "articles/harbour-talks/coding.yaml:26: territory/gull-rocks has no "
            "designation skerries [fix: did you mean 'skerry'?]"
        ),
        id="a designation that the entity lacks",
    ),
    pytest.param(
        TALKS,
        "supersedes: norland-open",
        "supersedes: norland-shut",
        (
            "articles/harbour-talks/coding.yaml:54: there is no position norland-shut "
            "[fix: did you mean 'norland-closed'?]"
        ),
        id="a position that does not exist",
    ),
    pytest.param(
        TALKS,
        "attacks: [c06]",
        "attacks: [c07]",
        (
            "articles/harbour-talks/coding.yaml:49: claim c07 attacks itself [fix: name "
            "the other claim]"
        ),
        id="a claim that attacks itself",
    ),
    pytest.param(
        TALKS,
        "evidence: [s06], cue: said",
        "evidence: [s06], embedded_in: c07",
        (
            "2 faults in the coding\n"
            "  articles/harbour-talks/coding.yaml:48: claim c06 is embedded in itself, "
            "by way of others [fix: embed it in the claim around it]\n"
            "  articles/harbour-talks/coding.yaml:49: claim c07 is embedded in itself, "
            "by way of others [fix: embed it in the claim around it]"
        ),
        id="claims embedded in each other",
    ),
    pytest.param(
        TALKS,
        "evidence: [s03a], supports: [c03]",
        "evidence: [s03a], restates: [c04]",
        (
            "2 faults in the coding\n"
            "  articles/harbour-talks/coding.yaml:44: claim c02 restates itself, by way of "
            "others [fix: keep the link from the later claim to the one it speaks to]\n"
            "  articles/harbour-talks/coding.yaml:46: claim c04 restates itself, by way of "
            "others [fix: keep the link from the later claim to the one it speaks to]"
        ),
        id="claims that restate each other",
    ),
    pytest.param(
        TALKS,
        'valid_from: {edtf: "2030"}',
        'supersedes: norland-closed, valid_from: {edtf: "2030"}',
        (
            "2 faults in the coding\n"
            "  articles/harbour-talks/coding.yaml:53: position norland-open supersedes "
            "itself, by way of others [fix: order the positions in time]\n"
            "  articles/harbour-talks/coding.yaml:54: position norland-closed "
            "supersedes itself, by way of others [fix: order the positions in time]"
        ),
        id="positions that supersede each other",
    ),
    pytest.param(
        TALKS,
        "contradicts: [norland-objects]",
        "contradicts: [norland-does-not-mind]",
        (
            "articles/harbour-talks/coding.yaml:37: proposition norland-does-not-mind "
            "contradicts itself [fix: name the other proposition]"
        ),
        id="a proposition that contradicts itself",
    ),
    pytest.param(
        TALKS,
        "contradicts: [norland-objects]",
        "note: none",
        (
            "articles/harbour-talks/coding.yaml:37: proposition norland-does-not-mind "
            "is used by no claim [fix: code the claim on it, or remove it]"
        ),
        id="a proposition that nothing uses",
    ),
    pytest.param(
        NOTE,
        "id: radars-matter",
        "id: talks-fail",
        (
            "2 faults in the coding\n"
            "  articles/ferry-note/coding.yaml:5: there is no proposition radars-matter "
            "[fix: use one of: fishers-unheard, norland-does-not-mind, norland-objects, "
            "radars-on-rocks, rocks-are-skerry, ships-may-stop, strait-closed, "
            "talks-fail]\n"
            "  articles/harbour-talks/coding.yaml:39: proposition talks-fail is defined "
            "twice: first at articles/ferry-note/coding.yaml:3 [fix: refer to the "
            "first, or choose another id]"
        ),
        id="a proposition defined twice",
    ),
    pytest.param(
        TALKS,
        "{subject: actor/suderia, predicate: deploys, object: system/lantern}",
        "{subject: actor/norland, predicate: opposes, object: system/lantern}",
        (
            "articles/harbour-talks/coding.yaml:36: proposition norland-objects is the same triple "
            "as radars-on-rocks [fix: refer to that one, or leave the triple out of what it does "
            "not say whole]"
        ),
        id="two propositions of one triple",
    ),
    pytest.param(
        TALKS,
        "id: c09",
        "id: c08",
        (
            "2 faults in the coding\n"
            "  articles/harbour-talks/coding.yaml:40: proposition fishers-unheard is "
            "used by no claim [fix: code the claim on it, or remove it]\n"
            "  articles/harbour-talks/coding.yaml:51: claim c08 is defined twice: first "
            "at articles/harbour-talks/coding.yaml:50 [fix: keep one, or rename it]"
        ),
        id="a claim id used twice",
    ),
    pytest.param(
        TALKS,
        "- id: s03a",
        "- id: s03",
        (
            "2 faults in the coding\n"
            "  articles/harbour-talks/coding.yaml:6: passage s03 is defined twice: "
            "first at articles/harbour-talks/article.yaml:31 [fix: keep one, or rename "
            "it]\n"
            "  articles/harbour-talks/coding.yaml:44: there is no sentence or clause "
            "s03a [fix: did you mean 's03'?]"
        ),
        id="a clause with a sentence's id",
    ),
    pytest.param(
        TALKS,
        "predicate: deploys, object: system/lantern",
        "predicate: partOf, object: system/lantern",
        (
            "2 faults in the coding\n"
            "  articles/harbour-talks/coding.yaml:35: actor/suderia, of class State, "
            "cannot be the subject of partOf [fix: use something of class Territory, or "
            "another property]\n"
            "  articles/harbour-talks/coding.yaml:35: system/lantern, of class "
            "WeaponSystem, cannot be the object of partOf [fix: use something of class "
            "Territory, or another property]"
        ),
        id="a triple against the domain of its predicate",
    ),
    pytest.param(
        META,
        "person: actor/ana-olm",
        "person: actor/norland",
        (
            "articles/harbour-talks/article.yaml:17: actor/norland is a State, and no "
            "person [fix: attribute the document to a person]"
        ),
        id="a document attributed to no person",
    ),
    pytest.param(
        THINGS,
        "entity: territory/strait",
        "entity: actor/norland",
        (
            "entities/things.yaml:10: actor/norland, of class State, cannot be the "
            "object of partOf [fix: use something of class Territory, or another "
            "property]"
        ),
        id="a background value of the wrong class",
    ),
    pytest.param(
        META,
        "id: document/harbour-talks-ru",
        "id: document/harbour-talks",
        (
            "articles/harbour-talks/article.yaml:14: document/harbour-talks is defined "
            "twice: first at articles/harbour-talks/article.yaml:3 [fix: keep one, or "
            "rename it]"
        ),
        id="a document defined twice",
    ),
    pytest.param(
        THINGS,
        "- id: issue/strait",
        (
            "- {id: issue/gull-rocks, class: Issue, labels: {en: a, ru: b, ja: c}, definition: d,"
            " geometry: {wkt: POINT(1 1), source: e}}\n- id: issue/strait"
        ),
        (
            "entities/things.yaml:45: geometry/gull-rocks is defined twice: first at "
            "entities/things.yaml:8 [fix: give the designation another id, or the "
            "entity another slug]"
        ),
        id="geometries of the same name",
    ),
    pytest.param(
        THINGS,
        "{id: skerry,",
        "{id: gull-rocks,",
        (
            "2 faults in the coding\n"
            "  articles/harbour-talks/coding.yaml:26: territory/gull-rocks has no "
            "designation skerry [fix: use one of: gull-rocks, gull-rocks]\n"
            "  entities/things.yaml:7: designation/gull-rocks/gull-rocks is defined "
            "twice: first at entities/things.yaml:6 [fix: give the designation another "
            "id, or the entity another slug]"
        ),
        id="a designation defined twice",
    ),
    pytest.param(
        TALKS,
        "event: event/harbour-briefing, date",
        "event: event/norland-statement, date",
        (
            "articles/harbour-talks/coding.yaml:32: event/norland-statement is dated "
            "2031-05-03 here and 2031-04 at entities/things.yaml:44 [fix: keep one "
            "date, with one reason; widen it to an interval if need be]"
        ),
        id="an event dated twice",
    ),
    pytest.param(
        LINKS,
        "id:actor/norland\t",
        "id:actor/northland\t",
        (
            "links/entities.sssom.tsv:8: there is no actor/northland [fix: did you mean "
            "'actor/norland'?]"
        ),
        id="a mapping of an unknown entity",
    ),
    pytest.param(
        LINKS,
        "id:actor/norland\t",
        "ex:norland\t",
        (
            "links/entities.sssom.tsv:8: https://example.org/thing/norland is not one "
            "of ours [fix: map an entity, https://w3id.org/standoff/id/<kind>/<slug>]"
        ),
        id="a mapping of something that is not ours",
    ),
    pytest.param(
        TALKS,
        "reason: only sets the scene}",
        "reason: only sets the scene}\n  - {sentence: s08, reason: again}",
        (
            "articles/harbour-talks/coding.yaml:5: reason for s08 is defined twice: "
            "first at articles/harbour-talks/coding.yaml:4 [fix: keep one, or rename "
            "it]"
        ),
        id="a reason given twice",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), FAULTS)
def test_a_fault_is_reported_with_its_place_and_a_way_to_mend_it(
    file: str, old: str, new: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)

    assert refusal(tmp_path, {file: (old, new)}) == message


def with_unknown_names(folder: Path, pattern: re.Pattern[str]) -> list[str]:
    """Put a name that means nothing in the place of each that the pattern finds."""
    given: list[str] = []

    def replace(found: re.Match[str]) -> str:
        names = found["names"].split(", ")
        unknown = [f"unknown-{len(given) + number}" for number in range(len(names))]
        given.extend(unknown)
        return found[0].removesuffix("]").removesuffix(found["names"]) + (
            ", ".join(unknown) + ("]" if found[0].endswith("]") else "")
        )

    for path in sorted(folder.rglob("*.yaml")):
        path.write_text(pattern.sub(replace, path.read_text(encoding="utf-8")), encoding="utf-8")
    return given


@pytest.mark.parametrize(("pattern", "number"), [(ENTITY, 83), (LIST, 27), (SINGLE, 15)])
def test_every_reference_that_leads_nowhere_is_found(
    pattern: re.Pattern[str], number: int, tmp_path: Path
):
    given = with_unknown_names(copy(tmp_path, {}), pattern)
    assert len(given) == number

    with pytest.raises(InputError) as caught:
        load(tmp_path)

    found = {match[0] for match in re.finditer(r"unknown-\d+(?= \[fix)", str(caught.value))}
    assert found == set(given)
