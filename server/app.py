"""The application: its parts put together, and what holds for every response."""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from flask import Flask, Response, request

from kg.paths import project_data
from kg.questions import Question, load_questions
from server import current, downloads, errors, pages, sparql

MAX_BODY_BYTES: Final = 1 << 20

_SECURITY: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "object-src 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Allow, ETag, X-Standoff-Version",
}
_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def create_app(
    build_root: Path,
    *,
    texts: Mapping[str, str] | None = None,
    questions: Sequence[Question] | None = None,
) -> Flask:
    """Make the application that serves whatever version of the build root is current.

    ``texts`` are the articles' texts by slug, where they are at hand: pages show the words of a
    passage in a version that was made from just that text. Without ``questions`` the project's
    own are shown; raises `kg.errors.InputError` where the header of one does not hold.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.logger.setLevel(logging.INFO)
    current.init_app(app, build_root)
    errors.init_app(app)
    if questions is None:
        questions = load_questions(project_data().queries)
    pages.init_app(app, questions=questions, texts=texts or {})
    for blueprint in (sparql.bp, downloads.bp, pages.bp):
        app.register_blueprint(blueprint)
    app.after_request(_add_headers)
    return app


def _add_headers(response: Response) -> Response:
    response.headers.update(_SECURITY)
    response.headers.update(_CORS)
    if request.method == "OPTIONS":
        response.headers.update(_PREFLIGHT)
    return response
