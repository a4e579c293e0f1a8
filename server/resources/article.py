"""The page of an article: a map of its sentences, with what is claimed in each and by whom."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pyoxigraph as ox
from flask import url_for
from rdflib.namespace import DCTERMS

from kg.vocab import STAND
from server.fault import RequestError
from server.reading import Reader
from server.replies import number_of
from server.resources.article_map.article_map import SIZE, ArticleMap, read_map
from server.resources.article_map.strip import HEIGHT, WIDTH, strips
from server.tables import Cell, link_to

KINDS: Final = (STAND.Article,)
TEMPLATE: Final = "article.html"
MOST_PAGES: Final = 1000
MOST_LINKS: Final = 20
"""Documents of a chain of translations."""


def values(reader: Reader, node: ox.NamedNode) -> Mapping[str, object]:
    """Return the map of an article, and where the article comes from."""
    page = number_of("page", 1, most=MOST_PAGES)
    found = read_map(reader, node, page)
    if page > found.pages:
        raise RequestError(404, f"There is no page {page:,}; the last is {found.pages:,}.")
    return {
        "title": reader.text(node, DCTERMS.title),
        "language": reader.text(node, DCTERMS.language),
        "authors": [link_to(who, reader) for who in reader.resources(node, STAND.writtenBy)],
        "publishers": [link_to(who, reader) for who in reader.resources(node, STAND.publishedBy)],
        "date": reader.text(node, STAND.date),
        "chain": list(_chain(reader, node)),
        "map": found,
        "strips": strips(found.sections),
        "strip_width": WIDTH,
        "strip_height": HEIGHT,
        "page": page,
        "first": (page - 1) * SIZE + 1,
        "turns": _turns(page, found),
        "table": url_for("browse.claims", article=_token(reader, node)),
    }


def _turns(page: int, found: ArticleMap) -> dict[str, str]:
    turns = {"prev": page - 1, "next": page + 1}
    return {rel: f"?page={to}" for rel, to in turns.items() if 1 <= to <= found.pages}


def _token(reader: Reader, node: ox.NamedNode) -> str:
    return node.value.removeprefix(f"{reader.snapshot.version.base}id/document/")


def _chain(reader: Reader, node: ox.NamedNode) -> Iterator[dict[str, Any]]:
    """Yield what it was translated from, the nearest first."""
    seen = {node}
    while len(seen) <= MOST_LINKS:
        source = next(iter(reader.resources(node, STAND.translationOf)), None)
        if source is None or source in seen:
            return
        link: Cell = link_to(source, reader)
        yield {"link": link, "language": reader.text(source, DCTERMS.language)}
        seen.add(source)
        node = source
