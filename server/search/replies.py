"""What the tables of search and browse have in common as answers over HTTP."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Final

from flask import Response, request

from kg import __version__
from server.current import Snapshot
from server.fault import RequestError
from server.negotiation import choose

HTML: Final = "text/html"
JSON: Final = "application/json"
CSV: Final = "text/csv"


def media_type_of(offered: Mapping[str, str]) -> str:
    """Return what to answer with: what ``format`` names, else what ``Accept`` likes best."""
    name = request.args.get("format", "")
    if name:
        if name not in offered:
            raise RequestError(406, f"This comes as format={', format='.join(offered)}.")
        return offered[name]
    found = choose(request.headers.get("Accept"), list(offered.values()))
    if found is None:
        raise RequestError(406, f"This comes as {', '.join(offered.values())}.")
    return found


def answered(
    snapshot: Snapshot,
    content: str,
    media_type: str,
    *,
    links: Iterable[tuple[str, str]] = (),
    varies: bool = True,
) -> Response:
    """Answer with this, unless the client has it; ``links`` are relations and where they lead."""
    response = Response(content, mimetype=media_type)
    parts = repr((snapshot.version.id, __version__, media_type)).encode()
    response.set_etag(hashlib.sha256(parts + content.encode()).hexdigest()[:32])
    response.cache_control.no_cache = True
    response.headers["Standoff-Snapshot"] = snapshot.version.id
    if written := ", ".join(f'<{address}>; rel="{name}"' for name, address in links):
        response.headers["Link"] = written
    if varies:
        response.vary.update(("Accept", "Accept-Language"))
    response.make_conditional(request)
    return response


def as_json(value: object) -> str:
    """Write JSON for programs that people look over the shoulder of."""
    return f"{json.dumps(value, ensure_ascii=False, indent=1)}\n"
