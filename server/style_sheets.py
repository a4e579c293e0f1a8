"""The style sheets that the site shares with the ontology's documentation without a server."""

from typing import Final

from flask import Blueprint, Response, request

from kg.ontology.documentation import PALETTE, TEMPLATES, TERMS

bp = Blueprint("style_sheets", __name__)

ENDPOINTS: Final = frozenset({"style_sheets.palette", "style_sheets.documentation"})


@bp.get("/palette.css")
def palette() -> Response:
    """Give the names of colours and typefaces, which every other sheet uses."""
    return _sheet(PALETTE)


@bp.get("/ontology/documentation.css")
def documentation() -> Response:
    """Give the style of what is told of the ontology's terms."""
    return _sheet(TERMS)


def _sheet(name: str) -> Response:
    response = Response((TEMPLATES / name).read_bytes(), mimetype="text/css")
    response.cache_control.no_cache = True
    response.add_etag()
    response.make_conditional(request)
    return response
