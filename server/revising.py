"""A change by the owner: made in its own process, moved to at once, or refused with reasons."""

from contextlib import suppress
from typing import Final

import pyoxigraph as ox
from flask import Response, current_app, request

from kg.errors import ConformanceError, InputError, RevisionError
from kg.pruning import prune
from kg.revision.edits import Edit
from kg.revision.process import revise_in_process
from kg.revision.revised import Revision
from kg.settings import Settings
from server.body import require_length, whole_body
from server.current import current_of
from server.engine.evaluation import write_graph
from server.fault import RequestError
from server.formats import GRAPHS
from server.negotiation import choose
from server.owner import require_owner

_STATUSES: Final = {
    "malformed": 400,
    "unsupported": 415,
    "refused": 403,
    "not found": 404,
    "conflict": 409,
    "outdated": 412,
    "busy": 503,
    "timeout": 504,
    "memory": 503,
    "full": 503,
    "crashed": 400,
}
_WORDS: Final = ("text/plain", "application/problem+json", "application/json", "text/html")


def upload() -> bytes:
    """Take in the body of a request by the owner, which may be larger than a query.

    Raises the faults of `require_owner` and `require_length` before it reads anything.
    """
    require_owner()
    require_length()
    return whole_body(_settings().upload_bytes)


def uploaded_files() -> list[tuple[str, bytes]]:
    """Take in the files of a form sent by the owner, each with its media type."""
    require_owner()
    require_length()
    request.max_content_length = _settings().upload_bytes
    files = [file for _, file in request.files.items(multi=True)]
    if not files:
        raise RequestError(400, "The form holds no file; send RDF as files, each with its type.")
    return [(file.mimetype, file.read()) for file in files]


def revise(edit: Edit, *, expected: str | None = None) -> Revision:
    """Make a change, and let every later request see it.

    Raises a fault where it cannot be made: nothing has changed then. Where shapes are broken,
    it is a `ConformanceError`, with the report.
    """
    settings = _settings()
    try:
        made = revise_in_process(
            settings.build,
            edit,
            shapes=settings.shapes,
            expected=expected,
            timeout_s=max(settings.timeout_s, 60.0),
            memory_bytes=max(settings.query_memory, 2 << 30),
        )
    except RevisionError as error:
        headers = {"Retry-After": "5"} if error.reason == "busy" else {}
        raise RequestError(_STATUSES[error.reason], _sentence(error), headers=headers) from None
    except ConformanceError:
        raise
    except InputError as error:
        raise RequestError(500, f"{_sentence(error)} Nothing was changed.") from None
    current_of(current_app).look()
    if settings.keep_versions:
        with suppress(RevisionError):  # another writer is at work, who will do it
            prune(settings.build, keep=settings.keep_versions)
    return made


def _settings() -> Settings:
    return current_of(current_app).settings


def _sentence(error: InputError) -> str:
    text = error.message
    if error.cause:
        text += f": {error.cause}"
    if error.fix:
        text += f"; {error.fix}"
    return f"{text[:1].upper()}{text[1:]}."


def not_conforming(error: ConformanceError) -> Response:
    """Answer 422 with the SHACL report: as RDF in the format asked for, or in words."""
    types = [media_type for found in GRAPHS for media_type in found.media_types[:1]]
    chosen = choose(request.headers.get("Accept"), [*types, *_WORDS]) or types[0]
    if chosen in _WORDS or not error.report:
        raise RequestError(422, str(error))
    parsed = ox.parse(error.report, ox.RdfFormat.TURTLE)
    written = next(found for found in GRAPHS if chosen in found.media_types)
    names = {"sh": "http://www.w3.org/ns/shacl#"}
    body = write_graph((quad.triple for quad in parsed), written, names)
    response = Response(body, status=422, mimetype=chosen)
    response.vary.add("Accept")
    return response
