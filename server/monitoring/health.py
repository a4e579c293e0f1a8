"""Whether the server lives and whether it can answer, for whoever watches over it."""

import time
from threading import Lock
from typing import Final

from flask import Blueprint, Flask, Response, current_app, jsonify

from server.current import Snapshot, current_of, snapshot_of
from server.fault import RequestError

bp = Blueprint("health", __name__)

PROBE_S: Final = 1.0
KEPT_S: Final = 0.5
"""Who asks within this time of another is told the same: asking costs the server nothing."""

_EXTENSION = "standoff-readiness"


class Readiness:
    """Finds out whether queries are answered, by asking one; one at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: tuple[str, bool] = ("", False)
        self._until = 0.0

    def holds_for(self, snapshot: Snapshot) -> bool:
        """Tell whether a query process of this version answers in time."""
        if not self._lock.acquire(timeout=2 * PROBE_S):
            return False
        try:
            version_id = snapshot.version.id
            if self._found[0] != version_id or time.monotonic() >= self._until:
                self._found = version_id, snapshot.engine.answers_within(PROBE_S)
                self._until = time.monotonic() + KEPT_S
            return self._found[1]
        finally:
            self._lock.release()


def init_app(app: Flask) -> None:
    """Tell of the health of this application."""
    app.extensions[_EXTENSION] = Readiness()


@bp.get("/livez")
def livez() -> Response:
    """Say that the process answers."""
    return jsonify(status="alive")


@bp.get("/readyz")
def readyz() -> Response:
    """Say which version is open and answers queries; 503 where none is or does."""
    snapshot = snapshot_of(current_of(current_app), "")
    readiness: Readiness = current_app.extensions[_EXTENSION]
    if not readiness.holds_for(snapshot):
        raise RequestError(
            503,
            f"A trivial query was not answered within {PROBE_S:g} second; the log may say why.",
            headers={"Retry-After": "1"},
        )
    return jsonify(
        status="ready",
        version=snapshot.version.id,
        in_memory=snapshot.engine.is_in_memory,
    )


@bp.get("/healthz")
def healthz() -> Response:
    """Say which version is served; 503 where there is none."""
    version = snapshot_of(current_of(current_app), "").version
    return jsonify(status="ok", version=version.id, triples=version.manifest["triples"])


@bp.after_request
def _store_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
