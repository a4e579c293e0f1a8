"""How many independent sources say something: who repeats another counts with them once."""

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from kg.vocab import STAND
from server.reading import Reader


@dataclass(frozen=True)
class Sources:
    """How many sources there are, and how many documents they are known from.

    Claims have one source where the same actor makes them, where one acts for the other, or where
    one claim restates the other; documents are one where they are translations of each other.
    """

    independent: int
    documents: int


def count_sources(reader: Reader, claims: Iterable[ox.NamedNode]) -> Sources:
    """Count the independent sources of claims."""
    speakers, documents = _Groups(), _Groups()
    found = list(dict.fromkeys(claims))
    known = set(found)
    for claim in found:
        speakers.join(claim.value, claim.value)
        for actor in reader.resources(claim, STAND.assertedBy):
            speakers.join(claim.value, actor.value)
            for principal in _above(reader, actor, STAND.actsFor):
                speakers.join(actor.value, principal.value)
        for other in reader.resources(claim, STAND.restates):
            if other in known:
                speakers.join(claim.value, other.value)
        for document in reader.resources(claim, STAND.reportedIn):
            documents.join(document.value, document.value)
            for original in _above(reader, document, STAND.translationOf):
                documents.join(document.value, original.value)
    return Sources(speakers.number(claim.value for claim in found), documents.number())


def _above(reader: Reader, node: ox.NamedNode, predicate: str) -> set[ox.NamedNode]:
    """Return what a property leads to, and what it leads to from there."""
    found: set[ox.NamedNode] = set()
    todo = [node]
    while todo:
        for above in reader.resources(todo.pop(), predicate):
            if above not in found:
                found.add(above)
                todo.append(above)
    return found


class _Groups:
    """Things that are joined step by step into groups."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def join(self, one: str, other: str) -> None:
        """Put two things, and all that is joined to either, into one group."""
        self._above[self._top(one)] = self._top(other)

    def number(self, members: Iterable[str] | None = None) -> int:
        """Count the groups, or those that have one of these members."""
        return len({self._top(one) for one in (self._above if members is None else members)})

    def _top(self, one: str) -> str:
        self._above.setdefault(one, one)
        while self._above[one] != one:
            one = self._above[one]
        return one
