"""What the endpoint says of itself: as standard tools read it, and nothing that is not so."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

from server.description import (
    CASTS,
    FUNCTIONS,
    GEOF,
    GEOSPARQL,
    Limit,
    ServiceFacts,
    describe_service,
)
from server.formats import GRAPHS, ROWS
from tests.server.conftest import serving
from tests.server.described import publish_described
from tests.server.raw import ask, send

ENDPOINT = "https://example.org/sparql"
SD = "http://www.w3.org/ns/sparql-service-description#"
FACTS = ServiceFacts(
    endpoint=ENDPOINT,
    dataset=f"{ENDPOINT}#dataset",
    base="https://example.org/",
    version_id="00000000000000aa",
    manifest={"triples": 7, "graphs": {"facts": 3, "urn:x:other": 4}},
)
PREFIXES = """
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX schema: <https://schema.org/>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX sparql: <http://www.w3.org/ns/sparql#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("described")
    publish_described(root)
    with serving(root) as found:
        yield found


def rows(triples: list[ox.Triple], query: str) -> list[list[str]]:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples)
    found = store.query(PREFIXES + query)
    assert isinstance(found, ox.QuerySolutions)
    return sorted([str(term.value).replace(SD, "sd:") for term in row] for row in found)


def said(facts: ServiceFacts, path: str) -> list[str]:
    query = f"SELECT ?x {{ <{ENDPOINT}> a sd:Service ; {path} ?x }}"
    return [row[0] for row in rows(describe_service(facts), query)]


def test_languages_and_versions_are_those_of_a_service_that_only_reads():
    assert said(FACTS, "sd:supportedLanguage") == ["sd:SPARQL11Query", "sd:SPARQLQuery"]
    assert said(FACTS, "sd:supportedVersion") == [
        f"http://www.w3.org/ns/sparql#version-{name}" for name in ("1.1", "1.2", "1.2-basic")
    ]
    assert said(FACTS, "sd:feature") == ["sd:UnionDefaultGraph"]
    assert said(FACTS, "sd:inputFormat") == []


def test_updates_federation_and_plain_default_graphs_are_told_where_they_are_so():
    facts = replace(
        FACTS,
        has_updates=True,
        has_federation=True,
        has_union_default_graph=False,
        services=("https://query.example.org/sparql",),
        input_formats=GRAPHS[:2],
    )

    assert said(facts, "sd:supportedLanguage") == [
        *("sd:SPARQL11Query", "sd:SPARQL11Update", "sd:SPARQLQuery", "sd:SPARQLUpdate")
    ]
    assert said(facts, "sd:feature") == ["sd:BasicFederatedQuery"]
    assert said(facts, "schema:additionalProperty/schema:valueReference") == [
        "https://query.example.org/sparql"
    ]
    assert said(facts, "sd:inputFormat") == [
        f"http://www.w3.org/ns/formats/{name}" for name in ("N-Triples", "Turtle")
    ]


def test_no_allowed_service_is_told_where_federation_is_off():
    facts = replace(FACTS, services=("https://query.example.org/sparql",))

    assert said(facts, "schema:additionalProperty") == []


def test_limits_can_be_read_by_programs():
    limits = (Limit("timeout", "how long a query may run", 2.5, "s"), Limit("clients", "n", 4))

    found = rows(
        describe_service(replace(FACTS, limits=limits)),
        f"""SELECT ?p ?id ?max ?type ?unit {{ <{ENDPOINT}> schema:additionalProperty ?p .
          ?p a schema:PropertyValue ; schema:propertyID ?id ; schema:maxValue ?max ;
            schema:unitCode ?unit BIND(DATATYPE(?max) AS ?type) }}""",
    )

    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert found == [
        [f"{ENDPOINT}#limit/clients", "clients", "4", f"{xsd}integer", "C62"],
        [f"{ENDPOINT}#limit/timeout", "timeout", "2.5", f"{xsd}double", "SEC"],
    ]


def test_the_last_update_is_a_moment_in_utc():
    updated = datetime(2026, 3, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))

    triples = describe_service(replace(FACTS, updated=updated))
    assert rows(triples, "SELECT ?node ?at { ?node dcterms:modified ?at }") == [
        [ENDPOINT, "2026-02-28T23:30:00Z"],
        [f"{ENDPOINT}#dataset", "2026-02-28T23:30:00Z"],
    ]


def test_named_graphs_have_their_names_and_sizes():
    found = rows(
        describe_service(FACTS),
        f"""SELECT ?g ?c ?n {{ <{ENDPOINT}> sd:defaultDataset/sd:namedGraph ?g .
          ?g a sd:NamedGraph ; sd:name ?g ; sd:graph ?c . ?c a sd:Graph ; void:triples ?n }}""",
    )

    assert found == [
        ["https://example.org/graph/facts", f"{ENDPOINT}#dataset/graph/facts", "3"],
        ["urn:x:other", f"{ENDPOINT}#dataset/graph/urn%3Ax%3Aother", "4"],
    ]


def test_the_default_graph_has_the_size_of_the_union():
    query = "SELECT ?n { ?d sd:defaultGraph/void:triples ?n }"

    assert rows(describe_service(FACTS), query) == [["7"]]


def test_every_node_has_an_iri():
    triples = describe_service(FACTS)

    assert [t for t in triples if isinstance(t.subject, ox.BlankNode)] == []
    assert [t for t in triples if isinstance(t.object, ox.BlankNode)] == []


POLYGON = '"POLYGON((0 0,5 0,5 5,0 5,0 0))"^^geo:wktLiteral'
OTHER = '"POLYGON((1 1,6 1,6 6,1 6,1 1))"^^geo:wktLiteral'
ONE = {"area": "uom:square_metre", "length": "uom:metre", "perimeter": "uom:metre"}
ONE |= dict.fromkeys(
    (
        *("asGeoJSON", "centroid", "convexHull", "coordinateDimension", "dimension"),
        *("envelope", "getSRID", "isEmpty", "isSimple", "spatialDimension"),
    ),
    "",
)
LEXICAL = {
    "date": "2020-01-01", "dayTimeDuration": "PT1H", "duration": "P1M", "gDay": "---01",
    "gMonth": "--01", "gMonthDay": "--01-01", "gYear": "2020", "gYearMonth": "2020-01",
    "time": "10:00:00", "yearMonthDuration": "P1M",
}  # fmt: skip


def call(function: str) -> str:
    name = function.removeprefix(GEOF)
    if function == name:
        return f'<{function}>("{LEXICAL[function.rpartition("#")[2]]}")'
    if name in ONE:
        arguments = [POLYGON, *filter(None, [ONE[name]])]
    elif name == "relate":
        arguments = [POLYGON, OTHER, '"T********"']
    elif name == "distance":
        arguments = ['"POINT(1 2)"^^geo:wktLiteral', '"POINT(3 4)"^^geo:wktLiteral', "uom:metre"]
    else:
        arguments = [POLYGON, OTHER]
    return f"<{function}>({', '.join(arguments)})"


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_that_is_told_of_works(function: str):
    found = ox.Store().query(
        "PREFIX geo: <http://www.opengis.net/ont/geosparql#> "
        "PREFIX uom: <http://www.opengis.net/def/uom/OGC/1.0/> "
        f"SELECT ({call(function)} AS ?x) {{}}"
    )

    assert isinstance(found, ox.QuerySolutions)
    assert next(found)["x"] is not None


def test_every_function_is_told_of_once():
    assert len(set(FUNCTIONS)) == len(GEOSPARQL) + len(CASTS)


def test_lateral_joins_work():
    found = ox.Store().query("SELECT * { VALUES ?x { 1 2 } LATERAL { BIND(?x + 1 AS ?y) } }")

    assert isinstance(found, ox.QuerySolutions)
    assert sorted(row["y"].value for row in found) == ["2", "3"]


# --- over HTTP --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "kind", "reader"),
    [
        (None, "text/turtle; charset=utf-8", "turtle"),
        ("*/*", "text/turtle; charset=utf-8", "turtle"),
        ("text/turtle", "text/turtle; charset=utf-8", "turtle"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("application/ld+json", "application/ld+json", "json-ld"),
    ],
)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_the_description_is_one_graph_in_every_format(
    accept: str | None, kind: str, reader: str, described: str
):
    headers = {"Accept": accept} if accept else {}
    answer = send(described, "GET", "/sparql", headers=headers)
    turtle = send(described, "GET", "/sparql", headers={"Accept": "text/turtle"})

    assert (answer.status, (answer.kind or "").partition("; charset")[0]) == (
        200,
        kind.partition("; charset")[0],
    )
    found = Graph().parse(data=answer.body, format=reader)
    assert set(found) == set(Graph().parse(data=turtle.body, format="turtle"))


def test_what_comunica_reads_is_said_of_the_address_asked_with_exact_counts(described: str):
    """It looks at the triples of the address itself and of its sd:defaultDataset alone."""
    body = send(described, "GET", "/sparql", headers={"Accept": "*/*"}).body
    graph = Graph().parse(data=body, format="turtle")
    query = f"""{PREFIXES} SELECT ?graph ?property ?triples {{
      <{described}/sparql> sd:endpoint <{described}/sparql> ; sd:feature sd:UnionDefaultGraph ;
        sd:defaultDataset ?d . ?d sd:defaultGraph ?default ; sd:namedGraph/sd:graph ?graph .
      ?graph a sd:Graph ; void:propertyPartition ?p .
      ?p void:property ?property ; void:triples ?triples }}"""
    found = {(str(g), str(p), str(n)) for g, p, n in graph.query(query)}  # type: ignore[misc]
    counted = ask(
        described,
        "SELECT ?g ?p (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ?p",
        "text/csv",
    )

    base = "https://w3id.org/standoff/"
    expected = {
        (f"{base}dataset#graph/{g.removeprefix(f'{base}graph/').replace('/', '%2F')}", p, n)
        for g, p, n in (line.split(",") for line in counted.text.splitlines()[1:])
        if g != f"{base}graph/catalog"
    }
    assert found == expected


def test_each_format_that_is_told_of_is_served(described: str):
    body = send(described, "GET", "/sparql").body
    graph = Graph().parse(data=body, format="turtle")
    told = {
        str(media_type)
        for (media_type,) in graph.query(  # type: ignore[misc]
            f"""{PREFIXES} PREFIX formats: <http://www.w3.org/ns/formats/>
            SELECT ?m {{ ?s sd:resultFormat/formats:media_type ?m }}"""
        )
    }
    select, construct = "SELECT * {} LIMIT 1", "CONSTRUCT { <a:b> <a:b> <a:b> } {}"
    served = {
        (ask(described, query, f.media_types[0]).kind or "").partition(";")[0]
        for query, formats in ((select, ROWS), (construct, GRAPHS))
        for f in formats
    }

    assert told == served


def test_licence_publisher_version_and_the_report_of_this_snapshot_are_found(
    described: str, tmp_path: Path
):
    body = send(described, "GET", "/sparql").body
    version = publish_described(tmp_path)
    found = (
        Graph()
        .parse(data=body, format="turtle")
        .query(
            f"""{PREFIXES} SELECT ?licence ?publisher ?version ?report {{
          <{described}/sparql> dcterms:license ?licence ; dcterms:publisher ?publisher ;
            sd:defaultDataset ?d .
          ?d dcat:version ?version ; dcterms:license ?licence ;
            <http://www.w3.org/ns/dqv#hasQualityMetadata> ?report }}"""
        )
    )

    assert [[str(term) for term in row] for row in found] == [  # type: ignore[union-attr]
        [
            "https://creativecommons.org/licenses/by/4.0/",
            "https://w3id.org/standoff/id/agent/standoff-editors",
            version.id,
            f"{described}/dump/report.ttl?snapshot={version.id}",
        ]
    ]
    report = send(described, "GET", f"/dump/report.ttl?snapshot={version.id}")
    assert (report.status, report.body) == (200, b"# conforms\n")
