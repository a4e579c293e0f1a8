"""A shape as the fast engine has it: its targets, its path, and its constraints."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from kg.validation.data_graph import DataGraph
from kg.validation.property_paths import Path

Values = Mapping[int, Collection[int]]
"""The value nodes of each focus node."""


class Fault(NamedTuple):
    """A focus node that breaks a constraint: by which value, and over which path if not its own."""

    focus: int
    value: int | None = None
    path: Path | None = None
    messages: tuple[str, ...] = ()


class Nested(NamedTuple):
    """What a focus node breaks of a property shape inside its own shape."""

    shape: "Shape"
    constraint: "Constraint"
    fault: Fault


class Engine(Protocol):
    """What a constraint may ask of the engine that evaluates it, and where it keeps outcomes."""

    data: DataGraph
    tests: dict[int, Mapping[int, bool]]

    def conforming(self, shape: str) -> Callable[[int], bool]:
        """Return what tells whether a node conforms to a shape."""

    def inside(self, shape: str, nodes: Iterable[int]) -> Iterator[Nested]:
        """Yield what the nodes break of a shape."""


class Constraint(ABC):
    """One thing that a shape demands; ``says`` is its parameters, for people."""

    component: str
    says: str

    @abstractmethod
    def faults(self, engine: Engine, values: Values) -> Iterator[Fault | Nested]:
        """Yield each focus node that does not fulfil it."""

    @property
    def source(self) -> str:
        """Return the node that is the constraint itself, if it is a node of its own."""
        return ""

    @property
    def needs(self) -> tuple[str, ...]:
        """Return the shapes that it refers to."""
        return ()

    @property
    def asks(self) -> bool:
        """Tell whether it asks the data in SPARQL."""
        return False


class TargetKind(NamedTuple):
    """One target of a shape: the kind, as SHACL names it, and its value."""

    kind: str
    value: str


@dataclass(frozen=True)
class Shape:
    """A node shape, or a property shape, which has a path."""

    node: str
    path: Path | None
    severity: str
    messages: tuple[str, ...]
    targets: tuple[TargetKind, ...]
    deactivated: bool
    constraints: tuple[Constraint, ...] = field(default=())

    @property
    def needs(self) -> tuple[str, ...]:
        """Return the shapes that its constraints refer to."""
        return tuple(shape for constraint in self.constraints for shape in constraint.needs)
