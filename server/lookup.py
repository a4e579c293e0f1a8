"""What is said of one subject, told without a query process.

The query asked most of linked data is ``SELECT ?p ?o { <iri> ?p ?o }``. What it costs is known
before it runs, and so it is answered where the request arrives, in the bytes that the engine would
have written. All other queries are the engine's, and so is an answer of many rows.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import pyoxigraph as ox

from server.engine.job import Answer, Job
from server.engine.spool import Spool, chosen_encoding, compressed
from server.engine.statements import MAX_ROWS, ROW_END, VALUE_END, written_term
from server.fault import RequestError
from server.formats import ROWS, choose_format
from server.language import REIFIES
from server.subjects import Subjects

MAX_CHARS: Final = 4000
MAX_PACKED: Final = 1 << 23
"""More than all rows can take, however long the names of the variables."""


_IRI: Final = r'<[a-z][a-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]*>'
_NODE: Final = rf"(?:{_IRI}|[a-z][\w-]*:\w[\w-]*)"
_WS: Final = r"[\x20\t\r\n]"
# Comments too, but for those with escapes, which would be read.
_GAP: Final = rf"(?:{_WS}|\#[^\r\n\\]*+(?:[\r\n]|\Z))*+"
_LOOKUP: Final = re.compile(
    rf"""
    {_GAP} (?P<prologue> (?: PREFIX {_WS}+ [a-z][\w-]*: {_WS}* {_IRI} {_WS}* )* ) {_GAP}
    SELECT (?P<distinct> {_WS}+ DISTINCT\b )? {_GAP}
    (?P<wanted> \* | [?$]\w+ (?:{_WS}*[?$]\w+)* )
    {_GAP} (?:WHERE {_GAP})? \{{ {_GAP} (?P<subject>{_NODE}) {_WS}+
    (?P<predicate> [?$]\w+ | {_NODE} | a ) {_WS}+ [?$](?P<object>\w+)
    {_GAP} \.? {_GAP} \}} {_GAP} (?: LIMIT {_WS}+ (?P<limit>\d{{1,18}}) {_GAP} )?
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_PREFIX: Final = re.compile(rf"([a-z][\w-]*):\s*({_IRI})", re.IGNORECASE | re.ASCII)
_VARIABLE: Final = re.compile(r"\w+", re.ASCII)
_TYPE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_JSON: Final = ROWS[0]


def look_up(job: Job, subjects: Subjects) -> Answer | None:
    """Answer a query for the statements of one subject; None where it asks for anything else."""
    if len(job.text) > MAX_CHARS or not (match := _LOOKUP.fullmatch(job.text)):
        return None
    media_type = _json_type(job.accept, job.formats)
    variable = match["predicate"][1:] if match["predicate"][0] in "?$" else ""
    shape = _shape(match["wanted"], variable, match["object"])
    if not media_type or not shape or _needs_other_graphs(job):
        return None
    if match["distinct"] and len(shape.columns) < (2 if variable else 1):
        return None  # of a statement's two values, one alone may come again
    prefixes = dict(_PREFIX.findall(match["prologue"])) if match["prologue"] else {}
    subject = _node(match["subject"], prefixes)
    predicate = None if variable else _node(match["predicate"], prefixes)
    if subject is None or not (variable or predicate):
        return None
    rows = subjects.rows(subject)
    if rows is None:
        return None
    limit = int(match["limit"]) if match["limit"] else MAX_ROWS
    number, found = shape.write(rows, predicate, limit)
    body = b"".join((shape.head, found, b"]}}"))
    if encoding := chosen_encoding(job.encodings, len(body)):
        body = _packed(body, encoding)
    return Answer(
        media_type=media_type,
        rows=number,
        digest=hashlib.sha256(body).digest(),
        form="SELECT",
        encoding=encoding,
        length=len(body),
        body=body,
    )


def _needs_other_graphs(job: Job) -> bool:
    return job.has_dataset or bool(job.language) or REIFIES in job.text.lower()


def _packed(body: bytes, encoding: str) -> bytes:
    spool = Spool(limit=MAX_PACKED)
    spool.write(body)
    return compressed(spool, encoding, limit=MAX_PACKED).body()


@lru_cache(maxsize=256)
def _json_type(accept: str | None, formats: tuple[str, ...]) -> str:
    """Return what to call JSON, nothing where the client wants another format or none of ours."""
    try:
        chosen, media_type = choose_format(ROWS, accept=accept, names=formats)
    except RequestError:
        return ""
    return media_type if chosen is _JSON else ""


@dataclass(frozen=True)
class _Shape:
    """What all rows have in common: their variables, and what stands before each value.

    ``columns`` are which values a row has: 0 is the predicate, 1 the object.
    """

    head: bytes
    starts: tuple[bytes, ...]
    columns: tuple[int, ...]

    def write(self, rows: bytes, predicate: ox.NamedNode | None, limit: int) -> tuple[int, bytes]:
        """Write the rows of this predicate, or of any, as many as may be; return their number."""
        number = rows.count(ROW_END) + 1 if rows else 0
        if self.columns == (0, 1) and predicate is None and 0 < number <= limit:
            first, second = self.starts
            written = rows.replace(ROW_END, b"}},{" + first).replace(VALUE_END, b"}," + second)
            return number, b"".join((b"{", first, written, b"}}"))
        found = [row.split(VALUE_END) for row in rows.split(ROW_END)] if rows else []
        if predicate is not None:
            wanted = (written_term(predicate) or "").encode()
            found = [row for row in found if row[0] == wanted]
        found = found[:limit]
        parts = list(zip(self.starts, self.columns, strict=True))
        lines = (b"},".join(start + row[column] for start, column in parts) for row in found)
        return len(found), b",".join(b"{" + line + b"}}" for line in lines)


@lru_cache(maxsize=256)
def _shape(wanted: str, predicate: str, object_: str) -> _Shape | None:
    """Return the shape of the answer; None where a variable is strange, or stands twice."""
    known = [predicate, object_]
    open_ = known if predicate else [object_]
    names = sorted(open_) if wanted == "*" else _VARIABLE.findall(wanted)
    if len({*open_}) < len(open_) or len({*names}) < len(names) or not {*names} <= {*open_}:
        return None
    variables = ",".join(f'"{name}"' for name in names)
    return _Shape(
        head=f'{{"head":{{"vars":[{variables}]}},"results":{{"bindings":['.encode(),
        starts=tuple(f'"{name}":{{"type":'.encode() for name in names),
        columns=tuple(known.index(name) for name in names),
    )


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
