"""Constraints on all values of a focus node together: how many, which, and beside which others."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kg.validation.comparing import holds
from kg.validation.property_paths import Predicate
from kg.validation.shape import Constraint, Engine, Fault, Nested, Values
from kg.validation.terms import is_literal, literal


@dataclass(frozen=True)
class Count(Constraint):
    """How many values there are."""

    component: str
    says: str
    least: int = 0
    most: int | None = None

    def faults(self, _engine: Engine, values: Values) -> Iterator[Fault | Nested]:
        """Yield each focus node that does not fulfil it."""
        least, most = self.least, self.most
        for focus, several in values.items():
            if len(several) < least or (most is not None and len(several) > most):
                yield Fault(focus)


@dataclass(frozen=True)
class QualifiedCount(Constraint):
    """How many values conform to a shape, and to none of its siblings."""

    component: str
    says: str
    qualified: str
    siblings: tuple[str, ...]
    least: int = 0
    most: int | None = None

    def faults(self, engine: Engine, values: Values) -> Iterator[Fault | Nested]:
        """Yield each focus node that does not fulfil it."""
        counts = engine.conforming(self.qualified)
        others = [engine.conforming(sibling) for sibling in self.siblings]
        for focus, several in values.items():
            found = sum(counts(v) and not any(other(v) for other in others) for v in several)
            if found < self.least or (self.most is not None and found > self.most):
                yield Fault(focus)

    @property
    def needs(self) -> tuple[str, ...]:
        """Return the shapes that it refers to."""
        return (self.qualified, *self.siblings)


@dataclass(frozen=True)
class HasValue(Constraint):
    """A value that has to be among the others."""

    value: str
    says: str
    component: str = "HasValueConstraintComponent"

    def faults(self, engine: Engine, values: Values) -> Iterator[Fault | Nested]:
        """Yield each focus node that does not fulfil it."""
        wanted = engine.data.number(self.value)
        for focus, several in values.items():
            if wanted not in several:
                yield Fault(focus)


@dataclass(frozen=True)
class UniqueLanguage(Constraint):
    """One value at most in each language."""

    says: str = "sh:uniqueLang true"
    component: str = "UniqueLangConstraintComponent"

    def faults(self, engine: Engine, values: Values) -> Iterator[Fault | Nested]:
        """Yield each focus node that does not fulfil it."""
        term = engine.data.term
        for focus, several in values.items():
            if len(several) > 1:
                terms = filter(is_literal, map(term, several))
                languages = Counter(literal(text)[2].lower() for text in terms)
                for language, count in languages.items():
                    if language and count > 1:
                        yield Fault(focus)


@dataclass(frozen=True)
class Paired(Constraint):
    """How the values stand to those of another property of the same node."""

    kind: str
    other: str
    says: str

    @property
    def component(self) -> str:  # type: ignore[override]
        """Return the component, which is named after the parameter."""
        return f"{self.kind[0].upper()}{self.kind[1:]}ConstraintComponent"

    def faults(self, engine: Engine, values: Values) -> Iterator[Fault | Nested]:
        """Yield each focus node that does not fulfil it."""
        others = engine.data.forward(self.other)
        for focus, several in values.items():
            beside = others(focus)
            if self.kind == "disjoint":
                yield from (Fault(focus, value) for value in several if value in beside)
            elif self.kind == "equals":
                yield from (Fault(focus, value) for value in several if value not in beside)
                yield from (Fault(focus, value) for value in beside if value not in several)
            elif beside:
                yield from self._unordered(engine, focus, several, beside)

    def _unordered(
        self, engine: Engine, focus: int, several: Iterable[int], beside: Iterable[int]
    ) -> Iterator[Fault]:
        operator, term = _OPERATORS[self.kind], engine.data.term
        for value in several:
            for other in beside:
                if not holds(term(value), operator, term(other)):
                    yield Fault(focus, value)


_OPERATORS: Final = {"lessThan": "<", "lessThanOrEquals": "<="}


@dataclass(frozen=True)
class Closed(Constraint):
    """No property but those that are known."""

    known: frozenset[str]
    says: str = "sh:closed true"
    component: str = "ClosedConstraintComponent"

    def faults(self, engine: Engine, values: Values) -> Iterator[Fault | Nested]:
        """Yield each focus node that does not fulfil it."""
        nodes = {value for several in values.values() for value in several}
        broken: dict[int, list[Fault]] = {}
        for predicate in set(engine.data.predicates) - self.known:
            objects, path = engine.data.objects(predicate), Predicate(predicate)
            for node in nodes & objects.keys() if len(objects) > len(nodes) else objects:
                if node in nodes:
                    broken.setdefault(node, []).extend(
                        Fault(node, value, path) for value in objects[node]
                    )
        for focus, several in values.items():
            for value in several:
                for fault in broken.get(value, ()):
                    yield fault._replace(focus=focus)


@dataclass(frozen=True)
class OfProperty(Constraint):
    """What the values owe as focus nodes of a property shape."""

    shape: str
    of_node: bool
    """Whether it is a node shape's, where each focus node is its own value."""
    says: str = "sh:property"
    component: str = "PropertyConstraintComponent"

    def faults(self, engine: Engine, values: Values) -> Iterator[Fault | Nested]:
        """Yield each focus node that does not fulfil it."""
        if self.of_node:
            yield from engine.inside(self.shape, values)
            return
        for several in values.values():
            yield from engine.inside(self.shape, several)

    @property
    def needs(self) -> tuple[str, ...]:
        """Return the shapes that it refers to."""
        return (self.shape,)
