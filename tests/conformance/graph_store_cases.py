"""The cases of the W3C manifest for the Graph Store HTTP Protocol, in our own words.

They are one story: what a case writes, the next one reads. Graphs are named by ``?graph=``; the
manifest addresses some of them directly, which takes a server that owns those addresses.
"""

from collections.abc import Sequence
from typing import Final

from tests.conformance import answers
from tests.conformance.cases import REFUSAL, SUCCESS, Case, Step
from tests.conformance.endpoint import Request, Response
from tests.conformance.protocol_cases import DATA, TURTLE

PERSON: Final = "http://example.org/person/1.ttl"
OTHER: Final = "http://example.org/person/2.ttl"
NOWHERE: Final = "http://example.org/person/4.ttl"
_PREFIXES: Final = """@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix v: <http://www.w3.org/2006/vcard/ns#> .
"""
_ME: Final = "<http://example.org/person/1>"
_JOHN: Final = (
    f'{_PREFIXES}{_ME} a foaf:Person ; foaf:businessCard [ a v:VCard ; v:fn "John Doe" ] .'
)
_JANE: Final = _JOHN.replace("John", "Jane")
_NAMED: Final = f'{_PREFIXES}{_ME} foaf:name "Jane Doe" .'
_ALICE: Final = (
    f'{_PREFIXES}[] a foaf:Person ; foaf:businessCard [ a v:VCard ; v:given-name "Alice" ] .'
)
_RDF_XML: Final = (
    '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="http://example.org/s"/></rdf:RDF>'
)
_BOUNDARY: Final = "a-line-between-two-parts"
_PARTS: Final = "".join(
    f"--{_BOUNDARY}\r\n"
    f'Content-Disposition: form-data; name="{name}"; filename="{name}.ttl"\r\n'
    "Content-Type: text/turtle; charset=utf-8\r\n\r\n"
    f'{_PREFIXES}{_ME} foaf:{name} "{value}" .\r\n'
    for name, value in (("familyName", "Doe"), ("givenName", "Jane"))
)
_DEFAULT: Final = (("default", ""),)


def graph(iri: str) -> tuple[tuple[str, str], ...]:
    return (("graph", iri),)


def put(params: tuple[tuple[str, str], ...], body: str, media_type: str = "text/turtle") -> Request:
    return _write("PUT", params, body, media_type)


def post(
    params: tuple[tuple[str, str], ...], body: str, media_type: str = "text/turtle"
) -> Request:
    return _write("POST", params, body, media_type)


def _write(method: str, params: tuple[tuple[str, str], ...], body: str, media_type: str) -> Request:
    if "multipart" not in media_type:
        media_type += "; charset=utf-8"
    return Request(method, params, (("Content-Type", media_type),), body.encode(), to="store")


def read(params: tuple[tuple[str, str], ...], method: str = "GET") -> Request:
    return Request(method, params, (("Accept", "text/turtle"),), to="store")


def _holds(params: tuple[tuple[str, str], ...], turtle: str) -> Step:
    wanted = answers.of_body(turtle.encode(), "text/turtle")
    return Step(read(params), status=(200,), types=("text/turtle",), answer=wanted)


def _case(name: str, *steps: Step) -> Case:
    return Case(name, steps, writes=True)


def _done(request: Request, *status: int) -> Step:
    return Step(request, status=status)


def _no_body(response: Response) -> str:
    return "there is a body" if response.body else ""


# The manifest says 201, 204 or 200 where the protocol allows any success that fits; what the
# protocol requires is 201 for what was made, and a 200 or a 204 for what was there.
_WRITTEN: Final = (200, 204)
WRITE_CASES: Final = (
    _case("put__initial_state", _done(put(graph(PERSON), _JOHN), 201)),
    _case("get_of_put__initial_state", _holds(graph(PERSON), _JOHN)),
    _case("put__graph_already_in_store", _done(put(graph(PERSON), _JANE), *_WRITTEN)),
    _case("get_of_put__graph_already_in_store", _holds(graph(PERSON), _JANE)),
    # The default graph is always there, so it may be found or made.
    _case("put__default_graph", _done(put(_DEFAULT, _ALICE), 200, 201, 204)),
    _case("get_of_put__default_graph", _holds(_DEFAULT, _ALICE)),
    _case("put__mismatched_payload", _done(put(_DEFAULT, _RDF_XML), 400)),
    _case("get_of_put__mismatched_payload", _holds(_DEFAULT, _ALICE)),
    _case(
        "delete__existing_graph",
        _done(put(graph(OTHER), _JOHN), 201),
        _done(read(graph(OTHER), "DELETE"), *_WRITTEN),
    ),
    _case("get_of_delete__existing_graph", _done(read(graph(OTHER)), 404)),
    _case("delete__nonexistent_graph", _done(read(graph(OTHER), "DELETE"), 404)),
    _case("post__existing_graph", _done(post(graph(PERSON), _NAMED), *_WRITTEN)),
    _case("get_of_post__existing_graph", _holds(graph(PERSON), f"{_JANE}\n{_NAMED}")),
    _case(
        "post__multipart_formdata",
        _done(
            post(
                graph(PERSON),
                f"{_PARTS}--{_BOUNDARY}--\r\n",
                f"multipart/form-data; boundary={_BOUNDARY}",
            ),
            *_WRITTEN,
        ),
    ),
    _case(
        "get_of_post__multipart_formdata",
        _holds(
            graph(PERSON),
            f'{_JANE}\n{_NAMED}\n{_ME} foaf:familyName "Doe" ; foaf:givenName "Jane" .',
        ),
    ),
    _case(
        "post__create__new_graph",
        Step(post((), _ALICE), status=(201,), location_of_next=True),
        Step(
            Request("GET", (), (("Accept", "text/turtle"),), to="location"),
            status=(200,),
            answer=answers.of_body(_ALICE.encode(), "text/turtle"),
        ),
    ),
    _case(
        "get_of_post__after_noop",
        _done(post(graph(PERSON), ""), *_WRITTEN),
        _holds(
            graph(PERSON),
            f'{_JANE}\n{_NAMED}\n{_ME} foaf:familyName "Doe" ; foaf:givenName "Jane" .',
        ),
    ),
    _case(
        "head_on_an_existing_graph",
        Step(read(graph(PERSON), "HEAD"), status=(200,), types=("text/turtle",), also=_no_body),
    ),
    _case("head_on_a_nonexisting_graph", _done(read(graph(NOWHERE), "HEAD"), 404)),
)


def _read_case(name: str, request: Request, status: Sequence[int] = SUCCESS) -> Case:
    return Case(name, (Step(request, status=status),))


# The read side, over the graphs of the protocol cases; the last ones hold where nothing is written.
READ_CASES: Final = (
    Case("get_a_named_graph", (_holds(graph(DATA[0]), TURTLE[DATA[0]]),)),
    Case(
        "head_of_a_named_graph",
        (Step(read(graph(DATA[0]), "HEAD"), status=(200,), types=("text/turtle",), also=_no_body),),
    ),
    _read_case("get_the_default_graph", read(_DEFAULT), (200,)),
    _read_case("head_of_the_default_graph", read(_DEFAULT, "HEAD"), (200,)),
    _read_case("get_a_graph_that_is_not_there", read(graph(NOWHERE)), (404,)),
    _read_case("head_of_a_graph_that_is_not_there", read(graph(NOWHERE), "HEAD"), (404,)),
    _read_case("default_and_graph_together", read((*_DEFAULT, *graph(DATA[0]))), REFUSAL),
    _read_case("two_graphs_at_once", read((*graph(DATA[0]), *graph(DATA[1]))), REFUSAL),
    _read_case("no_iri_as_graph", read(graph("not an iri")), REFUSAL),
    _read_case(
        "a_type_that_is_no_rdf",
        Request("GET", graph(DATA[0]), (("Accept", "image/png"),), to="store"),
        (406,),
    ),
    _read_case("a_method_that_is_none", read(graph(DATA[0]), "BREW"), (405, 501)),
)
READ_ONLY_CASES: Final = tuple(
    _read_case(f"{method.lower()}_where_nothing_is_written", request, (401, 403, 405))
    for method, request in (
        ("PUT", put(graph(OTHER), _JOHN)),
        ("POST", post(graph(DATA[0]), _JOHN)),
        ("DELETE", read(graph(DATA[0]), "DELETE")),
    )
)
