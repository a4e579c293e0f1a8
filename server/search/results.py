"""What is found, as it is shown: things by their labels, and where the words stand in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from markupsafe import Markup, escape

from server.addresses import local_path
from server.index.index import Index, Named
from server.index.kinds import KINDS, Kind
from server.index.nodes import GLOSS, Name
from server.index.words import Asked

FEW: Final = 5
SIZE: Final = 25
"""Things of each kind beside others, and of one kind alone."""
LAST_PAGE: Final = 400
"""Whoever has turned so many pages should ask more narrowly, or ask SPARQL."""
AROUND: Final = 90
"""Characters of a long text before and after what is found in it."""
TITLES: Final = {kind.name: kind.title for kind in KINDS}
_BY_NAME: Final = {kind.name: kind for kind in KINDS}


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

    kind: Kind
    total: int
    results: tuple[Result, ...]


def find_groups(
    index: Index, asked: Asked, kind: str, page: int, base: str, languages: Sequence[str]
) -> tuple[list[Group], int]:
    """Return what is found of each kind, or this page of one kind, and how many pages there are."""
    size = SIZE if kind else FEW
    found = index.find(asked, kind=kind, limit=size, start=(page - 1) * size if kind else 0)
    named = index.named(number for numbers in found.things.values() for number in numbers)
    groups = [
        Group(
            _BY_NAME[name],
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

    def fits(name: Name) -> tuple[int, bool, int]:
        return asked.covered(name.text), name.role != GLOSS, -len(name.text)

    best = max(named.names, key=fits, default=label)
    return best if asked.covered(best.text) > asked.covered(label.text) else None


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
