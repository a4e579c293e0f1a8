"""Putting a query to the store, and saying whose fault it is when that does not work.

All of this happens in a query's own process: text that overflows the parser ends only that.
"""

import errno
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import pyoxigraph as ox

from kg.prefixes import kind_prefixes, prefixes
from kg.turtle import sorted_turtle
from server.engine.counting import count_marks, count_rows
from server.engine.job import Answer, Job
from server.engine.spool import NO_ROOM, Spool, TooLargeError, chosen_encoding, compressed
from server.fault import RequestError
from server.federation.allowed import ServicePolicy
from server.federation.preparation import prepare
from server.formats import GRAPHS, ROWS, Format, choose_format, no_triple_terms
from server.keywords import is_volatile, query_form
from server.language import announces_rdf12, has_from
from server.syntax import syntax_error

MAX_SORTED: Final = 50_000
"""Triples up to which a graph is written in a fixed order, for people to read and compare."""
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_OS_ERROR: Final = re.compile(r"\(os error (\d+)\)\Z")
MAX_JSON_TO_OTHERS: Final = 16
"""How many times as long as the same rows in another format JSON may be."""


@dataclass(frozen=True)
class Source:
    """What a query is put to.

    ``is_union`` tells that the default graph is a copy of the union of the named ones, without
    the statements on triple terms; else it is whatever the data put there. Where ``fills_files``,
    rows are written into a file at once, which costs short answers more and long ones less; the
    system bounds the size of a file there.
    """

    store: ox.Store
    is_union: bool
    answer_bytes: int
    services: ServicePolicy = field(default_factory=ServicePolicy)
    fills_files: bool = False


def answer(job: Job, source: Source) -> Answer:
    """Answer a query whole, in the format that the client asks for; raise a fault if not."""
    with engine_faults(job.text, job.base):
        prepared = prepare(job.text, source.services, base=job.endpoint)
    if not prepared.calls:
        return _answer(job, job.text, source)
    with prepared:
        try:
            found = _answer(job, prepared.text, source)
        except Exception as error:
            raise prepared.fault(error) or error from None
        prepared.check()
    return replace(found, volatile=True)


def _answer(job: Job, text: str, source: Source) -> Answer:
    found = _query(job, text, source)
    form = _form(found, text)
    is_graph = isinstance(found, ox.QueryTriples)
    offered = GRAPHS if is_graph else ROWS
    chosen, media_type = choose_format(offered, accept=job.accept, names=job.formats)
    spool = Spool(limit=source.answer_bytes)
    try:
        if isinstance(found, ox.QueryTriples):
            hide = source.is_union and form == "DESCRIBE" and not announces_rdf12(job)
            rows: int | None = _write_graph(spool, chosen, _graph(found, hide=hide), job.base)
        else:
            rows = _write_rows(spool, chosen, found, source)
        return _finish(spool, job, source, media_type, rows, form)
    except BaseException as error:
        spool.let_go()
        number = _number(error) if isinstance(error, OSError) else None
        if number in _FULL and source.fills_files:
            # A short answer needs no disk where it is written through memory: alone.
            raise MemoryError from None
        if number in _FULL:
            raise _no_room(number) from None
        if not isinstance(error, TooLargeError) and number != errno.EFBIG:
            raise
        raise RequestError(
            503,
            f"The answer is larger than the {source.answer_bytes >> 20:,} MiB that this endpoint "
            "sends at once; ask for part of it by LIMIT and OFFSET, or take a dump.",
            bound="answer_bytes",
            limit=source.answer_bytes,
        ) from None


def _number(error: OSError) -> int | None:
    """Return the system's number of an error, which the engine only writes at the end of a text."""
    told = _OS_ERROR.search(str(error))
    return int(told[1]) if told else error.errno


def _no_room(number: int) -> RequestError:
    return RequestError(
        503,
        f"The server has no room for an answer of this size now ({os.strerror(number)}); ask for "
        "part of it by LIMIT and OFFSET, or try again later.",
        headers={"Retry-After": "60"},
        bound=NO_ROOM,
    )


def _form(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, text: str) -> str:
    """Return the form of a query, which the kind of its result tells better than its words."""
    if isinstance(found, ox.QueryTriples):
        return "CONSTRUCT" if query_form(text) == "CONSTRUCT" else "DESCRIBE"
    return "ASK" if isinstance(found, ox.QueryBoolean) else "SELECT"


def _query(
    job: Job, text: str, source: Source
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    options: dict[str, Any] = {}
    if job.has_dataset:
        # A dataset in the request wins over FROM; without default graphs, that graph is empty.
        options["default_graph"] = [ox.NamedNode(iri) for iri in job.default_graphs]
        options["named_graphs"] = [ox.NamedNode(iri) for iri in job.named_graphs]
    elif source.is_union and announces_rdf12(job) and not has_from(job.text):
        # Not the engine's own union: with the copy in it, each triple would be found twice.
        options["default_graph"] = options["named_graphs"] = list(source.store.named_graphs())
    with engine_faults(job.text, job.base):
        return source.store.query(text, base_iri=job.endpoint, **options)


class engine_faults:  # noqa: N801 -- reads as a statement
    """Turn what the engine raises at a query into a fault of whoever wrote it."""

    def __init__(self, text: str, base: str) -> None:
        self._text = text
        self._base = base

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Raise a fault in the place of the engine's error."""
        if isinstance(error, SyntaxError):
            raise syntax_error(self._text, str(error), base=self._base) from None
        if isinstance(error, RuntimeError) and "custom function" in str(error):
            raise RequestError(400, f"{error}; use the functions of SPARQL 1.1.") from None


def _graph(found: Iterable[ox.Triple], *, hide: bool) -> dict[ox.Triple, None]:
    """Keep each triple once, in the order of the engine."""
    if hide:
        found = (triple for triple in found if not isinstance(triple.object, ox.Triple))
    return dict.fromkeys(found)


def _write_graph(spool: Spool, chosen: Format, graph: Mapping[ox.Triple, None], base: str) -> int:
    if not chosen.has_triple_terms and any(isinstance(t.object, ox.Triple) for t in graph):
        raise no_triple_terms(chosen, GRAPHS)
    names = prefixes_for((iri for triple in graph for iri in iris_of(triple)), base)
    if len(graph) > MAX_SORTED:
        ox.serialize(graph, spool, format=chosen.of_graphs, prefixes=dict(names))
    else:
        spool.write(write_graph(graph, chosen, names))
    return len(graph)


def write_graph(triples: Iterable[ox.Triple], chosen: Format, names: Mapping[str, str]) -> bytes:
    """Write a graph, each triple once and in a fixed order, with these prefixes."""
    graph = set(triples)
    if chosen.of_graphs == ox.RdfFormat.TURTLE:
        return sorted_turtle(graph, names)
    written = ox.serialize(sorted(graph, key=str), format=chosen.of_graphs, prefixes=dict(names))
    return written or b""


def _write_rows(
    spool: Spool, chosen: Format, found: ox.QuerySolutions | ox.QueryBoolean, source: Source
) -> int | None:
    if isinstance(found, ox.QueryBoolean):
        found.serialize(spool, format=chosen.of_rows)
        return None
    if chosen.has_triple_terms:
        if source.fills_files:
            spool.fill(lambda path: found.serialize(path, format=chosen.of_rows))
        else:
            found.serialize(spool, format=chosen.of_rows)
    else:
        _write_without_triple_terms(spool, chosen, found, source)
    return count_rows(spool, chosen.of_rows)


def _write_without_triple_terms(
    spool: Spool, chosen: Format, rows: ox.QuerySolutions, source: Source
) -> None:
    """Write the rows, or raise a 406 fault where a triple term is among their values.

    The bytes of the JSON tell, without a look at each value: inside strings, quotes are escaped.
    """
    first = Spool(limit=MAX_JSON_TO_OTHERS * source.answer_bytes)
    try:
        try:
            rows.serialize(first, format=ox.QueryResultsFormat.JSON)
        except OSError as error:
            # Where the system bounds files, it is only known to be too long for here.
            if _number(error) == errno.EFBIG:
                raise MemoryError from None
            raise
        if count_marks(first.chunks(), b'"type":"triple"'):
            raise no_triple_terms(chosen, ROWS)
        with first.reader() as file:
            again = ox.parse_query_results(file, format=ox.QueryResultsFormat.JSON)
            if not isinstance(again, ox.QuerySolutions):
                raise TypeError("rows came back as a yes or no")
            again.serialize(spool, format=chosen.of_rows)
    finally:
        first.let_go()


def _finish(
    spool: Spool, job: Job, source: Source, media_type: str, rows: int | None, form: str
) -> Answer:
    encoding = chosen_encoding(job.encodings, spool.length)
    if encoding:
        packed = compressed(spool, encoding, limit=source.answer_bytes)
        spool.let_go()
        spool = packed
    return Answer(
        media_type=media_type,
        rows=rows,
        digest=spool.digest(),
        form=form,
        encoding=encoding,
        volatile=is_volatile(job.text),
        length=spool.length,
        body=spool.body(),
        file=spool.file(),
    )


def prefixes_for(iris: Iterable[str], base: str) -> dict[str, str]:
    """Return the prefixes that make these IRIs readable, by prefix."""
    found = set(iris)
    known = {**prefixes(base), **kind_prefixes(found, base)}
    return {p: ns for p, ns in known.items() if any(iri.startswith(ns) for iri in found)}


def iris_of(term: object) -> Iterator[str]:
    """Yield the IRIs in a term: its own, its datatype's, those of a triple term."""
    if isinstance(term, ox.NamedNode):
        yield term.value
    elif isinstance(term, ox.Literal):
        yield term.datatype.value
    elif isinstance(term, ox.Triple):
        for part in term:
            yield from iris_of(part)
