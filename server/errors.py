"""What the server answers when it cannot answer: one shape, three spellings.

A `RequestError` is raised by whoever finds something wrong and turned into a response here: as HTML
for a browser, as ``application/problem+json`` (RFC 9457) on request, else as plain text.
"""

from contextlib import suppress
from http import HTTPStatus
from typing import Any, Final

from flask import Flask, Response, current_app, json, render_template, request
from werkzeug.exceptions import HTTPException

from server.fault import RequestError
from server.negotiation import choose

MAX_DRAINED_BYTES: Final = 8 << 20

SPELLINGS: Final = ("text/plain", "application/problem+json", "application/json", "text/html")


def error_response(fault: RequestError) -> Response:
    """Spell a fault as the client's ``Accept`` asks; plain text where it says nothing of use."""
    spelling = choose(request.headers.get("Accept"), SPELLINGS) or "text/plain"
    if spelling == "text/html":
        response = Response(render_template("fault.html", fault=fault), mimetype=spelling)
    elif spelling == "text/plain":
        response = Response(_plain(fault), mimetype=spelling)
    else:
        response = Response(_problem(fault), mimetype="application/problem+json")
    response.status_code = fault.status
    response.headers.update(fault.headers)
    response.vary.add("Accept")
    return response


def init_app(app: Flask) -> None:
    """Answer faults, HTTP errors and our own failures in this one shape."""
    app.register_error_handler(RequestError, error_response)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _failure)


def _http_error(error: HTTPException) -> Response:
    if error.code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        _drain()
    headers = {
        name: value
        for name, value in error.get_headers()
        if name not in ("Content-Type", "Content-Length")
    }
    if error.code is None or error.code < 400:
        return Response(status=error.code, headers=headers)
    if error.code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return error_response(_too_large(request.max_content_length or 0))
    detail = _DETAILS.get(error.code) or error.description or "The request cannot be answered."
    return error_response(RequestError(error.code, detail.replace("\n", " "), headers=headers))


def _too_large(limit: int) -> RequestError:
    size = f"{limit >> 20:,} MiB" if limit >= 1 << 20 else f"{limit:,} bytes"
    return RequestError(
        413,
        f"The request is too large: {size} is the most that its body may have.",
        bound="body_bytes",
        limit=limit,
    )


def _drain() -> None:
    """Take in a body that is not wanted, within reason: its sender would else not read the answer.

    A client that is still writing when the connection closes sees only that.
    """
    left = min(request.content_length or 0, MAX_DRAINED_BYTES)
    with suppress(RequestError):  # too many others are read
        while left > 0 and (chunk := request.environ["wsgi.input"].read(min(left, 1 << 16))):
            left -= len(chunk)


def _failure(error: Exception) -> Response:
    current_app.logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return error_response(
        RequestError(
            500, "The server failed at this request; the fault is ours and has been logged."
        )
    )


def _plain(fault: RequestError) -> str:
    place = f"line {fault.line}, column {fault.column}: " if fault.line else ""
    shown = f"\n\n{fault.source}\n{fault.caret}" if fault.line else ""
    if fault.expected:
        shown += f"\nexpected: {'  '.join(fault.expected)}"
    return f"{fault.status} {fault.title}\n{place}{fault.detail}{shown}\n"


def _problem(fault: RequestError) -> str:
    problem: dict[str, str | float | tuple[str, ...]] = {
        "type": "about:blank",
        "title": fault.title,
        "status": fault.status,
        "detail": fault.detail,
    }
    if fault.line and fault.column:
        problem |= {"line": fault.line, "column": fault.column, "source": fault.source}
    if fault.expected:
        problem["expected"] = fault.expected
    if fault.bound:
        problem["bound"] = fault.bound
    if fault.limit is not None:
        problem["limit"] = fault.limit
    # As it stands, not sorted: many clients show a person the raw text, and cut it off.
    return f"{json.dumps(problem, ensure_ascii=False, sort_keys=False)}\n"


_DETAILS = {
    404: "There is no such page; the start page lists what there is.",
    405: "This address does not take that method; the Allow header lists those it takes.",
}
FAULTS: Final = {
    "400": "the request is wrong; it says where",
    "401": "the owner's token is missing",
    "403": "this is not allowed here",
    "404": "there is no such thing here",
    "406": "it does not come in this format",
    "409": "the change cannot be made on this data",
    "412": "the graph is not what the request says it is",
    "413": "the body is too large",
    "415": "this type of body is not read",
    "416": "the file has no such part",
    "422": "the change breaks a shape; the report says which",
    "429": "too many queries of one client wait; Retry-After says when to come again",
    "502": "an endpoint that the query calls by SERVICE fails",
    "503": "there is no room or no data now, or a bound on size or memory is passed",
    "504": "the query ran out of time",
}
PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "description": "What is wrong (RFC 9457), and where in the query, or which bound is passed.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "line": {"type": "integer"},
        "column": {"type": "integer"},
        "source": {"type": "string"},
        "expected": {"type": "array", "items": {"type": "string"}},
        "bound": {"type": "string"},
        "limit": {"type": "number"},
    },
    "required": ["type", "title", "status", "detail"],
}
