"""``/search``: things found by their names and glosses, and how a browser comes to search here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from flask import Blueprint, Response, current_app, render_template, request, url_for
from markupsafe import Markup, escape

from server.addresses import local_path
from server.current import current_of, snapshot_of
from server.fault import RequestError
from server.search.index import Index, Named
from server.search.indexes import indexes_of
from server.search.kinds import KINDS
from server.search.languages import languages_of
from server.search.nodes import GLOSS, Name
from server.search.replies import HTML, JSON, answered, as_json, media_type_of
from server.search.words import Asked

bp = Blueprint("search", __name__)

FORMATS: Final = {"html": HTML, "json": JSON}
MAX_CHARS: Final = 300
MAX_PHRASES: Final = 16
FEW: Final = 5
SIZE: Final = 25
"""Things of each kind beside others, and of one kind alone."""
LAST_PAGE: Final = 400
"""Whoever has turned so many pages should ask more narrowly, or ask SPARQL."""
AROUND: Final = 90
"""Characters of a long text before and after what is found in it."""

_TITLES: Final = {kind.name: kind.title for kind in KINDS}
_OPENSEARCH: Final = "application/opensearchdescription+xml"


@dataclass(frozen=True)
class Result:
    """A thing that is found: its label, and the name or the gloss that the words stand in."""

    iri: str
    path: str | None
    label: Name
    shown: Markup
    matched: Name | None
    excerpt: Markup


@dataclass(frozen=True)
class Group:
    """What is found of a kind; ``total`` counts what is not shown as well."""

    name: str
    title: str
    total: int
    results: tuple[Result, ...]


@bp.get("/search")
def search() -> Response:
    """Find things by the words of ``q``; without any, show where to write them."""
    return _answer(media_type_of(FORMATS), varies=True)


@bp.get("/search.json")
def search_json() -> Response:
    """Find things, for programs."""
    return _answer(JSON, varies=False)


@bp.get("/opensearch.xml")
def opensearch() -> Response:
    """Describe the search to browsers (OpenSearch 1.1)."""
    response = Response(render_template("opensearch.xml"), mimetype=_OPENSEARCH)
    response.cache_control.no_cache = True
    response.add_etag()
    response.make_conditional(request)
    return response


def _answer(media_type: str, *, varies: bool) -> Response:
    snapshot = snapshot_of(current_of(current_app), request.args.get("snapshot", ""))
    query, asked = _asked()
    kind, page = request.args.get("kind", ""), _page_number()
    if kind and kind not in _TITLES:
        raise RequestError(400, f"There is no kind {kind[:40]!r}; there are {', '.join(_TITLES)}.")
    groups: list[Group] = []
    pages = 1
    if asked.phrases:
        index = indexes_of(current_app).of(snapshot)
        if not index.has_words:
            raise RequestError(
                501,
                "There is no full-text search here: the SQLite of this server's Python was made "
                "without FTS5. /claims and /sparql work all the same.",
            )
        languages = languages_of(request.accept_languages) if media_type == HTML else ()
        groups, pages = _groups(index, asked, kind, page, snapshot.version.base, languages)
    if page > pages:
        raise RequestError(404, f"There is no page {page}; the last is {pages}.")
    wishes: dict[str, Any] = {
        "q": query,
        "kind": kind or None,
        "snapshot": request.args.get("snapshot") or None,
    }
    endpoint = "search.search" if media_type == HTML else "search.search_json"
    turns = {
        rel: url_for(endpoint, **wishes, page=number if number > 1 else None)
        for rel, number in (("prev", page - 1), ("next", page + 1))
        if 1 <= number <= pages
    }
    total = sum(group.total for group in groups)
    if media_type == JSON:
        content = as_json(_document(snapshot.version.id, query, groups, turns, page))
    else:
        content = render_template(
            "search.html",
            version=snapshot.version,
            query=query,
            has_words=bool(asked.phrases),
            kind=kind,
            title=_TITLES.get(kind, ""),
            groups=groups,
            total=total,
            page=page,
            pages=pages,
            turns=turns,
            snapshot=wishes["snapshot"],
        )
    return answered(snapshot, content, media_type, links=turns.items(), varies=varies)


def _asked() -> tuple[str, Asked]:
    query = request.args.get("q", "").strip()
    if len(query) > MAX_CHARS:
        raise RequestError(
            400, f"q has {len(query):,} characters; {MAX_CHARS} are the most that is searched for."
        )
    asked = Asked.of(query)
    if len(asked.phrases) > MAX_PHRASES:
        raise RequestError(400, f"q has more than {MAX_PHRASES} words; leave some out.")
    return query, asked


def _page_number() -> int:
    text = request.args.get("page", "") or "1"
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and int(text) >= 1):
        raise RequestError(400, f"page={text[:40]!r} is no number from 1 on.")
    if int(text) > LAST_PAGE:
        raise RequestError(
            400, f"Only {LAST_PAGE} pages can be turned; search for more words, or ask /sparql."
        )
    return int(text)


def _groups(
    index: Index, asked: Asked, kind: str, page: int, base: str, languages: Sequence[str]
) -> tuple[list[Group], int]:
    size = SIZE if kind else FEW
    found = index.find(asked, kind=kind, limit=size, start=(page - 1) * size if kind else 0)
    named = index.named(number for numbers in found.things.values() for number in numbers)
    groups = [
        Group(
            name,
            _TITLES[name],
            total,
            tuple(
                _result(named[number], asked, base, languages)
                for number in found.things.get(name, ())
            ),
        )
        for name, total in found.kinds.items()
    ]
    pages = min(LAST_PAGE, max(1, ceil(found.kinds.get(kind, 0) / SIZE))) if kind else 1
    return groups, pages


def _result(named: Named, asked: Asked, base: str, languages: Sequence[str]) -> Result:
    label = named.label(languages)
    matched = _matched(named, label, asked)
    return Result(
        iri=named.iri,
        path=local_path(named.iri, base),
        label=label,
        shown=_marked(label.text, asked),
        matched=matched,
        excerpt=_marked(matched.text, asked, around=AROUND) if matched else Markup(),
    )


def _matched(named: Named, label: Name, asked: Asked) -> Name | None:
    """Return where most of what is asked for stands, None where that is the label."""

    def covered(name: Name) -> tuple[int, bool]:
        return asked.covered(name.text), name.role != GLOSS

    best = max(named.names, key=covered, default=label)
    return best if covered(best)[0] > covered(label)[0] else None


def _marked(text: str, asked: Asked, *, around: int = 0) -> Markup:
    """Set off what is asked for; of a long text, only what stands around the first place."""
    places = asked.places(text)
    first, last = 0, len(text)
    if around and places:
        first = max(0, places[0][0] - around) if places[0][0] > around else 0
        last = min(last, places[0][1] + 2 * around)
    return Markup("").join(_pieces(text, places, first, last))


def _pieces(text: str, places: Sequence[tuple[int, int]], first: int, last: int) -> Iterator[str]:
    if first:
        yield escape("… ")
    at = first
    for start, end in places:
        if first <= start and end <= last:
            yield escape(text[at:start])
            yield Markup("<mark>{}</mark>").format(text[start:end])
            at = end
    yield escape(text[at:last])
    if last < len(text):
        yield escape(" …")


def _document(
    version_id: str, query: str, groups: Sequence[Group], turns: dict[str, str], page: int
) -> dict[str, Any]:
    return {
        "snapshot": version_id,
        "query": query,
        "page": page,
        "links": turns,
        "kinds": {
            group.name: {
                "total": group.total,
                "results": [
                    {
                        "iri": result.iri,
                        "label": result.label.text,
                        "language": result.label.language,
                        "matched": (result.matched or result.label).text,
                        "matched_language": (result.matched or result.label).language,
                    }
                    for result in group.results
                ],
            }
            for group in groups
        },
    }
