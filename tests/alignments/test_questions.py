"""The questions of `docs/alignments.md`, each in the words of one vocabulary, and their answers.

The answers there are stated from the coding by hand; those that grow with it are made again here
from the coding's files, past the graph.
"""

import re
from functools import cache
from typing import Any

import pyoxigraph as ox
import pytest
import yaml
from rdflib.namespace import GEO, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, DefinedNamespace

from kg.base import BASE
from kg.paths import PACKAGE, project_data
from kg.prefixes import compact
from tests.alignments.reasoning import VOCABULARIES, aligned, alignment, derived

DOCUMENT = PACKAGE.parent / "docs" / "alignments.md"
SECTIONS = {
    "PROV-O": "prov-o",
    "Simple Event Model (SEM)": "sem",
    "ORG": "org",
    "GeoSPARQL": "geosparql",
    "Web Annotation": "web-annotation",
    "schema.org": "schema-org",
    "AIDA Interchange Format": "aida-interchange-format",
    "CRMinf": "crminf",
    "SKOS": "skos",
    "CiTO": "cito",
}
CARRIES_NOTHING = {"cito", "skos"}
LOGICAL = {RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.equivalentProperty}
ARTICLES = ("new-rules-2017", "rok-us-2026")

Rows = list[tuple[str, ...]]


def sections() -> dict[str, tuple[str, Rows]]:
    """Read each vocabulary's query and answer, the header of the table first."""
    found = {}
    for part in DOCUMENT.read_text(encoding="utf-8").split("\n## ")[1:]:
        title, _, body = part.partition("\n")
        query = re.search(r"```sparql\n(.*?)```", body, re.DOTALL)
        if title in SECTIONS and query:
            lines = [line for line in body.splitlines() if line.startswith("|")]
            rows = [tuple(cell.strip() for cell in line[1:-1].split("|")) for line in lines]
            found[SECTIONS[title]] = (query[1], [rows[0], *rows[2:]])
    return found


QUESTIONS = sections()


@cache
def coding(article: str) -> dict[str, Any]:
    folder = project_data().articles / article
    found: dict[str, Any] = {}
    for name in ("article.yaml", "coding.yaml"):
        found |= yaml.safe_load((folder / name).read_text(encoding="utf-8"))
    return found


def ask(store: ox.Store, query: str) -> Rows:
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    names = tuple(variable.value for variable in found.variables)
    return [names, *(tuple(map(shown, (row[name] for name in names))) for row in found)]


def ask_with(data: ox.Store, name: str, query: str) -> Rows:
    """Ask over the data with the alignment of this name."""
    with aligned(data, alignment(name)):
        return ask(data, query)


def shown(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return compact(term.value, BASE)
    return term.value if isinstance(term, ox.Literal) else ""


def test_every_alignment_has_a_section_and_every_section_an_alignment() -> None:
    assert set(SECTIONS.values()) == VOCABULARIES.keys()
    assert VOCABULARIES.keys() - QUESTIONS.keys() == {"cito"}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_in_the_words_of_the_vocabulary_gets_its_whole_answer(
    name: str, data: ox.Store
) -> None:
    query, expected = QUESTIONS[name]

    assert ask_with(data, name, query) == expected


@pytest.mark.parametrize("name", sorted(QUESTIONS.keys() - CARRIES_NOTHING))
def test_without_the_alignment_the_question_finds_nothing(name: str, data: ox.Store) -> None:
    found = ask(data, QUESTIONS[name][0])

    assert found[1:] == ([("0",)] if name == "crminf" else [])


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_question_uses_no_other_word(name: str) -> None:
    query = QUESTIONS[name][0]
    prefixes = dict(re.findall(r"^PREFIX (\w+): <([^>]+)>", query, re.MULTILINE))
    body = re.sub(r"^PREFIX.*$", "", query, flags=re.MULTILINE)
    terms = set(re.findall(r"(?<![\w?])([\w-]+):(\w+)", body))
    declared = {t.subject for t in alignment(name)} | {t.object for t in alignment(name)}
    # SKOS and the native words of Web Annotation and GeoSPARQL the core declares.
    core = (project_data().ontology / "discourse.ttl", project_data().ontology / "world.ttl")
    declared |= {quad.subject for file in core for quad in ox.parse(path=str(file))}

    assert len(prefixes) == 1
    assert {prefix for prefix, _ in terms} == set(prefixes)
    assert "<" not in re.sub(r"<=", "", body)
    if name != "skos":
        assert {t for p, t in terms if ox.NamedNode(prefixes[p] + t) not in declared} == set()


@pytest.mark.parametrize("name", sorted(CARRIES_NOTHING))
def test_an_alignment_of_close_matches_carries_nothing(name: str, data: ox.Store) -> None:
    logical = {t for t in alignment(name) if t.predicate.value in map(str, LOGICAL)}

    assert logical == set()
    assert derived(data, alignment(name)) == frozenset()


def test_every_selection_has_the_offsets_of_the_coding(
    data: ox.Store,
) -> None:
    query = QUESTIONS["web-annotation"][0].replace("FILTER(?end <= 64)", "")
    found = {row[1:] for row in ask_with(data, "web-annotation", query)[1:]}
    kinds = ("sentences", "passages", "mentions", "emendations")

    assert found == {
        (f"id:document/{article}", str(span["start"]), str(span["end"]))
        for article in ARTICLES
        for kind in kinds
        for span in coding(article).get(kind, ())
    }


def test_what_is_refuted_or_supported_is_what_the_coding_says(
    data: ox.Store,
) -> None:
    namespace = re.search(r"PREFIX aida: <([^>]+)>", QUESTIONS["aida-interchange-format"][0])
    assert namespace
    for word, key in (("refutingClaims", "attacks"), ("supportingClaims", "supports")):
        query = f"SELECT ?of ?by {{ ?of <{namespace[1]}{word}> ?by }}"
        found = ask_with(data, "aida-interchange-format", query)[1:]
        coded = {
            (f"id:claim/{article}/{other}", f"id:claim/{article}/{claim['id']}")
            for article in ARTICLES
            for claim in coding(article)["claims"]
            for other in claim.get(key, ())
        }

        assert len(coded) > 3
        assert sorted(found) == sorted(coded)


def test_every_proposition_of_the_coding_is_a_proposition_set(
    data: ox.Store,
) -> None:
    query = QUESTIONS["crminf"][0].replace("(COUNT(?set) AS ?sets)", "?set")
    found = {row[0] for row in ask_with(data, "crminf", query)[1:]}

    assert found == {
        f"id:proposition/{each['id']}"
        for article in ARTICLES
        for each in coding(article)["propositions"]
    }


def test_every_organization_of_the_entities_is_one(data: ox.Store) -> None:
    query = "SELECT ?o { ?o a <http://www.w3.org/ns/org#Organization> }"
    text = (project_data().entities / "actors.yaml").read_text(encoding="utf-8")
    kinds = {"Organization", "GovernmentBody", "InternationalOrganization", "MediaOutlet"}
    coded = {f"id:{e['id']}" for e in yaml.safe_load(text) if e["class"] in kinds}

    assert {row[0] for row in ask_with(data, "org", query)[1:]} == coded


def test_what_the_coders_recorded_was_generated_by_their_activity(
    data: ox.Store,
) -> None:
    query = """PREFIX prov: <http://www.w3.org/ns/prov#>
        SELECT ?agent ?source (COUNT(DISTINCT ?record) AS ?records) {
          ?record a prov:Entity ; prov:wasGeneratedBy ?coding .
          ?coding a prov:Activity ; prov:used ?source ; prov:wasAssociatedWith ?agent .
        } GROUP BY ?agent ?source ORDER BY ?source"""
    kinds = ("claims", "positions", "silences", "attributions")

    assert ask_with(data, "prov-o", query)[1:] == [
        (
            "id:agent/standoff-editors",
            f"id:document/{article}",
            str(sum(len(coding(article).get(kind, ())) for kind in kinds)),
        )
        for article in ARTICLES
    ]


KNOWN: dict[str, type[DefinedNamespace]] = {
    "geosparql": GEO,
    "org": ORG,
    "prov-o": PROV,
    "schema-org": SDO,
    "skos": SKOS,
}


@pytest.mark.parametrize("name", KNOWN)
def test_aligned_terms_exist_where_rdflib_knows_the_vocabulary(name: str) -> None:
    namespace = KNOWN[name]
    declared = {
        t.subject.value
        for t in alignment(name)
        if t.predicate.value == str(RDF.type) and isinstance(t.subject, ox.NamedNode)
    }
    terms = {iri for iri in declared if iri.startswith(str(namespace))}

    assert terms or name == "skos"
    unknown = {iri for iri in terms if iri.removeprefix(str(namespace)) not in namespace}
    assert unknown == set()
