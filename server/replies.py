"""What the tables of search and browse have in common as answers over HTTP."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from flask import Response, request

from server.current import Snapshot
from server.fault import RequestError
from server.negotiation import choose
from server.visitor_languages import vary

HTML: Final = "text/html"
JSON: Final = "application/json"
CSV: Final = "text/csv"
FORMATS: Final = {"html": HTML, "json": JSON, "csv": CSV}
_NAMES: Final = ", ".join(FORMATS)
_JOIN: Final = " | "


def media_type_of(extension: str = "") -> str:
    """Return what to answer with: what the address or ``format`` names, else what Accept likes."""
    if extension and extension not in FORMATS:
        raise RequestError(404, f"There is no format {extension!r}; this comes as {_NAMES}.")
    if name := extension or request.args.get("format", ""):
        if name not in FORMATS:
            raise RequestError(406, f"There is no format={cut(name)}; this comes as {_NAMES}.")
        return FORMATS[name]
    found = choose(request.headers.get("Accept"), list(FORMATS.values()))
    if found is None:
        raise RequestError(406, f"This comes as {', '.join(FORMATS.values())}.")
    return found


def number_of(name: str, otherwise: int, *, most: int) -> int:
    """Return a parameter that is a number from 1 on; raises a 400 fault where it is none."""
    text = request.args.get(name, "")
    if not text:
        return otherwise
    if not (text.isascii() and text.isdecimal() and len(text) < 12 and 1 <= int(text) <= most):
        raise RequestError(400, f"{name}={cut(text)} is no number from 1 to {most:,}.")
    return int(text)


def cut(text: str) -> str:
    """Return what a client has sent as a message quotes it."""
    return repr(text if len(text) <= 80 else f"{text[:80]}…")


def answered(
    snapshot: Snapshot,
    content: str,
    media_type: str,
    *,
    links: Iterable[tuple[str, str]],
    file_name: str,
) -> Response:
    """Answer with this, unless the client has it; ``links`` are relations and where they lead.

    ``file_name`` is what a table for programs is called where it is saved.
    """
    response = Response(content, mimetype=media_type)
    response.add_etag()
    response.cache_control.no_cache = True
    response.headers["Standoff-Snapshot"] = snapshot.version.id
    if written := ", ".join(f'<{address}>; rel="{name}"' for name, address in links):
        response.headers["Link"] = written
    if media_type == CSV:
        response.headers["Content-Disposition"] = f'inline; filename="{file_name}.csv"'
    vary(response)
    response.make_conditional(request)
    return response


def as_json(value: object) -> str:
    """Write JSON for programs that people look over the shoulder of."""
    return f"{json.dumps(value, ensure_ascii=False, indent=1)}\n"


def as_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Write rows as CSV (RFC 4180), several values of a cell with a bar between them.

    A cell is the value as it is, whatever it begins with: a sign set before ``=`` or ``-`` to keep
    a spreadsheet from reckoning would change the data for everybody else.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        cells = (row[column] for column in columns)
        writer.writerow([_JOIN.join(c) if isinstance(c, list) else c for c in cells])
    return out.getvalue()
