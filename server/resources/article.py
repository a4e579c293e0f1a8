"""The page of an article: a map of its sentences, with what is claimed in each and by whom."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pyoxigraph as ox
from flask import url_for
from rdflib.namespace import DCTERMS

from kg.vocab import STAND
from server.fault import RequestError
from server.kept import Kept
from server.reading import Reader
from server.replies import number_of
from server.resources.article_map.article_map import ArticleMap, read_map
from server.resources.article_map.paging import pages
from server.resources.article_map.strip import HEIGHT, WIDTH, strips
from server.tables import Cell, link_to

KINDS: Final = (STAND.Article,)
TEMPLATE: Final = "article.html"
MOST_PAGES: Final = 1000
MOST_BOXES: Final = 300
"""Sentences of a strip; of a longer article, it shows those of the page."""
MOST_LINKS: Final = 20
"""Documents of a chain of translations."""
_maps: Final = Kept[ArticleMap](16)


def values(reader: Reader, node: ox.NamedNode) -> Mapping[str, object]:
    """Return the map of an article, and where the article comes from."""
    page = number_of("page", 1, most=MOST_PAGES)
    read = ",".join(reader.languages)
    key = f"{reader.snapshot.version.id} {reader.words_of(node) is not None} {read} {node.value}"
    found = _maps.get(key, lambda: read_map(reader, node))
    parts = pages(found)
    if page > len(parts):
        raise RequestError(404, f"There is no page {page:,}; the last is {len(parts):,}.")
    shown = parts[page - 1]
    return {
        "title": reader.text(node, DCTERMS.title),
        "language": reader.text(node, DCTERMS.language),
        "authors": [link_to(who, reader) for who in reader.resources(node, STAND.writtenBy)],
        "publishers": [link_to(who, reader) for who in reader.resources(node, STAND.publishedBy)],
        "date": reader.text(node, STAND.date),
        "chain": list(_chain(reader, node)),
        "map": found,
        "shown": shown,
        "strips": strips(found.places if len(found.places) <= MOST_BOXES else shown),
        "strip_width": WIDTH,
        "strip_height": HEIGHT,
        "page": page,
        "pages": len(parts),
        "page_of": {p.sentence.name: n for n, part in enumerate(parts, 1) for p in part},
        "turns": {
            rel: f"?page={to}"
            for rel, to in (("prev", page - 1), ("next", page + 1))
            if 1 <= to <= len(parts)
        },
        "table": url_for("browse.claims", article=_token(reader, node)),
    }


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
