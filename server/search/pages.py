"""``/search``: things found by their names and glosses, and how a browser comes to search here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Response, current_app, render_template, request, url_for

from server.current import Snapshot, current_of, snapshot_of
from server.fault import RequestError
from server.index.indexes import indexes_of
from server.index.words import Asked
from server.replies import (
    CSV,
    HTML,
    JSON,
    answered,
    as_csv,
    as_json,
    cut,
    media_type_of,
    number_of,
)
from server.search.results import LAST_PAGE, SIZE, TITLES, Group, find_groups
from server.visitor_languages import visitor_languages

bp = Blueprint("search", __name__)

MAX_CHARS: Final = 300
MAX_PHRASES: Final = 16
COLUMNS: Final = ("kind", "iri", "label", "language", "matched", "matched_language")
_OPENSEARCH: Final = "application/opensearchdescription+xml"


@dataclass(frozen=True)
class _Search:
    """What is searched for: of one kind, or of any; in the current version, or in one by its id."""

    query: str
    asked: Asked
    kind: str
    page: int
    snapshot: str

    @classmethod
    def of_request(cls) -> "_Search":
        query = request.args.get("q", "").strip()
        if len(query) > MAX_CHARS:
            raise RequestError(
                400,
                f"q has {len(query):,} characters; {MAX_CHARS} are the most that is searched for.",
            )
        asked = Asked.of(query)
        if len(asked.phrases) > MAX_PHRASES:
            raise RequestError(400, f"q has more than {MAX_PHRASES} words; leave some out.")
        kind = request.args.get("kind", "")
        if kind and kind not in TITLES:
            raise RequestError(400, f"There is no kind {cut(kind)}; there are {', '.join(TITLES)}.")
        page = number_of("page", 1, most=LAST_PAGE)
        return cls(query, asked, kind, page, request.args.get("snapshot", ""))

    def address(self, extension: str = "", **more: object) -> str:
        """Return the address of this search, its first page, with what is changed of it."""
        asked = {"q": self.query, "kind": self.kind, "snapshot": self.snapshot} | more
        given: dict[str, Any] = {name: value for name, value in asked.items() if value}
        if extension:
            return url_for("search.search_as", extension=extension, **given)
        return url_for("search.search", **given)


@bp.get("/search")
def search() -> Response:
    """Find things by the words of ``q``; without any, show where to write them."""
    return _answer()


@bp.get("/search.<extension>")
def search_as(extension: str) -> Response:
    """Find things, in the format that the address names."""
    return _answer(extension)


@bp.get("/opensearch.xml")
def opensearch() -> Response:
    """Describe the search to browsers (OpenSearch 1.1)."""
    response = Response(render_template("opensearch.xml"), mimetype=_OPENSEARCH)
    response.cache_control.no_cache = True
    response.add_etag()
    response.make_conditional(request)
    return response


def _answer(extension: str = "") -> Response:
    media_type = media_type_of(extension)
    snapshot = snapshot_of(current_of(current_app), request.args.get("snapshot", ""))
    wanted = _Search.of_request()
    groups, pages = _find(wanted, snapshot, media_type)
    if wanted.page > pages:
        raise RequestError(404, f"There is no page {wanted.page}; the last is {pages}.")
    turns = {
        rel: wanted.address(extension, page=number if number > 1 else None)
        for rel, number in (("prev", wanted.page - 1), ("next", wanted.page + 1))
        if 1 <= number <= pages
    }
    if media_type == JSON:
        content = as_json(_document(snapshot.version.id, wanted, groups, turns))
    elif media_type == CSV:
        content = as_csv((row for group in groups for row in _rows(group)), COLUMNS)
    else:
        content = render_template(
            "search.html",
            version=snapshot.version,
            search=wanted,
            title=TITLES.get(wanted.kind, ""),
            groups=groups,
            total=sum(group.total for group in groups),
            size=SIZE,
            pages=pages,
            turns=turns,
        )
    return answered(snapshot, content, media_type, links=turns.items(), file_name="search")


def _find(wanted: _Search, snapshot: Snapshot, media_type: str) -> tuple[list[Group], int]:
    if not wanted.asked.phrases:
        return [], 1
    index = indexes_of(current_app).of(snapshot.version)
    if not index.has_words:
        raise RequestError(
            501,
            "There is no full-text search here: the SQLite of this server's Python was made "
            "without FTS5. /claims and /sparql work all the same.",
        )
    languages = visitor_languages() if media_type == HTML else ()
    base = snapshot.version.base
    return find_groups(index, wanted.asked, wanted.kind, wanted.page, base, languages)


def _document(
    version_id: str, wanted: _Search, groups: Sequence[Group], turns: dict[str, str]
) -> dict[str, Any]:
    return {
        "snapshot": version_id,
        "query": wanted.query,
        "page": wanted.page,
        "links": turns,
        "kinds": {
            group.kind.name: {"total": group.total, "results": _rows(group)} for group in groups
        },
    }


def _rows(group: Group) -> list[dict[str, str]]:
    return [
        {
            "kind": group.kind.name,
            "iri": result.iri,
            "label": result.label.text,
            "language": result.label.language,
            "matched": (result.matched or result.label).text,
            "matched_language": (result.matched or result.label).language,
        }
        for result in group.results
    ]
