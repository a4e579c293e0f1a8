"""Constraints that look at one value at a time: a class, a datatype, a pattern, another shape."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from kg.validation.comparing import holds
from kg.validation.data_graph import DataGraph
from kg.validation.lexical_forms import is_well_formed
from kg.validation.shape import Constraint, Engine, Fault, Nested, Values
from kg.validation.terms import is_blank, is_literal, literal, plain

Test = Callable[[int], bool]
"""Tells whether a value fulfils the constraint."""
TermTest = Callable[[str], bool]


class _Remembered(dict[int, bool]):
    """The outcome of a test by value: values are few beside the places where they stand."""

    def __init__(self, test: Test) -> None:
        super().__init__()
        self._test = test

    def __missing__(self, value: int) -> bool:
        outcome = self[value] = self._test(value)
        return outcome


@dataclass(frozen=True)
class ValueConstraint(Constraint):
    """What every value has to fulfil; `make` makes the test for an engine."""

    component: str
    says: str
    make: Callable[[Engine], Test]
    refers: tuple[str, ...] = ()

    def faults(self, engine: Engine, values: Values) -> Iterator[Fault | Nested]:
        """Yield each focus node that does not fulfil it."""
        passes = engine.tests.get(id(self))
        if passes is None:
            passes = engine.tests[id(self)] = _Remembered(self.make(engine))
        for focus, several in values.items():
            for value in several:
                if not passes[value]:
                    yield Fault(focus, value)

    @property
    def needs(self) -> tuple[str, ...]:
        """Return the shapes that it refers to."""
        return self.refers


def of_class(cls: str) -> Callable[[Engine], Test]:
    """Test for an instance of the class."""

    def make(engine: Engine) -> Test:
        return engine.data.instances(engine.data.number(cls)).__contains__

    return make


def among(terms: tuple[str, ...]) -> Callable[[Engine], Test]:
    """Test for one of the terms."""

    def make(engine: Engine) -> Test:
        return frozenset(map(engine.data.number, terms)).__contains__

    return make


def of_term(test: TermTest) -> Callable[[Engine], Test]:
    """Test the term itself, whatever the data say of it."""

    def make(engine: Engine) -> Test:
        return _by_term(engine.data, test)

    return make


def _by_term(data: DataGraph, test: TermTest) -> Test:
    term = data.term
    return lambda value: test(term(value))


def has_datatype(datatype: str) -> TermTest:
    """Test for a well-formed literal of the datatype."""
    wanted = plain(datatype)

    def test(term: str) -> bool:
        if not is_literal(term):
            return False
        lexical, found, _ = literal(term)
        return found == wanted and is_well_formed(lexical, found)

    return test


_KINDS: Final[dict[str, str]] = {
    "BlankNode": "_",
    "IRI": "<",
    "Literal": '"',
    "BlankNodeOrIRI": "_<",
    "BlankNodeOrLiteral": '_"',
    "IRIOrLiteral": '<"',
}
"""What a term of that kind begins with."""


def node_kind(kind: str) -> TermTest | None:
    """Test for a kind of node; None where there is no such kind."""
    first = _KINDS.get(kind)
    return None if first is None else lambda term: term[0] in first


def compares(operator: str, bound: str) -> TermTest:
    """Test for a literal on the right side of the bound."""
    return lambda term: is_literal(term) and holds(term, operator, bound)


def text_length(least: int, most: int | None) -> TermTest:
    """Test for a text that is neither too short nor too long."""

    def test(term: str) -> bool:
        if is_blank(term):
            return False
        length = len(plain(term))
        return least <= length and (most is None or length <= most)

    return test


def in_language(ranges: tuple[str, ...]) -> TermTest:
    """Test for a literal whose language is in one of the ranges, as langMatches has it."""
    wanted = [language.lower() for language in ranges]

    def test(term: str) -> bool:
        if not is_literal(term):
            return False
        language = literal(term)[2].lower()
        return bool(language) and any(
            language_range in ("*", language) or language.startswith(f"{language_range}-")
            for language_range in wanted
        )

    return test


def conforms_to(*shapes: str, least: int, most: int) -> Callable[[Engine], Test]:
    """Test for a node that conforms to so many of the shapes."""

    def make(engine: Engine) -> Test:
        tests = [engine.conforming(shape) for shape in shapes]
        return lambda value: least <= sum(test(value) for test in tests) <= most

    return make
