"""Shapes read from their graph; what is not understood is left out, with the reason.

A shape that is left out is for the reference, which either knows what it means or says what is
wrong with it: nothing of a shape is passed over.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Final

from kg.validation.constraint_reader import PARAMETERS, TOGETHER, read_constraints
from kg.validation.property_paths import read_path
from kg.validation.shape import Shape, TargetKind
from kg.validation.shapes_graph import ShapesGraph, UnreadableError
from kg.validation.terms import OWL, RDF, RDFS, SH, XSD, iri, is_blank, is_iri, is_literal, sh

_TYPE: Final = iri(f"{RDF}type")
_SHAPES: Final = (sh("NodeShape"), sh("PropertyShape"))
_CLASSES: Final = (iri(f"{RDFS}Class"), iri(f"{OWL}Class"))
_TRUE: Final = f'"true"^^{iri(f"{XSD}boolean")}'
TARGETS: Final = {
    sh(name): name for name in ("targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf")
}
_REFERRING: Final = tuple(map(sh, ("node", "property", "not", "qualifiedValueShape")))
_LISTING: Final = tuple(map(sh, ("and", "or", "xone")))
_SAYING: Final = frozenset(
    map(
        sh,
        (
            "path",
            "severity",
            "message",
            "deactivated",
            "name",
            "description",
            "order",
            "group",
            "defaultValue",
            "declare",
            "rule",
            "prefixes",
            "select",
        ),
    )
)
_KNOWN: Final = PARAMETERS.keys() | TOGETHER | TARGETS.keys() | _SAYING


@dataclass(frozen=True)
class Shapes:
    """The shapes of a graph by their node, and why some are for the reference."""

    graph: ShapesGraph
    shapes: Mapping[str, Shape]
    left_out: Mapping[str, str]

    @property
    def targeted(self) -> Iterator[Shape]:
        """Yield the shapes that have a target and are understood."""
        for shape in self.shapes.values():
            if shape.targets and not shape.deactivated and shape.node not in self.left_out:
                yield shape

    @property
    def ask(self) -> bool:
        """Tell whether one of the shapes has a query."""
        return any(c.asks for shape in self.shapes.values() for c in shape.constraints)

    @property
    def left_to_reference(self) -> Mapping[str, str]:
        """Return the shapes with a target that are for the reference, and why."""
        found = {}
        for node, reason in self.left_out.items():
            if _targets(self.graph, node) or sh("target") in self.graph.about(node):
                found[node] = reason
        return found


def read_shapes(graph: ShapesGraph) -> Shapes:
    """Read every shape of the graph."""
    shapes: dict[str, Shape] = {}
    left_out: dict[str, str] = {}
    components = _custom_parameters(graph)
    for node in sorted(_shape_nodes(graph)):
        try:
            shapes[node] = _read(graph, node, components)
        except UnreadableError as error:
            left_out[node] = str(error)
    _leave_out_what_refers(shapes, left_out)
    return Shapes(graph, shapes, left_out)


def _shape_nodes(graph: ShapesGraph) -> set[str]:
    found = set()
    for node in graph.subjects():
        about = graph.about(node)
        is_shape = any(kind in _SHAPES for kind in about.get(_TYPE, ()))
        has_target = any(target in about for target in (*TARGETS, sh("target")))
        if is_shape or has_target or any(parameter in about for parameter in PARAMETERS):
            found.add(node)
        for predicate in _REFERRING:
            found.update(value for value in about.get(predicate, ()) if not is_literal(value))
        for predicate in _LISTING:
            for head in about.get(predicate, ()):
                try:
                    found.update(item for item in graph.items(head) if not is_literal(item))
                except UnreadableError:
                    continue  # the shape that has the list says so when it is read
    # The datatype of a parameter of a component is no shape.
    return found - set(graph.objects(sh("parameter")))


def _custom_parameters(graph: ShapesGraph) -> frozenset[str]:
    return frozenset(
        path for node in graph.objects(sh("parameter")) for path in graph.values(node, sh("path"))
    )


def _read(graph: ShapesGraph, node: str, custom: frozenset[str]) -> Shape:
    about = graph.about(node)
    for predicate in about:
        if predicate in custom:
            raise UnreadableError(f"it uses {predicate}, of a constraint component of its own")
        if predicate.startswith(f"<{SH}") and predicate not in _KNOWN:
            raise UnreadableError(f"it uses sh:{predicate.removeprefix(f'<{SH}')[:-1]}")
    paths = about.get(sh("path"), [])
    if len(paths) > 1 or (not paths and sh("PropertyShape") in about.get(_TYPE, ())):
        raise UnreadableError("a property shape has exactly one sh:path")
    severities = about.get(sh("severity"), [sh("Violation")])
    if len(severities) != 1 or not is_iri(severities[0]):
        raise UnreadableError("sh:severity is one IRI")
    messages = about.get(sh("message"), [])
    if not all(map(is_literal, messages)):
        raise UnreadableError("sh:message is a text")
    deactivated = about.get(sh("deactivated"), [])
    if len(deactivated) > 1 or not set(deactivated) <= {_TRUE, _TRUE.replace("true", "false", 1)}:
        raise UnreadableError("sh:deactivated is true or false")
    path = read_path(graph, paths[0]) if paths else None
    return Shape(
        node=node,
        path=path,
        severity=severities[0],
        messages=tuple(messages),
        targets=_targets(graph, node),
        deactivated=deactivated == [_TRUE],
        constraints=tuple(read_constraints(graph, node, path)),
    )


def _targets(graph: ShapesGraph, node: str) -> tuple[TargetKind, ...]:
    about = graph.about(node)
    found = [
        TargetKind(kind, value)
        for predicate, kind in TARGETS.items()
        for value in about.get(predicate, ())
    ]
    types = about.get(_TYPE, ())
    if any(cls in types for cls in _CLASSES) and not is_blank(node):
        found.append(TargetKind("targetClass", node))
    return tuple(found)


def _leave_out_what_refers(shapes: Mapping[str, Shape], left_out: dict[str, str]) -> None:
    """Leave out what refers to a shape that is left out, or, by way of others, to itself."""
    needs = {node: set(shape.needs) for node, shape in shapes.items()}
    while True:
        try:
            order = [*TopologicalSorter(needs).static_order()]
            break
        except CycleError as error:
            for node in error.args[1]:
                left_out.setdefault(node, "it refers to itself, by way of others or not")
                needs.pop(node, None)
    for node in order:
        if node in left_out or node not in shapes:
            continue
        if broken := sorted(set(shapes[node].needs) & left_out.keys()):
            left_out[node] = f"it refers to {broken[0]}, of which {left_out[broken[0]]}"
