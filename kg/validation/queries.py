"""sh:sparql: a query of a shape, asked of the data in pyoxigraph for each focus node."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.prebinding import can_prebind, prebind, variables
from kg.validation.messages import filled
from kg.validation.property_paths import Path, Predicate, path_sparql
from kg.validation.shape import Constraint, Engine, Fault, Nested, Values
from kg.validation.terms import is_iri, to_node, to_term

_PATH: Final = re.compile(r"[$?]PATH\b")
_FORBIDDEN: Final = re.compile(r"\b(?:MINUS|VALUES|SERVICE)\b|[$?]shapesGraph\b", re.IGNORECASE)
_COMMENT: Final = re.compile(r"(?m)(?:^|\s)#.*$")
_SELECT: Final = re.compile(r"\s*SELECT\b", re.IGNORECASE)


@dataclass(frozen=True)
class Query(Constraint):
    """A SELECT whose every row is a fault of the focus node, which stands in it as ``$this``."""

    node: str
    shape: str
    select: str
    prefixes: tuple[tuple[str, str], ...]
    messages: tuple[str, ...]
    of_node: bool
    """Whether it is a node shape's, where the focus node is the value if the query has none."""
    says: str = "sh:sparql"
    component: str = "SPARQLConstraintComponent"

    def faults(self, engine: Engine, values: Values) -> Iterator[Fault | Nested]:
        """Yield each focus node that does not fulfil it."""
        for focus in values:
            this = engine.data.term(focus)
            # A dictionary, for a row that comes twice is one fault.
            for row in dict.fromkeys(self._rows(engine.data.store, this)):
                yield self._fault(engine, focus, {"this": this, **dict(row)})

    @property
    def source(self) -> str:
        """Return the node of the query."""
        return self.node

    @property
    def asks(self) -> bool:
        """Tell that it asks the data in SPARQL."""
        return True

    def refused(self) -> str:
        """Say why it cannot be asked here, if so; an empty store tells."""
        text = _COMMENT.sub("", self.select)
        if _FORBIDDEN.search(text):
            return "its query has MINUS, VALUES, SERVICE or $shapesGraph"
        if not _SELECT.match(text):
            return "its query does not begin with SELECT"
        if not can_prebind(self.select, self._terms("").keys()):
            return "its query has a query inside that does more with $this than to pass it on"
        try:
            list(self._rows(ox.Store(), "<urn:x-standoff:node>"))
        except (SyntaxError, RuntimeError, ValueError) as error:
            return f"its query cannot be asked: {error}"
        return ""

    def _rows(self, store: ox.Store | None, this: str) -> Iterator[tuple[tuple[str, str], ...]]:
        if store is None:
            raise RuntimeError("the data were read without a store, which this shape asks")
        used = variables(self.select)
        bound = {n: to_node(term) for n, term in self._terms(this).items() if n in used}
        found = store.query(
            prebind(self.select, bound),
            prefixes=dict(self.prefixes),
            substitutions={ox.Variable(name): term for name, term in bound.items()},
        )
        if not isinstance(found, ox.QuerySolutions):
            raise RuntimeError("a query of a shape is a SELECT")
        names = [variable.value for variable in found.variables]
        for solution in found:
            yield tuple(
                (name, to_term(value))
                for name, value in zip(names, solution, strict=True)
                if value is not None
            )

    def _terms(self, this: str) -> dict[str, str]:
        return {"this": this, "currentShape": self.shape}

    def _fault(self, engine: Engine, focus: int, row: Mapping[str, str]) -> Fault:
        data, value = engine.data, row.get("value")
        number = None if value is None else data.number(data.restore(value))
        return Fault(
            focus=focus,
            value=focus if number is None and self.of_node else number,
            path=_path(row.get("path", "")),
            messages=tuple(dict.fromkeys(filled(text, row) for text in self.messages)),
        )


def with_path(select: str, path: Path) -> str:
    """Return the query with the path in the place of ``$PATH``."""
    return _PATH.sub(lambda _: path_sparql(path), select)


def _path(term: str) -> Path | None:
    return Predicate(term) if term and is_iri(term) else None
