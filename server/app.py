"""The application: its parts put together, and what holds for every response."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from flask import Flask, Response, request

from kg import __version__
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
    memento,
    ontology,
    openapi,
    owner,
    pages,
    robots,
    sparql,
    style_sheets,
    vocabulary,
    well_known,
)
from server.browse import pages as browse
from server.compression import compress
from server.exchange import Application, Environ, Listener, Recorder, StartResponse
from server.fault import RequestError
from server.front import FAULT, Front, Plain
from server.index import indexes
from server.intake import Intake
from server.monitoring import health, metrics
from server.monitoring.access_log import AccessLog, RequestIds
from server.nudge import NUDGE, Nudge
from server.proxies import behind
from server.search import pages as search
from server.transfers import Transfers

_SECURITY: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "object-src 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    # Not of security, but as constant.
    "Server": f"Standoff/{__version__}",
}
_CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": ", ".join(
        (
            "Accept-Post",
            "Accept-Query",
            "Allow",
            "Content-Digest",
            "Content-Encoding",
            "Content-Location",
            "ETag",
            "Link",
            "Location",
            "Memento-Datetime",
            "Repr-Digest",
            "Retry-After",
            "Standoff-Rows",
            "Standoff-Snapshot",
            "X-Request-ID",
        )
    ),
}
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
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = settings.body_bytes
    app.logger.setLevel(logging.INFO)
    current.init_app(app, settings)
    owner.init_app(app, settings.token_file)
    endpoint = sparql.init_app(app, cache_bytes=settings.cache_share // 2)
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
        memento,
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
        metrics,
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
    plain = Plain(Intake(app.wsgi_app), endpoint, headers=(_SECURITY | _CORS).items())
    answering = Transfers(plain, _refusal(app.wsgi_app))
    # As Flask says to do it.
    app.wsgi_app = _watched(app, answering, settings)  # type: ignore[method-assign, assignment]
    return app


def _refusal(
    flask: Application,
) -> Callable[[RequestError, Environ, StartResponse], Iterable[bytes]]:
    """Let Flask spell a fault that was found outside of it."""

    def refuse(
        fault: RequestError, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        environ[FAULT] = fault
        return flask(environ, start_response)

    return refuse


def _watched(app: Flask, application: Application, settings: Settings) -> Application:
    """Repeat what was answered before; count what comes and goes, and write it down where asked."""
    listeners: list[Listener] = [metrics.init_app(app)]
    if settings.access_log:
        listeners.append(AccessLog(settings.access_log, queries=settings.log_queries))
    nudge = app.extensions[NUDGE] = Nudge(Recorder(application, listeners))
    application = Front(
        nudge,
        current.current_of(app).version_id,
        limit=settings.cache_share // 2,
        listeners=listeners,
    )
    if settings.access_log:
        application = RequestIds(application)
    return behind(application, settings)


def _raise_fault() -> None:
    """Raise what the front has found wrong, for Flask to spell."""
    fault = request.environ.get(FAULT)
    if fault is not None:
        raise fault


def _add_headers(response: Response) -> Response:
    response.headers.update(_SECURITY)
    response.headers.update(_CORS)
    if request.method == "OPTIONS":
        response.headers.update(_PREFLIGHT)
    return response
