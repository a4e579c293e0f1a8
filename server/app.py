"""The Flask application: its parts put together, and what holds for every response."""

import logging
from collections.abc import Mapping, Sequence
from typing import Final

from flask import Flask, Response, request

from kg.paths import project_data
from kg.questions import Question, load_questions
from kg.settings import Settings
from server import (
    asking,
    citation,
    current,
    downloads,
    errors,
    evidence,
    explanation,
    graph_store,
    linked_data,
    ontology,
    openapi,
    owner,
    pages,
    robots,
    sparql,
    style_sheets,
    time_map,
    vocabulary,
    well_known,
)
from server.browse import pages as browse
from server.compression import compress
from server.constant_headers import CONSTANT_HEADERS
from server.core import Core
from server.front import FAULT
from server.index import indexes
from server.monitoring import health, metrics_page
from server.search import pages as search

_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, QUERY, PUT, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": (
        "Accept, Accept-Datetime, Authorization, Content-Type, If-Match, If-None-Match, *"
    ),
    "Access-Control-Max-Age": "86400",
}


def create_app(
    settings: Settings,
    *,
    texts: Mapping[str, str] | None = None,
    questions: Sequence[Question] | None = None,
) -> Flask:
    """Make the application that serves whatever version of the settings' build root is current.

    ``texts`` are the articles' texts by slug, where they are at hand: pages show the words of a
    passage in a version that was made from just that text. Without ``questions`` the project's
    own are shown; raises `kg.errors.InputError` where the header of one does not hold.
    """
    core = Core(settings)
    app = create_flask(core, texts=texts, questions=questions)
    # As Flask says to do it.
    app.wsgi_app = core.in_front_of(app.wsgi_app)  # type: ignore[method-assign, assignment]
    return app


def create_flask(
    core: Core,
    *,
    texts: Mapping[str, str] | None = None,
    questions: Sequence[Question] | None = None,
) -> Flask:
    """Make that application without what stands in front of it (`Core.in_front_of`)."""
    settings = core.settings
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = settings.body_bytes
    app.logger.setLevel(logging.INFO)
    current.init_app(app, core.current)
    owner.init_app(app, settings.token_file)
    sparql.init_app(app, core.endpoint)
    errors.init_app(app)
    if questions is None:
        questions = load_questions(project_data().queries)
    asking.init_app(app, questions=questions)
    pages.init_app(app, texts=texts or {})
    ontology.init_app(app, questions=questions)
    explanation.init_app(app)
    indexes.init_app(app, settings.run)
    health.init_app(app)
    vocabulary.init_app(app)
    for module in (
        sparql,
        time_map,
        citation,
        evidence,
        explanation,
        search,
        browse,
        graph_store,
        linked_data,
        downloads,
        pages,
        health,
        metrics_page,
        ontology,
        robots,
        style_sheets,
        vocabulary,
        well_known,
        openapi,
    ):
        app.register_blueprint(module.bp)
    app.before_request(_raise_fault)
    app.after_request(compress)
    app.after_request(_add_headers)
    metrics_page.init_app(app, core.metrics)
    return app


def _raise_fault() -> None:
    """Raise what the front has found wrong, for Flask to spell."""
    fault = request.environ.get(FAULT)
    if fault is not None:
        raise fault


def _add_headers(response: Response) -> Response:
    response.headers.update(CONSTANT_HEADERS)
    if request.method == "OPTIONS":
        response.headers.update(_PREFLIGHT)
    return response
