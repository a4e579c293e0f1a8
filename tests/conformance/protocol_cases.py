"""The cases of the W3C manifest for the SPARQL 1.1 Protocol, in our own words, under its names.

Three graphs are there beforehand, each under its own address and saying of itself that it is a
``foaf:Document``.
"""

from typing import Final
from urllib.parse import urlencode

from tests.conformance.cases import (
    BOOLEANS,
    FORM,
    GRAPHS,
    QUERY,
    REFUSAL,
    TABLES,
    UPDATE,
    XML,
    Case,
    Step,
)
from tests.conformance.endpoint import Request, Response

DATA: Final = tuple(f"http://kasei.us/2009/09/sparql/data/data{n}.rdf" for n in (1, 2, 3))
FOAF: Final = "http://xmlns.com/foaf/0.1/"
DCT: Final = "http://purl.org/dc/terms/"
TURTLE: Final = {each: f"<{each}> a <{FOAF}Document> .\n" for each in DATA}
NQUADS: Final = "".join(
    f"<{each}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{FOAF}Document> <{each}> .\n"
    for each in DATA
)
_ONE, _TWO, _THREE = DATA
_BOTH: Final = f"ASK {{ <{_ONE}> a ?type . <{_TWO}> a ?type }}"
_BOTH_NAMED: Final = f"ASK {{ GRAPH ?g {{ <{_ONE}> a ?t }} GRAPH ?h {{ <{_TWO}> a ?t }} }}"
_WHOLE: Final = (
    f"ASK {{ <{_THREE}> a ?type GRAPH ?g {{ <{_ONE}> a ?t }} GRAPH ?h {{ <{_TWO}> a ?t }} "
    f"FILTER NOT EXISTS {{ <{_ONE}> a ?type }} "
    f"FILTER NOT EXISTS {{ GRAPH ?g {{ <{_THREE}> a ?t }} }} }}"
)


def get(*params: tuple[str, str], accept: str = "") -> Request:
    return Request("GET", params, (("Accept", accept),) if accept else ())


def form(*fields: tuple[str, str], params: tuple[tuple[str, str], ...] = ()) -> Request:
    return Request("POST", params, (("Content-Type", FORM),), urlencode(fields).encode())


def direct(
    text: str,
    *params: tuple[str, str],
    media_type: str = QUERY,
    accept: str = "",
    to: str = "query",
) -> Request:
    headers: tuple[tuple[str, str], ...] = (("Content-Type", media_type),) if media_type else ()
    if accept:
        headers += (("Accept", accept),)
    encoding = "utf-16" if "UTF-16" in media_type else "utf-8"
    return Request("POST", params, headers, text.encode(encoding), to)


def update(text: str, *params: tuple[str, str]) -> Request:
    return direct(text, *params, media_type=UPDATE, to="update")


def default(*graphs: str) -> tuple[tuple[str, str], ...]:
    return tuple(("default-graph-uri", each) for each in graphs)


def named(*graphs: str) -> tuple[tuple[str, str], ...]:
    return tuple(("named-graph-uri", each) for each in graphs)


def _true(name: str, request: Request, *, boolean: bool = True) -> Case:
    return Case(name, (Step(request, types=BOOLEANS, boolean=boolean),))


def _typed(name: str, query: str, types: tuple[str, ...]) -> Case:
    return Case(name, (Step(direct(query), types=types),))


def _refused(name: str, *requests: Request) -> Case:
    return Case(name, tuple(Step(each, status=REFUSAL) for each in requests))


QUERY_CASES: Final = (
    _true("query_post_form", form(("query", "ASK {}"))),
    _true("query_dataset_default_graphs_get", get(("query", _BOTH), *default(_ONE, _TWO))),
    _true("query_dataset_default_graphs_post", direct(_BOTH, *default(_ONE, _TWO))),
    _true("query_dataset_named_graphs_post", direct(_BOTH_NAMED, *named(_ONE, _TWO))),
    _true("query_dataset_named_graphs_get", get(*named(_ONE, _TWO), ("query", _BOTH_NAMED))),
    _true("query_dataset_full", direct(_WHOLE, *default(_THREE), *named(_ONE, _TWO))),
    _true(
        "query_multiple_dataset",
        direct(f"ASK FROM <{_ONE}> {{ <{_ONE}> ?p ?o }}", *default(_TWO)),
        boolean=False,
    ),
    _true("query_get", get(("query", "ASK {}"))),
    _typed("query_content_type_select", "SELECT (1 AS ?value) {}", TABLES),
    _typed("query_content_type_ask", "ASK {}", BOOLEANS),
    _typed("query_content_type_describe", "DESCRIBE <http://example.org/>", GRAPHS),
    _typed("query_content_type_construct", "CONSTRUCT { <s> <p> 1 } WHERE {}", GRAPHS),
    _true("query_post_direct", direct("ASK {}")),
    _refused("bad_query_method", Request("PUT", (("query", "ASK {}"),))),
    _refused("bad_multiple_queries", get(("query", "ASK {}"), ("query", "SELECT * {}"))),
    _refused("bad_query_wrong_media_type", direct("ASK {}", media_type="text/plain")),
    _refused("bad_query_missing_form_type", direct("query=ASK%20%7B%7D", media_type="")),
    _refused("bad_query_missing_direct_type", direct("ASK {}", media_type="")),
    _refused("bad_query_non_utf8", direct("ASK {}", media_type=f"{QUERY}; charset=UTF-16")),
    _refused("bad_query_syntax", get(("query", "ASK {"))),
)

# Refused by any server, whether or not it takes updates.
BAD_UPDATE_CASES: Final = (
    _refused("bad_update_get", get(("update", "CLEAR ALL"))),
    _refused("bad_multiple_updates", form(("update", "CLEAR NAMED"), ("update", "CLEAR DEFAULT"))),
    _refused("bad_update_wrong_media_type", direct("CLEAR NAMED", media_type="text/plain")),
    _refused("bad_update_missing_form_type", direct("update=CLEAR%20NAMED", media_type="")),
    _refused("bad_update_non_utf8", direct("CLEAR NAMED", media_type=f"{UPDATE}; charset=UTF-16")),
    _refused("bad_update_syntax", form(("update", "CLEAR XYZ"))),
    _refused(
        "bad_update_dataset_conflict",
        form(
            ("using-named-graph-uri", "http://example/people"),
            (
                "update",
                f"PREFIX foaf: <{FOAF}> WITH <http://example/addresses> "
                "DELETE { ?x foaf:givenName 'Bill' } INSERT { ?x foaf:givenName 'William' } "
                "WHERE { ?x foaf:givenName 'Bill' }",
            ),
        ),
    ),
)

_FILLED: Final = " ".join(f"GRAPH <{each}> {{ <{each}> a <{FOAF}Document> }}" for each in DATA)
_FILL: Final = f"CLEAR ALL ; INSERT DATA {{ {_FILLED} }} ;"


def _copied(name: str, graph: str, where: str, *params: tuple[str, str], ask: str) -> Case:
    template = f"GRAPH <{graph}> {{ ?s a <{DCT}BibliographicResource> }}"
    text = f"{_FILL} INSERT {{ {template} }} WHERE {{ {where} }}"
    return Case(
        name,
        (
            Step(update(text, *params)),
            Step(direct(ask, accept=XML), types=(XML,), boolean=True),
        ),
        writes=True,
    )


def _only(graph: str, *present: str, absent: tuple[str, ...] = ()) -> str:
    there = " . ".join(f"<{each}> a <{DCT}BibliographicResource>" for each in present)
    missing = " ".join(
        f"FILTER NOT EXISTS {{ GRAPH <{graph}> {{ <{each}> ?p ?o }} }}" for each in absent
    )
    return f"ASK {{ GRAPH <{graph}> {{ {there} }} {missing} }}"


def using(*graphs: str) -> tuple[tuple[str, str], ...]:
    return tuple(("using-graph-uri", each) for each in graphs)


def using_named(*graphs: str) -> tuple[tuple[str, str], ...]:
    return tuple(("using-named-graph-uri", each) for each in graphs)


def _resolved(response: Response) -> str:
    """Say what is wrong with the one object of the triple whose object was written as <test>."""
    body = response.body.decode()
    iris = [part.partition("</uri>")[0] for part in body.split("<uri>")[1:]]
    if len(iris) != 1:
        return f"{len(iris)} results, not one"
    return "" if ":" in iris[0] else f"{iris[0]!r} is still relative"


_TEST: Final = "http://example.org/protocol-%s-test/"
_FULL: Final = _TEST % "update-dataset-full"
UPDATE_CASES: Final = (
    _copied(
        "update_dataset_default_graph",
        _TEST % "update-dataset",
        f"?s a <{FOAF}Document>",
        *using(_ONE),
        ask=_only(_TEST % "update-dataset", _ONE, absent=(_TWO, _THREE)),
    ),
    _copied(
        "update_dataset_default_graphs",
        _TEST % "update-dataset-graphs",
        f"?s a <{FOAF}Document>",
        *using(_ONE, _TWO),
        ask=_only(_TEST % "update-dataset-graphs", _ONE, _TWO, absent=(_THREE,)),
    ),
    _copied(
        "update_dataset_named_graphs",
        _TEST % "update-dataset-named-graphs",
        f"GRAPH ?g {{ ?s a <{FOAF}Document> }}",
        *using_named(_ONE, _TWO),
        ask=_only(_TEST % "update-dataset-named-graphs", _ONE, _TWO, absent=(_THREE,)),
    ),
    Case(
        "update_dataset_full",
        (
            Step(
                update(
                    f"{_FILL} INSERT {{ GRAPH <{_FULL}> {{ ?s <http://example.org/in> ?in }} }} "
                    "WHERE { "
                    f"{{ GRAPH ?g {{ ?s a <{FOAF}Document> }} BIND(?g AS ?in) }} UNION "
                    f"{{ ?s a <{FOAF}Document> BIND('default' AS ?in) }} }}",
                    *using(_ONE),
                    *using_named(_TWO),
                )
            ),
            Step(
                direct(
                    f"ASK {{ GRAPH <{_FULL}> {{ <{_ONE}> <http://example.org/in> 'default' . "
                    f"<{_TWO}> <http://example.org/in> <{_TWO}> }} "
                    f"FILTER NOT EXISTS {{ GRAPH <{_FULL}> {{ <{_THREE}> ?p ?o }} }} }}",
                    accept=XML,
                ),
                types=(XML,),
                boolean=True,
            ),
        ),
        writes=True,
    ),
    Case(
        "update_post_form",
        (Step(Request("POST", (), (("Content-Type", FORM),), b"update=CLEAR%20ALL", to="update")),),
        writes=True,
    ),
    Case("update_post_direct", (Step(update("CLEAR ALL")),), writes=True),
    Case(
        "update_base_uri",
        (
            Step(
                update(
                    f"CLEAR SILENT GRAPH <{_TEST % 'base'}> ; "
                    f"INSERT DATA {{ GRAPH <{_TEST % 'base'}> "
                    "{ <http://example.org/s> <http://example.org/p> <test> } }"
                )
            ),
            Step(
                direct(
                    f"SELECT ?o {{ GRAPH <{_TEST % 'base'}> "
                    "{ <http://example.org/s> <http://example.org/p> ?o } }",
                    accept=XML,
                ),
                types=(XML,),
                also=_resolved,
            ),
        ),
        writes=True,
    ),
)

# What the working group is adding for SPARQL 1.2, and what its drafts put otherwise.
QUERY_CASES_12: Final = (
    _true("query_get_with_version", get(("query", "ASK {}"), ("version", "1.2"))),
    _true("query_post_form_with_version", form(("query", "ASK {}"), ("version", "1.2"))),
    _true(
        "query_post_direct_with_version_param", direct("ASK {}", media_type=f"{QUERY}; version=1.2")
    ),
    _refused(
        "bad_query_multiple_versions",
        get(("query", "ASK {}"), ("version", "1.1"), ("version", "1.2")),
    ),
    _true(
        "query_dataset_default_graph", get(("query", f"ASK {{ <{_ONE}> a ?t }}"), *default(_ONE))
    ),
    _true("query_post_form_dataset", form(("query", f"ASK {{ <{_ONE}> a ?t }}"), *default(_ONE))),
    _true(
        "query_post_form_dataset_in_the_address",
        form(("query", "ASK {}"), params=default("http://kasei.us/2009/09/sparql/data/data0.rdf")),
    ),
    _refused("bad_multiple_queries_form", form(("query", "ASK {}"), ("query", "SELECT * {}"))),
    Case(
        "query_content_negotiation_xml",
        (Step(get(("query", "ASK {}"), accept=XML), types=(XML,), boolean=True),),
    ),
    Case(
        "query_content_negotiation_json",
        (Step(get(("query", "ASK {}"), accept=BOOLEANS[1]), types=(BOOLEANS[1],), boolean=True),),
    ),
    _true(
        "query_base_uri",
        direct(
            "BASE <http://kasei.us/2009/09/sparql/data/> ASK { <data1.rdf> a ?type }",
            *default(_ONE),
        ),
    ),
    _true("query_base_of_the_service", direct("ASK { FILTER(CONTAINS(STR(<test>), ':')) }")),
)
UPDATE_CASES_12: Final = (
    Case(
        "update_post_form_with_version",
        (
            Step(
                Request(
                    "POST",
                    (),
                    (("Content-Type", FORM),),
                    b"update=CLEAR%20ALL&version=1.2",
                    to="update",
                )
            ),
        ),
        writes=True,
    ),
    Case(
        "update_post_direct_with_version_param",
        (
            Step(
                direct("CLEAR ALL", media_type=f"{UPDATE}; version=1.2", to="update"),
            ),
        ),
        writes=True,
    ),
    Case(
        "bad_update_multiple_versions",
        (
            Step(
                Request(
                    "POST",
                    (),
                    (("Content-Type", FORM),),
                    b"update=CLEAR%20ALL&version=1.1&version=1.2",
                    to="update",
                ),
                status=REFUSAL,
            ),
        ),
        writes=True,
    ),
    Case(
        "bad_update_form_body_missing",
        (
            Step(
                Request("POST", (("update", "CLEAR ALL"),), (("Content-Type", FORM),), to="update"),
                status=REFUSAL,
            ),
        ),
        writes=True,
    ),
)
