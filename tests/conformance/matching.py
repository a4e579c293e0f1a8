"""When two answers are the same: up to the names of blank nodes, and to order where none is asked.

Everything is a list of rows: a solution with a cell for each variable, a triple
with three, a boolean with one.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | str
Row = tuple[Term | None, ...]


@dataclass(frozen=True)
class Answer:
    """What came out: the kind (solutions, graph, boolean, refused), the variables, the rows."""

    kind: str
    variables: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    ordered: bool = False
    reason: str = ""


def answers_match(found: Answer, wanted: Answer, *, lax: bool = False) -> bool:
    """Say whether an answer is the wanted one; a lax one may hold a row fewer times than wanted."""
    if found.kind != wanted.kind or found.kind == "refused":
        return False
    columns = sorted({*found.variables, *wanted.variables})
    rows, others = (_aligned(each, columns) for each in (found, wanted))
    if lax:
        counts, bounds = Counter(rows), Counter(others)
        return counts.keys() == bounds.keys() and all(counts[row] <= bounds[row] for row in counts)
    return rows_match(rows, others, ordered=wanted.ordered)


def rows_match(rows: Sequence[Row], others: Sequence[Row], *, ordered: bool) -> bool:
    """Say whether a renaming of blank nodes makes the rows the others."""
    if len(rows) != len(others):
        return False
    if ordered:
        names = _Names()
        return all(names.match(row, other) for row, other in zip(rows, others, strict=True))
    mine, theirs = _by_shape(rows), _by_shape(others)
    if {shape: len(each) for shape, each in mine.items()} != {
        shape: len(each) for shape, each in theirs.items()
    }:
        return False
    open_shapes = sorted(
        (shape for shape in mine if _has_blank(mine[shape][0])), key=lambda shape: len(mine[shape])
    )
    todo = [(row, shape) for shape in open_shapes for row in mine[shape]]
    return _assign(todo, {shape: list(theirs[shape]) for shape in open_shapes}, _Names())


def _aligned(answer: Answer, columns: Sequence[str]) -> list[Row]:
    if not answer.variables:
        return list(answer.rows)
    at = {name: index for index, name in enumerate(answer.variables)}
    return [tuple(row[at[name]] if name in at else None for name in columns) for row in answer.rows]


def _by_shape(rows: Sequence[Row]) -> dict[Hashable, list[Row]]:
    found: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(_shape(term) for term in row)].append(row)
    return found


def _shape(term: Term | None) -> Hashable:
    if isinstance(term, ox.BlankNode):
        return "a blank node"
    if isinstance(term, ox.Triple):
        return tuple(_shape(each) for each in term)
    return term


def _has_blank(row: Row) -> bool:
    return any(
        isinstance(term, ox.BlankNode) or (isinstance(term, ox.Triple) and _has_blank(tuple(term)))
        for term in row
    )


@dataclass
class _Names:
    """Which blank node of one side stands for which of the other, both ways."""

    there: dict[ox.BlankNode, ox.BlankNode] = field(default_factory=dict)
    back: dict[ox.BlankNode, ox.BlankNode] = field(default_factory=dict)

    def match(self, row: Row, other: Row) -> bool:
        """Take over the names that make the row the other; leave them as they are if none do."""
        added: list[tuple[ox.BlankNode, ox.BlankNode]] = []
        if self._match(row, other, added):
            return True
        self.forget(added)
        return False

    def try_match(self, row: Row, other: Row) -> list[tuple[ox.BlankNode, ox.BlankNode]] | None:
        added: list[tuple[ox.BlankNode, ox.BlankNode]] = []
        if self._match(row, other, added):
            return added
        self.forget(added)
        return None

    def forget(self, added: list[tuple[ox.BlankNode, ox.BlankNode]]) -> None:
        for mine, theirs in added:
            del self.there[mine], self.back[theirs]

    def _match(self, row: Row, other: Row, added: list[tuple[ox.BlankNode, ox.BlankNode]]) -> bool:
        for mine, theirs in zip(row, other, strict=True):
            if isinstance(mine, ox.Triple) and isinstance(theirs, ox.Triple):
                if not self._match(tuple(mine), tuple(theirs), added):
                    return False
            elif isinstance(mine, ox.BlankNode) and isinstance(theirs, ox.BlankNode):
                if mine not in self.there and theirs not in self.back:
                    self.there[mine], self.back[theirs] = theirs, mine
                    added.append((mine, theirs))
                elif self.there.get(mine) != theirs or self.back.get(theirs) != mine:
                    return False
            elif mine != theirs:
                return False
        return True


def _assign(
    todo: list[tuple[Row, Hashable]], free: dict[Hashable, list[Row]], names: _Names
) -> bool:
    if not todo:
        return True
    (row, shape), rest = todo[0], todo[1:]
    for index, other in enumerate(free[shape]):
        added = names.try_match(row, other)
        if added is not None:
            taken = free[shape].pop(index)
            if _assign(rest, free, names):
                return True
            free[shape].insert(index, taken)
            names.forget(added)
    return False
