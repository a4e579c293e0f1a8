"""What the server answers when it cannot answer: one shape, three spellings.

`RequestError` is raised by whoever finds something wrong and turned into a response here: as HTML
for a browser, as ``application/problem+json`` (RFC 9457) on request, else as plain text.
"""

from http import HTTPStatus
from typing import Final

from flask import Flask, Response, current_app, json, render_template, request
from werkzeug.exceptions import HTTPException

from server.negotiation import choose

MAX_DRAINED_BYTES: Final = 8 << 20

_SPELLINGS = ("text/plain", "application/problem+json", "application/json", "text/html")


class RequestError(Exception):
    """A request that is not answered: the status, one sentence on what is wrong, what to do.

    Where a place in the query text is to blame, ``line`` and ``column`` give it, from 1 and in
    code points, and ``source`` is that line.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        line: int | None = None,
        column: int | None = None,
        source: str = "",
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.line = line
        self.column = column
        self.source = source
        self.headers = headers or {}

    @property
    def title(self) -> str:
        """The name that HTTP gives to the status."""
        return HTTPStatus(self.status).phrase

    @property
    def caret(self) -> str:
        """White space as wide as the line before the fault, then ``^``."""
        before = self.source[: (self.column or 1) - 1]
        return "".join("\t" if c == "\t" else " " for c in before) + "^"


def error_response(fault: RequestError) -> Response:
    """Spell a fault as the client's ``Accept`` asks; plain text where it says nothing of use."""
    spelling = choose(request.headers.get("Accept"), _SPELLINGS) or "text/plain"
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
    detail = _DETAILS.get(error.code) or error.description or "The request cannot be answered."
    return error_response(RequestError(error.code, detail.replace("\n", " "), headers=headers))


def _drain() -> None:
    """Take in a body that is not wanted, within reason: its sender would else not read the answer.

    A client that is still writing when the connection closes sees only that.
    """
    left = min(request.content_length or 0, MAX_DRAINED_BYTES)
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
    return f"{fault.status} {fault.title}\n{place}{fault.detail}{shown}\n"


def _problem(fault: RequestError) -> str:
    problem: dict[str, str | int] = {
        "title": fault.title,
        "status": fault.status,
        "detail": fault.detail,
    }
    if fault.line and fault.column:
        problem |= {"line": fault.line, "column": fault.column, "source": fault.source}
    return f"{json.dumps(problem, ensure_ascii=False)}\n"


_DETAILS = {
    404: "There is no such page; the start page lists what there is.",
    405: "This address does not take that method; the Allow header lists those it takes.",
    413: "The request is too large: 1 MiB is the most a body may have.",
}
