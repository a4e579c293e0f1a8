"""The counts by hand on a small dataset, and by SPARQL on the project's own."""

from collections import Counter

import pyoxigraph as ox
import pytest

from kg.base import BASE
from kg.catalog.statistics import PropertyCounts, Statistics, measure
from kg.published import Version

PREFIXES = """
PREFIX : <https://example.org/x/id/>
PREFIX g: <https://example.org/x/graph/>
PREFIX o: <https://example.org/x/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
SMALL = (
    PREFIXES
    + """
g:things { :a a o:State ; o:name "A"@en , "Ah"@ja . :b a o:State . :shared o:near :a . }
g:claims { :c a o:Claim ; o:by :a , :b ; o:on "2017" ; rdf:reifies <<( :a o:near :b )>> .
  :shared o:near :a . <https://elsewhere.org/d> a [] . }
g:inferred { :a a o:Actor . :b a o:Actor . }
"""
)
THINGS, CLAIMS, INFERRED = (
    f"https://example.org/x/graph/{n}" for n in ("things", "claims", "inferred")
)
OWN, RDF = "https://example.org/x/ontology#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture(scope="module")
def small() -> Statistics:
    graphs: dict[ox.NamedNode, list[ox.Triple]] = {}
    for quad in ox.parse(SMALL, ox.RdfFormat.TRIG):
        graphs.setdefault(quad.graph_name, []).append(quad.triple)
    return measure(graphs, base="https://example.org/x/", inferred=ox.NamedNode(INFERRED))


def test_the_union_counts_a_triple_of_two_graphs_once(small: Statistics):
    union = small.union

    assert (union.triples, union.entities, union.subjects, union.objects) == (13, 4, 5, 10)
    assert union.types == {f"{OWN}State": 2, f"{OWN}Claim": 1, f"{OWN}Actor": 2}
    assert union.properties == {
        f"{RDF}type": PropertyCounts(6, 4, 4),
        f"{OWN}name": PropertyCounts(2, 1, 2),
        f"{OWN}near": PropertyCounts(1, 1, 1),
        f"{OWN}by": PropertyCounts(2, 1, 2),
        f"{OWN}on": PropertyCounts(1, 1, 1),
        f"{RDF}reifies": PropertyCounts(1, 1, 1),
    }
    assert union.datatypes == {f"{RDF}langString": 2, f"{XSD}string": 1}
    assert union.languages == {"en": 1, "ja": 1}


def test_a_graph_is_counted_by_itself_with_the_classes_that_any_graph_states(small: Statistics):
    graphs = {name.value: counts for name, counts in small.graphs.items()}
    claim = graphs[CLAIMS].classes[f"{OWN}Claim"]

    assert {name: counts.triples for name, counts in graphs.items()} == {
        THINGS: 5,
        CLAIMS: 7,
        INFERRED: 2,
    }
    assert (claim.entities, claim.triples) == (1, 5)
    assert {
        name: (said.triples, said.subjects, dict(said.classes), dict(said.datatypes))
        for name, said in claim.properties.items()
    } == {
        f"{RDF}type": (1, 1, {}, {}),
        f"{OWN}by": (2, 1, {f"{OWN}State": 2}, {}),
        f"{OWN}on": (1, 1, {}, {f"{XSD}string": 1}),
        f"{RDF}reifies": (1, 1, {}, {}),
    }
    assert list(graphs[CLAIMS].classes) == [f"{OWN}Claim"]
    assert graphs[INFERRED].types == {f"{OWN}Actor": 2}
    assert list(graphs[INFERRED].classes) == [f"{OWN}State"]


def test_a_dataset_without_types_has_no_classes():
    graph = ox.NamedNode(THINGS)
    triples = [quad.triple for quad in ox.parse("<a:a> <a:b> 1 .", ox.RdfFormat.TURTLE)]
    found = measure({graph: triples}, base="a:", inferred=ox.NamedNode(INFERRED)).union

    assert (found.triples, found.types, found.classes) == (1, {}, {})


# --- the project's own: what the catalog says, and what SPARQL counts -------------------------

VOCABULARY = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
"""
DATASET = f"<{BASE}dataset>"
TOTALS = (
    "?d void:triples ?t ; void:distinctSubjects ?s ; void:distinctObjects ?o ; void:properties ?p"
)
COUNTED = "(COUNT(*) AS ?t) (COUNT(DISTINCT ?a) AS ?s) (COUNT(DISTINCT ?c) AS ?o)"


@pytest.fixture(scope="module")
def others(project_version: Version) -> ox.Store:
    """Give the project's own data without the catalog, its union as the default graph."""
    store = ox.Store()
    for quad in ox.parse(path=project_version.path / "standoff.nq"):
        if quad.graph_name != ox.NamedNode(f"{BASE}graph/catalog"):
            store.add(quad)
            store.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    return store


def rows(store: ox.Store, query: str) -> list[list[str]]:
    found = store.query(VOCABULARY + query)
    assert isinstance(found, ox.QuerySolutions)
    return sorted([term.value for term in row] for row in found)


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        (
            f"SELECT ?t ?s ?o ?p {{ BIND({DATASET} AS ?d) {TOTALS} }}",
            f"SELECT {COUNTED} (COUNT(DISTINCT ?b) AS ?p) {{ ?a ?b ?c }}",
        ),
        (
            f"SELECT ?g ?t ?s ?o ?p {{ ?g sd:graph ?d . {TOTALS} }}",
            f"SELECT ?g {COUNTED} (COUNT(DISTINCT ?b) AS ?p) {{ GRAPH ?g {{ ?a ?b ?c }} }} "
            "GROUP BY ?g",
        ),
        (
            f"SELECT ?n {{ {DATASET} void:entities ?n }}",
            "SELECT (COUNT(DISTINCT ?a) AS ?n) { ?a ?b ?c "
            f'FILTER(isIRI(?a) && STRSTARTS(STR(?a), "{BASE}")) }}',
        ),
        (
            f"SELECT ?n {{ {DATASET} void:classes ?n }}",
            "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?a a ?c FILTER(isIRI(?c)) }",
        ),
        (
            f"SELECT ?p ?t ?s ?o {{ {DATASET} void:propertyPartition ?d . ?d void:property ?p ; "
            "void:triples ?t ; void:distinctSubjects ?s ; void:distinctObjects ?o }",
            f"SELECT ?p {COUNTED} {{ ?a ?p ?c }} GROUP BY ?p",
        ),
        (
            "SELECT ?g ?p ?t ?s ?o { ?g sd:graph/void:propertyPartition ?d . ?d void:property ?p ; "
            "void:triples ?t ; void:distinctSubjects ?s ; void:distinctObjects ?o }",
            f"SELECT ?g ?p {COUNTED} {{ GRAPH ?g {{ ?a ?p ?c }} }} GROUP BY ?g ?p",
        ),
        (
            f"SELECT ?c ?n {{ {DATASET} void:classPartition ?d . "
            "?d void:class ?c ; void:entities ?n }",
            "SELECT ?c (COUNT(DISTINCT ?a) AS ?n) { ?a a ?c FILTER(isIRI(?c)) } GROUP BY ?c",
        ),
        (
            f"SELECT ?l ?t {{ {DATASET} void-ext:languagePartition ?d . "
            "?d void-ext:language ?l ; void:triples ?t }",
            'SELECT ?l (COUNT(*) AS ?t) { ?a ?b ?c BIND(LANG(?c) AS ?l) FILTER(?l != "") } '
            "GROUP BY ?l",
        ),
        (
            "SELECT ?g ?c ?n { ?g sd:graph/void:classPartition ?d . "
            "?d void:class ?c ; void:entities ?n }",
            "SELECT ?g ?c (COUNT(DISTINCT ?a) AS ?n) { GRAPH ?g { ?a ?b ?v } STATED NOT_ONTOLOGY } "
            "GROUP BY ?g ?c",
        ),
        (
            "SELECT ?g ?c ?p ?t { ?g sd:graph/void:classPartition ?d . "
            "?d void:class ?c ; void:propertyPartition ?e . "
            "?e void:property ?p ; void:triples ?t }",
            "SELECT ?g ?c ?p (COUNT(*) AS ?t) { GRAPH ?g { ?a ?p ?v } STATED NOT_ONTOLOGY } "
            "GROUP BY ?g ?c ?p",
        ),
        (
            "SELECT ?g ?c ?p ?oc { ?g sd:graph/void:classPartition ?d . ?d void:class ?c ; "
            "void:propertyPartition ?e . ?e void:property ?p ; "
            "void:classPartition/void:class ?oc }",
            "SELECT DISTINCT ?g ?c ?p ?oc { GRAPH ?g { ?a ?p ?v } STATED NOT_ONTOLOGY "
            "GRAPH ?i { ?v a ?oc } FILTER(?i != INFERRED) }",
        ),
        (
            "SELECT ?space ?p ?t { ?d a void:Linkset ; void:linkPredicate ?p ; void:triples ?t ; "
            "void:objectsTarget/void:uriSpace ?space }",
            "SELECT ?space ?p (COUNT(*) AS ?t) { VALUES ?space { "
            '"http://www.wikidata.org/entity/" "https://sws.geonames.org/" '
            '"http://dbpedia.org/resource/" } ?a ?p ?c FILTER(isIRI(?c) && '
            f'STRSTARTS(STR(?c), ?space) && STRSTARTS(STR(?a), "{BASE}id/") && '
            'STRENDS(STR(?p), "Match")) } GROUP BY ?space ?p',
        ),
    ],
    ids=[
        *("totals", "graphs", "entities", "classes", "properties", "graph-properties"),
        *("class-entities", "languages", "graph-classes", "class-properties"),
        *("object-classes", "linksets"),
    ],
)
def test_what_the_catalog_says_is_what_sparql_counts(
    said: str, counted: str, project_store: ox.Store, others: ox.Store
):
    query = (
        counted.replace("STATED", "{ SELECT DISTINCT ?a ?c { GRAPH ?h { ?a a ?c } "
                        "FILTER(isIRI(?c) && ?h != INFERRED) } }")
        .replace("NOT_ONTOLOGY", f"FILTER(?g != <{BASE}graph/ontology>)")
        .replace("INFERRED", f"<{BASE}graph/inferred>")
    )  # fmt: skip
    found = rows(project_store, said)

    assert found
    assert found == rows(others, query)


def test_literals_are_counted_by_the_datatypes_that_the_dumps_give_them(
    project_store: ox.Store, project_version: Version
):
    """The store keeps every kind of integer as xsd:integer, so that it cannot tell."""
    triples = {
        quad.triple
        for quad in ox.parse(path=project_version.path / "standoff.nq")
        if quad.graph_name != ox.NamedNode(f"{BASE}graph/catalog")
    }
    counted = Counter(t.object.datatype.value for t in triples if isinstance(t.object, ox.Literal))

    said = rows(
        project_store,
        f"SELECT ?y ?t {{ {DATASET} void-ext:datatypePartition ?d . "
        "?d void-ext:datatype ?y ; void:triples ?t }",
    )
    assert said == sorted([datatype, str(triples)] for datatype, triples in counted.items())
