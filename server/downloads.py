"""The dumps of the current version."""

from typing import Final

from flask import Blueprint, Response, abort, current_app, request, send_file

from server.current import current_of, snapshot_of

REPORT: Final = "report.ttl"

bp = Blueprint("downloads", __name__)

MEDIA_TYPES: Final = {
    "standoff.nq": "application/n-quads",
    "standoff.trig": "application/trig",
    "standoff.ttl": "text/turtle",
}


_SERVED: Final = MEDIA_TYPES | {REPORT: "text/turtle"}


@bp.get("/dump/<name>")
def dump(name: str) -> Response:
    """Send one of the dumps; its ETag is its digest, so that a download can be resumed."""
    version = snapshot_of(current_of(current_app), request.args.get("snapshot", "")).version
    if name not in _SERVED or name not in version.manifest["files"]:
        abort(404)
    response = send_file(
        version.path / name,
        mimetype=_SERVED[name],
        etag=str(version.manifest["files"][name]["sha256"]),
        conditional=True,
        max_age=0,
    )
    response.headers["Standoff-Snapshot"] = version.id
    return response
