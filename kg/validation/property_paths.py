"""Property paths: read from a graph, written in SPARQL and in Turtle, followed in a data graph."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from kg.validation.shapes_graph import ShapesGraph, UnreadableError
from kg.validation.terms import RDF, iri, is_blank, is_iri, plain, sh

Step = Callable[[int], Collection[int]]
"""Leads from a node to those at the end of a path, each once."""


class Adjacent(Protocol):
    """A graph that knows what lies next to a node, by predicate and direction."""

    def forward(self, predicate: str) -> Step:
        """Lead from subjects to objects."""

    def backward(self, predicate: str) -> Step:
        """Lead from objects to subjects."""


@dataclass(frozen=True)
class Predicate:
    """One property, or its inverse."""

    term: str
    back: bool = False


@dataclass(frozen=True)
class Inverse:
    """The inverse of a path that is not one property."""

    path: "Path"


@dataclass(frozen=True)
class Sequence:
    """Paths one after the other."""

    parts: tuple["Path", ...]


@dataclass(frozen=True)
class Alternative:
    """Paths of which any will do."""

    parts: tuple["Path", ...]


@dataclass(frozen=True)
class Repeated:
    """A path followed any number of times (``*``), at least once (``+``), once at most (``?``)."""

    path: "Path"
    mark: str


Path = Predicate | Inverse | Sequence | Alternative | Repeated

_NAMES: Final = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}
_MARKS: Final = {sh(name): mark for mark, name in _NAMES.items()}


def path_text(path: Path) -> str:
    """Write the path as SPARQL does, but with bare IRIs, for people."""
    match path:
        case Predicate():
            return f"{'^' if path.back else ''}{plain(path.term)}"
        case Inverse():
            return f"^({path_text(path.path)})"
        case Sequence():
            return "/".join(map(path_text, path.parts))
        case Alternative():
            return "|".join(map(path_text, path.parts))
        case Repeated():
            return f"({path_text(path.path)}){path.mark}"


def path_sparql(path: Path) -> str:
    """Write the path in SPARQL."""
    match path:
        case Predicate():
            return f"{'^' if path.back else ''}{path.term}"
        case Inverse():
            return f"^({path_sparql(path.path)})"
        case Sequence():
            return f"({'/'.join(map(path_sparql, path.parts))})"
        case Alternative():
            return f"({'|'.join(map(path_sparql, path.parts))})"
        case Repeated():
            return f"({path_sparql(path.path)}){path.mark}"


def path_turtle(path: Path, name: Callable[[str], str]) -> str:
    """Write the path in Turtle; IRIs as ``name`` has them."""
    match path:
        case Predicate():
            named = name(path.term)
            return f"[ {name(sh('inversePath'))} {named} ]" if path.back else named
        case Inverse():
            return f"[ {name(sh('inversePath'))} {path_turtle(path.path, name)} ]"
        case Sequence():
            return f"( {' '.join(path_turtle(part, name) for part in path.parts)} )"
        case Alternative():
            parts = " ".join(path_turtle(part, name) for part in path.parts)
            return f"[ {name(sh('alternativePath'))} ( {parts} ) ]"
        case Repeated():
            return f"[ {name(sh(_NAMES[path.mark]))} {path_turtle(path.path, name)} ]"


def inverse(path: Path) -> Path:
    """Return the path that leads back."""
    match path:
        case Predicate():
            return Predicate(path.term, not path.back)
        case Inverse():
            return path.path
        case Sequence():
            return Sequence(tuple(inverse(part) for part in reversed(path.parts)))
        case Alternative():
            return Alternative(tuple(map(inverse, path.parts)))
        case Repeated():
            return Repeated(inverse(path.path), path.mark)


def path_step(path: Path, graph: Adjacent) -> Step:
    """Return how to follow the path in the graph."""
    match path:
        case Predicate():
            return graph.backward(path.term) if path.back else graph.forward(path.term)
        case Inverse():
            return path_step(inverse(path.path), graph)
        case Sequence():
            return _one_after_the_other([path_step(part, graph) for part in path.parts])
        case Alternative():
            steps = [path_step(part, graph) for part in path.parts]
            return lambda node: {found for step in steps for found in step(node)}
        case Repeated():
            return _again(path_step(path.path, graph), path.mark)


def _one_after_the_other(steps: Iterable[Step]) -> Step:
    several = list(steps)

    def follow(node: int) -> Collection[int]:
        here = {node}
        for step in several:
            here = {found for at in here for found in step(at)}
        return here

    return follow


def _again(step: Step, mark: str) -> Step:
    if mark == "?":
        return lambda node: {node, *step(node)}

    def follow(node: int) -> Collection[int]:
        found = set() if mark == "+" else {node}
        ahead = [node]
        while ahead:
            for other in step(ahead.pop()):
                if other not in found:
                    found.add(other)
                    ahead.append(other)
        return found

    return follow


def read_path(graph: ShapesGraph, node: str, above: tuple[str, ...] = ()) -> Path:
    """Read the path that a node of the graph stands for.

    Raises `UnreadableError` where it stands for none.
    """
    if is_iri(node) and node != iri(f"{RDF}nil"):
        return Predicate(node)
    if not is_blank(node) or node in above:
        raise UnreadableError(f"{node} is no property path")
    inside = (*above, node)
    if graph.values(node, iri(f"{RDF}first")):
        return Sequence(_parts(graph, node, inside))
    about = [(name, value) for name, values in graph.about(node).items() for value in values]
    if len(about) != 1:
        raise UnreadableError(f"{node} is no property path")
    [(predicate, value)] = about
    if predicate == sh("inversePath"):
        path = read_path(graph, value, inside)
        if isinstance(path, Predicate) and not path.back:
            return Predicate(path.term, back=True)
        return Inverse(path)
    if predicate == sh("alternativePath"):
        return Alternative(_parts(graph, value, inside))
    if predicate in _MARKS:
        return Repeated(read_path(graph, value, inside), _MARKS[predicate])
    raise UnreadableError(f"{node} is no property path")


def _parts(graph: ShapesGraph, head: str, inside: tuple[str, ...]) -> tuple[Path, ...]:
    parts = tuple(read_path(graph, part, inside) for part in graph.items(head))
    if len(parts) < 2:
        raise UnreadableError("a path of several parts has two at least")
    return parts
