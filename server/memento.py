"""Earlier answers: by the id of a snapshot, or by time as in Memento (RFC 7089).

The address of a query without ``snapshot`` is both the original resource and its own time gate;
with it, it is a memento, and never changes.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from werkzeug.http import http_date, parse_date

from kg.history import Move
from server.current import Current
from server.fault import RequestError
from server.protocol import QueryRequest

MAX_LINK_CHARS: Final = 4000


def snapshot_at(current: Current, accept_datetime: str) -> str:
    """Return the id of the version that was current at the time a client asks for.

    Raises a 400 fault where that is no date of HTTP.
    """
    moment = _moment(accept_datetime)
    if moment is None:
        raise RequestError(
            400,
            f"Accept-Datetime is {accept_datetime!r}, which is no date of HTTP; "
            f"write it like this: {http_date(datetime(2026, 1, 31, tzinfo=UTC))}.",
        )
    known = current.times()
    past = tuple(move for move in known if move.time <= moment)
    return (past or known[:1])[-1].version if known else ""


def _moment(date: str) -> datetime | None:
    moment = parse_date(date)
    try:
        return moment and moment.astimezone(UTC)
    except OverflowError:  # a day before the first or after the last that can be counted
        return None


def address_of(asked: QueryRequest, address: str, *, snapshot: str = "") -> str:
    """Return the address that asks this query again, of a snapshot or of whatever is current."""
    return f"{address}?{parameters_of(asked)}" + (f"&snapshot={snapshot}" if snapshot else "")


def parameters_of(asked: QueryRequest) -> str:
    """Return the parameters that ask this query again, all but the snapshot."""
    pairs = [("query", asked.text or "")]
    pairs += [("default-graph-uri", iri) for iri in asked.default_graphs]
    pairs += [("named-graph-uri", iri) for iri in asked.named_graphs]
    pairs += [("version", asked.language)] if asked.language else []
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs)


def headers_of(
    current: Current,
    asked: QueryRequest,
    address: str,
    version_id: str,
    *,
    extension: str,
    is_memento: bool,
) -> Iterator[tuple[str, str]]:
    """Say where this answer stays, where others of the same query are, and how old it is.

    ``extension`` is the name of the format that was chosen.
    """
    address = address.rstrip("/")
    parameters = parameters_of(asked) if len(asked.text or "") < MAX_LINK_CHARS else ""
    if 0 < len(parameters) < MAX_LINK_CHARS:
        memento = f"{parameters}&snapshot={version_id}"
        yield "Content-Location", f"{address}.{extension}?{memento if is_memento else parameters}"
        yield "Link", f'<{address}?{memento}>; rel="cite-as"'
        if is_memento:
            yield "Link", f'<{address}?{parameters}>; rel="original timegate"'
            yield "Link", f'<{address}/timemap?{parameters}>; rel="timemap"'
    if is_memento and (move := first_move(current, version_id)):
        yield "Memento-Datetime", http_date(move.time)


def first_move(current: Current, version_id: str) -> Move | None:
    """Return when a version first became the current one."""
    return next((move for move in current.times() if move.version == version_id), None)
