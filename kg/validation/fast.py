"""The fast engine: every shape over all its focus nodes at once, on the data as numbers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from kg.validation.data_graph import DataGraph
from kg.validation.findings import Finding
from kg.validation.messages import default_message
from kg.validation.property_paths import path_step
from kg.validation.shape import Constraint, Nested, Shape, Values
from kg.validation.shape_reader import Shapes
from kg.validation.terms import SH, iri

NAME: Final = "fast"


class FastEngine:
    """Evaluates shapes over a data graph, and remembers which nodes conform to which."""

    def __init__(self, data: DataGraph, shapes: Shapes) -> None:
        self.data = data
        self.tests: dict[int, Mapping[int, bool]] = {}
        self._shapes = shapes.shapes
        self._conforming: dict[str, Callable[[int], bool]] = {}

    def findings(self, shape: Shape) -> Iterator[Finding]:
        """Yield what the targets of a shape break of it."""
        for nested in self.inside(shape.node, self._targets(shape)):
            yield self._finding(nested)

    def conforming(self, shape: str) -> Callable[[int], bool]:
        """Return what tells whether a node conforms to a shape."""
        if shape not in self._conforming:
            outcomes: dict[int, bool] = {}

            def conforms(node: int) -> bool:
                outcome = outcomes.get(node)
                if outcome is None:
                    outcome = outcomes[node] = not any(True for _ in self.inside(shape, (node,)))
                return outcome

            self._conforming[shape] = conforms
        return self._conforming[shape]

    def inside(self, shape: str, nodes: Iterable[int]) -> Iterator[Nested]:
        """Yield what the nodes break of a shape."""
        found = self._shapes[shape]
        if found.deactivated:
            return
        values = self._values(found, nodes)
        for constraint in found.constraints:
            for fault in constraint.faults(self, values):
                yield fault if isinstance(fault, Nested) else Nested(found, constraint, fault)

    def _values(self, shape: Shape, nodes: Iterable[int]) -> Values:
        if shape.path is None:
            return {node: (node,) for node in nodes}
        step = path_step(shape.path, self.data)
        return {node: step(node) for node in nodes}

    def _targets(self, shape: Shape) -> Iterable[int]:
        data, found = self.data, set[int]()
        for kind, value in shape.targets:
            if kind == "targetNode":
                found.add(data.number(value))
            elif kind == "targetClass":
                found |= data.instances(data.number(value))
            elif kind == "targetSubjectsOf":
                found |= data.objects(value).keys()
            else:
                found |= data.subjects(value).keys()
        return found

    def _finding(self, nested: Nested) -> Finding:
        (shape, constraint, fault), term = nested, self.data.term
        return Finding(
            severity=shape.severity,
            focus=term(fault.focus),
            path=fault.path or shape.path,
            value="" if fault.value is None else term(fault.value),
            shape=shape.node,
            constraint=constraint.source,
            component=iri(f"{SH}{constraint.component}"),
            messages=tuple(
                sorted(set(fault.messages) or shape.messages or _default(shape, constraint))
            ),
        )


def _default(shape: Shape, constraint: Constraint) -> tuple[str, ...]:
    said = default_message(shape, constraint.component)
    return (said,) if said else ()
