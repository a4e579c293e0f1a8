"""Who may look and write: the browser that was opened with the token, and no other website.

The server listens at 127.0.0.1 alone, which any website can still let a browser call: under a name
of its own (so the host is checked), or by a form or a script (so the origin is).
"""

import hmac
from typing import Final

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from server.fault import RequestError
from server.style_sheets import ENDPOINTS

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    # Not no-referrer: a form would then send Origin: null.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_OPEN: Final = ENDPOINTS | {"static"}
_HTTP_PORT: Final = 80
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask, *, token: str, port: int) -> None:
    """Answer the owner's browser alone, under one of our two names."""
    # Of the port that http has anyway, a browser says nothing.
    tail = "" if port == _HTTP_PORT else f":{port}"
    names = {f"127.0.0.1{tail}", f"localhost{tail}"}
    # A cookie is one for all ports of a host.
    cookie = f"standoff-review-{port}"

    def require_owner() -> BaseResponse | None:
        if request.host not in names:
            raise RequestError(403, "This server answers under 127.0.0.1 and localhost only.")
        given = request.args.get("token")
        if given is not None and request.method == "GET":
            _require(given, token)
            response = redirect(request.path, 303)
            response.set_cookie(cookie, token, httponly=True, samesite="Strict")
            return response
        if request.endpoint not in _OPEN:
            _require(request.cookies.get(cookie, ""), token)
        if request.method not in _SAFE and request.headers.get("Origin") != (
            f"{request.scheme}://{request.host}"
        ):
            raise RequestError(403, "This page is written to from itself only.")
        return None

    app.before_request(require_owner)
    app.after_request(_add_headers)


def _require(given: str, token: str) -> None:
    if not hmac.compare_digest(given.encode("utf-8", "replace"), token.encode()):
        raise RequestError(403, "Open the whole address that standoff review has printed.")


def _add_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response
