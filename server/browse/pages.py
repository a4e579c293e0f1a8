"""``/claims``: the claims as a table that facets narrow down, for people and for programs."""

from dataclasses import replace
from math import ceil
from typing import Any, Final

from flask import Blueprint, Response, current_app, render_template, request, url_for

from server.browse.selection import MOST, SIZE, Counted, Selection
from server.browse.table import COLUMNS, FIELDS, HEADINGS, Line, Panel, Shower, as_rows
from server.current import Snapshot, current_of, snapshot_of
from server.fault import RequestError
from server.index.facets import BY_NAME
from server.index.index import Index
from server.index.indexes import indexes_of
from server.replies import CSV, FORMATS, HTML, JSON, answered, as_csv, as_json, media_type_of
from server.visitor_languages import visitor_languages

bp = Blueprint("browse", __name__)

MAX_CHARS: Final = 16_000
"""Of an address's parameters."""


@bp.get("/claims")
def claims() -> Response:
    """Show the claims that the parameters choose, in the format that the client asks for."""
    return _answer()


@bp.get("/claims.<extension>")
def claims_as(extension: str) -> Response:
    """Show them in the format that the address names."""
    return _answer(extension)


def _answer(extension: str = "") -> Response:
    media_type = media_type_of(extension)
    if len(request.query_string) > MAX_CHARS:
        raise RequestError(400, f"The parameters have more than {MAX_CHARS:,} characters.")
    snapshot = snapshot_of(current_of(current_app), request.args.get("snapshot", ""))
    index = indexes_of(current_app).of(snapshot.version)
    base = snapshot.version.base
    most = SIZE if media_type == HTML else MOST
    selection = Selection.of_request(index, base, most=most)
    counted = Counted(index, selection)
    pages = max(1, ceil(counted.total / selection.size))
    if selection.page > pages:
        raise RequestError(404, f"There is no page {selection.page:,}; the last is {pages:,}.")
    places = counted.places()
    is_whole = media_type == CSV and not {"page", "size"} & request.args.keys()
    first = (selection.page - 1) * selection.size
    shown = places if is_whole else places[first : first + selection.size]
    languages = visitor_languages() if media_type == HTML else ()
    shower = Shower(index, base, languages)
    lines = shower.lines(shown)
    links = _links(selection, base, 1 if is_whole else pages, media_type)
    if media_type == CSV:
        content = as_csv(as_rows(lines), FIELDS)
    elif media_type == JSON:
        content = as_json(_document(snapshot, selection, counted, index, lines, links))
    else:
        panels = shower.panels(selection, counted)
        english = Shower(index, base, ())
        content = _page(snapshot, selection, counted, lines, panels, pages, english)
    return answered(snapshot, content, media_type, links=links.items(), file_name="claims")


def _links(selection: Selection, base: str, pages: int, media_type: str) -> dict[str, str]:
    name = next(name for name, value in FORMATS.items() if value == media_type)
    path = url_for("browse.claims")
    address = path if name == "html" else url_for("browse.claims_as", extension=name)
    page = selection.page
    turns = {"first": 1, "prev": page - 1, "next": page + 1, "last": pages}
    return {
        rel: _with(address, selection.on_page(number).parameters(base))
        for rel, number in turns.items()
        if pages > 1 and 1 <= number <= pages
    }


def _with(address: str, parameters: str) -> str:
    return f"{address}?{parameters}" if parameters else address


def _document(
    snapshot: Snapshot,
    selection: Selection,
    counted: Counted,
    index: Index,
    lines: list[Line],
    links: dict[str, str],
) -> dict[str, Any]:
    base = snapshot.version.base
    shower = Shower(index, base, ())
    facets = {}
    for panel in shower.panels(selection, counted):
        facet = panel.facet
        facets[facet.name] = {
            "values": [
                {
                    "value": facet.token(choice.value, base),
                    **({"iri": choice.value} if facet.is_link else {}),
                    "label": choice.label,
                    "count": choice.count,
                    "chosen": choice.is_chosen,
                }
                for choice in panel.choices
            ],
            "total": panel.total,
        }
    return {
        "snapshot": snapshot.version.id,
        "total": counted.total,
        "page": selection.page,
        "size": selection.size,
        "sort": selection.sort,
        "links": links,
        "facets": facets,
        "claims": as_rows(lines),
    }


def _page(
    snapshot: Snapshot,
    selection: Selection,
    counted: Counted,
    lines: list[Line],
    panels: list[Panel],
    pages: int,
    english: Shower,
) -> str:
    base = snapshot.version.base
    address = url_for("browse.claims")
    sorts = {name: selection.sorted_by(name).parameters(base) for name in COLUMNS}
    # A title is in one language.
    named = []
    for name, facet in BY_NAME.items():
        labels = english.labels(name, sorted(selection.chosen.get(name, ())))
        if labels:
            named.append(f"{facet.title}: {' or '.join(text for text, _ in labels.values())}")
    start = (selection.page - 1) * selection.size
    turns = _links(selection, base, pages, HTML)
    return render_template(
        "claims.html",
        version=snapshot.version,
        address=address,
        lines=lines,
        panels=panels,
        selection=selection,
        named=named,
        total=counted.total,
        start=start,
        pages=pages,
        turns=turns,
        columns=COLUMNS,
        headings=HEADINGS,
        sorts=sorts,
        snapshot=selection.snapshot or None,
        downloads=selection.on_page(1).parameters(base),
        permanent=replace(selection, snapshot=snapshot.version.id, open="").parameters(base),
    )
