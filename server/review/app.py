"""The application of the review page, apart from that which serves published versions."""

from pathlib import Path

from flask import Flask, Response, render_template
from werkzeug.exceptions import HTTPException

from kg.extraction.draft_text import draft_text, text_file
from server import style_sheets
from server.fault import RequestError
from server.review import guard, routes

MAX_BODY_BYTES = 1 << 20


def create_review_app(folder: Path, text: Path, *, token: str, port: int) -> Flask:
    """Make the application that reviews one draft at 127.0.0.1 and this port.

    Raises `kg.errors.InputError` where there is no such draft, or the text is not its.
    """
    app = Flask("server")
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    guard.init_app(app, token=token, port=port)
    routes.init_app(
        app, routes.ReviewedDraft(folder, text_file(folder, text), draft_text(folder, text))
    )
    app.register_blueprint(style_sheets.bp)
    app.register_error_handler(RequestError, _fault)
    app.register_error_handler(HTTPException, _http_error)
    return app


def _fault(fault: RequestError) -> Response:
    shown = render_template("review_fault.html", title=fault.title, detail=fault.detail)
    return Response(shown, fault.status)


def _http_error(error: HTTPException) -> Response:
    fault = RequestError(error.code or 500, error.description or "")
    return _fault(fault)
