"""``/metrics``."""

from flask import Blueprint, Flask, Response, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST

from server.exchange import ROUTE
from server.monitoring.metrics import OTHER, Metrics

bp = Blueprint("metrics", __name__)

_EXTENSION = "standoff-metrics"


def init_app(app: Flask, metrics: Metrics) -> None:
    """Count what this application does; its routes are all there by now."""
    metrics.routes |= {rule.rule for rule in app.url_map.iter_rules() if not rule.arguments}
    app.extensions[_EXTENSION] = metrics
    app.before_request(_note_route)


@bp.get("/metrics")
def metrics() -> Response:
    """Send the metrics."""
    found: Metrics = current_app.extensions[_EXTENSION]
    response = Response(found.text(), content_type=CONTENT_TYPE_LATEST)
    response.headers["Cache-Control"] = "no-store"
    return response


def _note_route() -> None:
    request.environ[ROUTE] = request.url_rule.rule if request.url_rule else OTHER
