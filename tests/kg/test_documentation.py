"""The ontology's documentation: whole, linked, self-contained, and the same each time."""

import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, SKOS, Graph, URIRef

from kg.base import BASE
from kg.errors import InputError
from kg.ontology.documentation import PAGE, STYLES, body, describe, document, read_folder
from kg.ontology.evidence import Evidence, Match, Shape
from kg.paths import project_data
from kg.questions import Question

SMALL = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stand: <https://w3id.org/standoff/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/standoff/ontology> a owl:Ontology ; dcterms:title "Small <&> sound"@en .
stand:Claim a owl:Class ; rdfs:label "claim"@en , "主張"@ja ; skos:definition "a <commitment>"@en ;
  rdfs:subClassOf stand:Thing , [ a owl:Restriction ; owl:onProperty stand:saidBy ;
    owl:qualifiedCardinality "1"^^xsd:nonNegativeInteger ; owl:onClass stand:Actor ] .
stand:Denial a owl:Class ; rdfs:label "denial"@en ; owl:equivalentClass [ a owl:Class ;
    owl:intersectionOf ( stand:Claim [ a owl:Restriction ; owl:onProperty stand:saidBy ;
      owl:someValuesFrom [ a owl:Class ; owl:unionOf ( stand:Actor stand:Thing ) ] ] ) ] .
stand:Thing a owl:Class ; rdfs:label "thing"@en .
stand:Actor a owl:Class ; rdfs:label "actor"@en ; owl:disjointWith stand:Claim .
stand:Doer a owl:Class ; rdfs:label "doer"@en ; owl:deprecated true ;
  dcterms:isReplacedBy stand:Actor ; skos:changeNote "Said twice."@en .
stand:saidBy a owl:ObjectProperty , owl:FunctionalProperty ; rdfs:label "said by"@en ;
  rdfs:domain stand:Claim ; rdfs:range stand:Actor .
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("documentation")
    document(project_data().ontology, out, BASE)
    assert {file.name for file in out.iterdir()} == {PAGE, *STYLES}
    return (out / PAGE).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def small() -> str:
    term = f"{BASE}ontology#Claim"
    evidence = Evidence(
        uses={term: 1234},
        shapes={term: [Shape("Claim-saidBy", "A claim has a speaker & no more.", "violation")]},
        questions={term: [Question("who", "Who claims?", "", (), "")]},
        mappings={
            term: [Match("is close to", "https://example.org/C", "belief", "Other", "Near.")]
        },
    )
    graph = Graph().parse(data=SMALL, format="turtle")
    return body(describe(graph, evidence, BASE))


def ids(text: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', text)


def entry(text: str, anchor: str) -> str:
    """Give the words of a term's section, white space folded."""
    section = re.search(rf'<section class="[^"]+" id="{anchor}".*?</section>', text, re.DOTALL)
    assert section
    return " ".join(re.sub(r"<[^>]+>", " ", section[0]).split())


def test_every_term_list_and_value_has_its_place(page: str) -> None:
    graph = read_folder(project_data().ontology, BASE)
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    own = {t for kind in kinds for t in graph.subjects(RDF.type, kind)}
    own |= {*graph.subjects(SKOS.inScheme), *graph.subjects(RDF.type, SKOS.ConceptScheme)}
    anchors = {
        str(t).removeprefix(f"{BASE}ontology#").removeprefix(BASE).replace("/", "-")
        for t in own
        if isinstance(t, URIRef) and str(t).startswith(BASE)
    }

    assert len(anchors) > 220
    assert anchors - set(ids(page)) == set()


def test_every_place_is_one_and_every_link_leads_to_one(page: str) -> None:
    found = ids(page)

    assert sorted(found) == sorted(set(found))
    assert set(re.findall(r'\shref="#([^"]+)"', page)) - set(found) == set()


def test_the_page_takes_nothing_from_elsewhere_and_runs_nothing(page: str) -> None:
    taken = re.findall(r'<(?:link|img|script|iframe)[^>]*(?:href|src)="([^"]+)"', page)
    styles = [
        (project_data().ontology.parent / "kg/ontology/templates" / name).read_text("utf-8")
        for name in STYLES
    ]

    assert taken == ["data:,", *STYLES]
    assert "<script" not in page
    assert " style=" not in page
    assert [re.findall(r"url\(|@import|https?:", text) for text in styles] == [[], [], []]


def test_the_page_is_the_same_each_time(page: str, tmp_path: Path) -> None:
    document(project_data().ontology, tmp_path, BASE)

    assert (tmp_path / PAGE).read_text(encoding="utf-8") == page


def test_a_class_is_told_in_words_with_all_that_speaks_for_it(small: str) -> None:
    assert entry(small, "Claim") == (
        "claim stand:Claim a &lt;commitment&gt; Is a kind of thing "
        "Always has said by : exactly one actor Never also actor Has properties said by "
        "In the data 1,234 instances Elsewhere is close to belief in Other Near. Called 主張 "
        "1 question asks for it Who claims? "
        "1 shape binds it Claim-saidBy A claim has a speaker &amp; no more."
    )


def test_a_defined_class_is_told_as_genus_and_condition(small: str) -> None:
    assert entry(small, "Denial") == (
        "denial stand:Denial No definition. Is the same as "
        "claim with said by : some actor or thing In the data not used"
    )


def test_a_property_is_told_by_where_it_leads_and_what_holds_of_it(small: str) -> None:
    assert entry(small, "saidBy") == (
        "said by stand:saidBy No definition. Leads from claim Leads to actor "
        "In general has at most one value for a thing In the data not used"
    )


def test_a_deprecated_term_says_so_and_what_to_use(small: str) -> None:
    assert entry(small, "Doer") == (
        "doer stand:Doer deprecated No definition. Said twice. "
        "Use instead actor In the data not used"
    )
    assert '<h2 id="deprecated">' in small


def test_what_the_ontology_says_is_no_markup(small: str) -> None:
    assert "<h1>Small &lt;&amp;&gt; sound</h1>" in small


def test_without_data_no_use_is_told(page: str) -> None:
    assert "In the data" not in page


@pytest.mark.parametrize(("text", "said"), [(None, "no ontology"), ("stand:x a", "not Turtle")])
def test_a_folder_that_cannot_be_read_is_an_input_error_and_nothing_is_written(
    text: str | None, said: str, tmp_path: Path
) -> None:
    folder, out = tmp_path / "ontology", tmp_path / "out"
    folder.mkdir()
    if text:
        (folder / "x.ttl").write_text(text, encoding="utf-8")

    with pytest.raises(InputError, match=said):
        document(folder, out, BASE)
    assert not out.exists()
