"""``/robots.txt``: crawlers may read the pages, and are kept from what runs queries."""

from typing import Final

from flask import Blueprint, Response, request

bp = Blueprint("robots", __name__)

CLOSED: Final = (
    "/sparql",
    "/query",
    "/evidence",
    "/cite",
    "/explain",
    "/store",
    "/dump/",
    "/metrics",
)


@bp.get("/robots.txt")
def robots() -> Response:
    """Say where crawlers may not go."""
    lines = ["User-agent: *", *(f"Disallow: {request.script_root}{path}" for path in CLOSED)]
    return Response("\n".join([*lines, ""]), mimetype="text/plain")
