"""The dumps of the current version, and the server's state of health."""

from typing import Final

from flask import Blueprint, Response, abort, jsonify, send_file

from server.current import current_snapshot

bp = Blueprint("downloads", __name__)

MEDIA_TYPES: Final = {
    "standoff.nq": "application/n-quads",
    "standoff.trig": "application/trig",
    "standoff.ttl": "text/turtle",
}


@bp.get("/dump/<name>")
def dump(name: str) -> Response:
    """Send one of the dumps; its ETag is its digest, so that a download can be resumed."""
    if name not in MEDIA_TYPES:
        abort(404)
    version = current_snapshot().version
    response = send_file(
        version.path / name,
        mimetype=MEDIA_TYPES[name],
        etag=str(version.manifest["files"][name]["sha256"]),
        conditional=True,
        max_age=0,
    )
    response.headers["X-Standoff-Version"] = version.id
    return response


@bp.get("/healthz")
def healthz() -> Response:
    """Say which version is served; 503 where there is none."""
    version = current_snapshot().version
    response = jsonify(status="ok", version=version.id, triples=version.manifest["triples"])
    response.headers["Cache-Control"] = "no-store"
    return response
