"""What is said of one subject, told without a query process.

The query asked most of linked data is ``SELECT ?p ?o { <iri> ?p ?o }``. What it costs is known
before it runs, one reading of the index a row, and so it is answered where the request arrives, in
the bytes that the engine would have written. All other queries are the engine's, and so is an
answer of many rows.
"""

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from json.encoder import encode_basestring as _quote
from typing import Final

import pyoxigraph as ox

from server.engine.job import Answer, Job
from server.engine.spool import Spool, chosen_encoding, compressed
from server.fault import RequestError
from server.formats import ROWS, choose_format
from server.language import stays_in_default_graph

MAX_CHARS: Final = 4000
MAX_ROWS: Final = 300
MAX_BYTES: Final = 1 << 18

_IRI: Final = r'<[a-z][a-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]*>'
_NODE: Final = rf"(?:{_IRI}|[a-z][\w-]*:\w[\w-]*)"
_LOOKUP: Final = re.compile(
    rf"""
    \s* (?P<prologue> (?: PREFIX \s+ [a-z][\w-]*: \s* {_IRI} \s* )* )
    SELECT (?P<wanted> \s*\* | (?:\s*[?$]\w+)+ ) \s* (?:WHERE \s*)? \{{ \s*
    (?P<subject>{_NODE}) \s+ (?P<predicate> [?$]\w+ | {_NODE} | a ) \s+ [?$](?P<object>\w+)
    \s* \.? \s* \}} (?: \s* LIMIT \s+ (?P<limit>\d{{1,18}}) )? \s*
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_PREFIX: Final = re.compile(rf"([a-z][\w-]*):\s*({_IRI})", re.IGNORECASE | re.ASCII)
_VARIABLE: Final = re.compile(r"\w+", re.ASCII)
_TYPE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
_DEFAULT: Final = ox.DefaultGraph()
_JSON: Final = ROWS[0]


def look_up(job: Job, store: ox.Store) -> Answer | None:
    """Answer a query for the statements of one subject; None where it asks for anything else."""
    if len(job.text) > MAX_CHARS or not (match := _LOOKUP.fullmatch(job.text)):
        return None
    media_type = _json_type(job.accept, job.formats)
    variables = _variables(match)
    if not media_type or not variables or not stays_in_default_graph(job):
        return None
    prefixes = dict(_PREFIX.findall(match["prologue"])) if match["prologue"] else {}
    subject = _node(match["subject"], prefixes)
    is_open = match["predicate"][0] in "?$"
    predicate = None if is_open else _node(match["predicate"], prefixes)
    if subject is None or (predicate is None and not is_open):
        return None
    limit = min(int(match["limit"] or MAX_ROWS + 1), MAX_ROWS + 1)
    found = islice(store.quads_for_pattern(subject, predicate, None, _DEFAULT), limit)
    rows = _rows(found, variables, match["object"])
    if rows is None or len(rows) > MAX_ROWS:
        return None
    names = ",".join(f'"{name}"' for name in variables)
    body = f'{{"head":{{"vars":[{names}]}},"results":{{"bindings":[{",".join(rows)}]}}}}'.encode()
    if encoding := chosen_encoding(job.encodings, len(body)):
        body = _packed(body, encoding)
    return Answer(
        media_type=media_type,
        rows=len(rows),
        digest=hashlib.sha256(body).digest(),
        form="SELECT",
        encoding=encoding,
        length=len(body),
        body=body,
    )


def _packed(body: bytes, encoding: str) -> bytes:
    spool = Spool(limit=MAX_BYTES)
    spool.write(body)
    return compressed(spool, encoding, limit=MAX_BYTES).body()


@lru_cache(maxsize=256)
def _json_type(accept: str | None, formats: tuple[str, ...]) -> str:
    """Return what to call JSON, nothing where the client wants another format or none of ours."""
    try:
        chosen, media_type = choose_format(ROWS, accept=accept, names=formats)
    except RequestError:
        return ""
    return media_type if chosen is _JSON else ""


def _variables(match: re.Match[str]) -> list[str]:
    """Return the variables of the answer; none where one is strange, or stands twice."""
    known = [match["predicate"][1:]] if match["predicate"][0] in "?$" else []
    known.append(match["object"])
    wanted = sorted(known) if match["wanted"].strip() == "*" else _VARIABLE.findall(match["wanted"])
    is_plain = len(set(known)) == len(known) and len(set(wanted)) == len(wanted)
    return wanted if is_plain and set(wanted) <= set(known) else []


def _node(text: str, prefixes: dict[str, str]) -> ox.NamedNode | None:
    """Return the node that this stands for, None where only the engine can tell."""
    if text == "a":
        return _TYPE
    if not text.startswith("<"):
        prefix, _, local = text.partition(":")
        if prefix not in prefixes:
            return None
        text = f"{prefixes[prefix][:-1]}{local}>"
    if "/." in text:  # to be resolved first
        return None
    try:
        return ox.NamedNode(text[1:-1])
    except ValueError:
        return None


def _rows(quads: Iterable[ox.Quad], variables: list[str], of_object: str) -> list[str] | None:
    """Write each row as the engine does; None where one holds what this cannot, or much."""
    # With one variable or two, a row is what stands before, between and behind their values.
    written: list[str] = []
    starts = [f'{_quote(name)}:{{"type":' for name in variables]
    object_first = variables[0] == of_object
    size = 0
    for quad in quads:
        value = _object(quad.object)
        size += len(value or "")
        if value is None or size > MAX_BYTES:
            return None
        if len(variables) == 1:
            value = value if object_first else _iri(quad.predicate)
            written.append(f"{{{starts[0]}{value}}}}}")
            continue
        first, second = _iri(quad.predicate), value
        if object_first:
            first, second = second, first
        written.append(f"{{{starts[0]}{first}}},{starts[1]}{second}}}}}")
    return written


def _iri(node: ox.NamedNode) -> str:
    return f'"uri","value":{_quote(node.value)}'


def _object(term: object) -> str | None:
    if isinstance(term, ox.NamedNode):
        return f'"uri","value":{_quote(term.value)}'
    if isinstance(term, ox.BlankNode):
        return f'"bnode","value":{_quote(term.value)}'
    if not isinstance(term, ox.Literal) or term.direction is not None:
        return None
    value = f'"literal","value":{_quote(term.value)}'
    if term.language:
        return f'{value},"xml:lang":{_quote(term.language)}'
    if (datatype := term.datatype.value) != _STRING:
        return f'{value},"datatype":{_quote(datatype)}'
    return value
