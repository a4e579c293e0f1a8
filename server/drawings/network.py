"""A network of actors and propositions: who says what, denies it, or has it imputed to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from server.drawings.svg import Element, drawing, element, lang, lines_of, link

WIDTH: Final = 860.0
LEFT: Final = 210.0
"""Width of the boxes of actors."""
RIGHT: Final = 430.0
"""Where the boxes of propositions begin."""
PROPOSITION: Final = 350.0
"""Their width."""
BOX: Final = 44.0
GAP: Final = 12.0
ROUNDS: Final = 8
_NOTES: Final = {"denies": "not", "imputed": "imputed", "hedged": "perhaps", "conditional": "if"}


@dataclass(frozen=True)
class Node:
    """An actor or a proposition; ``key`` is unique in the drawing."""

    key: str
    label: str
    href: str
    language: str = ""


@dataclass(frozen=True)
class Stand:
    """How an actor stands to a proposition: says, denies, hedged, conditional, or imputed to it."""

    actor: str
    proposition: str
    how: str
    href: str
    title: str


@dataclass(frozen=True)
class Conflict:
    """Two propositions that exclude each other, or one said by who attacks a claim of the other."""

    one: str
    other: str
    how: str
    href: str
    title: str


@dataclass(frozen=True)
class Network:
    """What is drawn; ``name`` is unique on the page."""

    name: str
    title: str
    actors: tuple[Node, ...]
    propositions: tuple[Node, ...]
    stands: tuple[Stand, ...]
    conflicts: tuple[Conflict, ...] = ()


def draw(network: Network) -> Markup:
    """Draw actors at the left, propositions at the right, and lines between them."""
    actors, propositions = ordered(network)
    rows = max(len(actors), len(propositions), 1)
    height = rows * (BOX + GAP) + GAP
    places = _places(actors, height) | _places(propositions, height)
    drawn = [
        *(_conflict(each, places, index) for index, each in enumerate(network.conflicts)),
        *(_line(each, places) for each in network.stands),
        *(_box(each, "actor", 0.0, LEFT, places[each.key]) for each in actors),
        *(_box(each, "proposition", RIGHT, PROPOSITION, places[each.key]) for each in propositions),
    ]
    return drawing(network.name, network.title, *drawn, width=WIDTH, height=height)


def ordered(network: Network) -> tuple[list[Node], list[Node]]:
    """Sort both columns so that few lines cross: each where the middle of its neighbours is."""
    actors, propositions = (
        sorted(nodes, key=lambda node: node.key) for nodes in (network.actors, network.propositions)
    )
    of_actor: dict[str, list[str]] = {node.key: [] for node in actors}
    of_proposition: dict[str, list[str]] = {node.key: [] for node in propositions}
    for stand in network.stands:
        of_actor[stand.actor].append(stand.proposition)
        of_proposition[stand.proposition].append(stand.actor)
    for _ in range(ROUNDS):
        propositions = _by_middle(propositions, of_proposition, actors)
        actors = _by_middle(actors, of_actor, propositions)
    return actors, propositions


def _by_middle(
    nodes: Sequence[Node], neighbours: Mapping[str, Sequence[str]], others: Sequence[Node]
) -> list[Node]:
    rank = {node.key: index / max(1, len(others) - 1) for index, node in enumerate(others)}

    def middle(node: Node) -> tuple[float, str]:
        found = [rank[key] for key in neighbours[node.key]]
        return (sum(found) / len(found) if found else 1.0, node.key)

    return sorted(nodes, key=middle)


def _places(nodes: Sequence[Node], height: float) -> dict[str, float]:
    """Return the middle of each box, spread evenly over the height."""
    step = height / max(1, len(nodes))
    return {node.key: step * (index + 0.5) for index, node in enumerate(nodes)}


def _box(node: Node, kind: str, x: float, width: float, y: float) -> Element:
    lines = lines_of(node.label, most=int(width / (7.8 if kind == "actor" else 6.9)), lines=2)
    first = y + 4.5 - 8 * (len(lines) - 1)
    texts = [
        element("text", text=line, x=x + 10, y=first + 16 * index)
        for index, line in enumerate(lines)
    ]
    return link(
        node.href,
        node.label,
        element("rect", x=x, y=y - BOX / 2, width=width, height=BOX, rx=4),
        *texts,
        class_=f"node {kind}",
        data_kind=kind,
        data_of=node.key,
        **lang(node.language),
    )


def _line(stand: Stand, places: Mapping[str, float]) -> Element:
    start, end = places[stand.actor], places[stand.proposition]
    path = _curve(LEFT, start, (LEFT + RIGHT) / 2, RIGHT, end)
    # Nearer to the proposition, where fewer lines meet.
    x, y = _on_curve(start, end, 0.72)
    note = _NOTES.get(stand.how, "")
    notes = [element("text", text=note, class_="note", x=x, y=y + 4, text_anchor="middle")]
    return link(
        stand.href,
        stand.title,
        element("path", class_="hit", d=path),
        element("path", class_="line", d=path),
        *(notes if note else []),
        class_=f"edge {stand.how}",
        data_kind=stand.how,
        data_of=f"{stand.actor} {stand.proposition}",
    )


def _curve(left: float, start: float, middle: float, right: float, end: float) -> str:
    """Return a curve that leaves and arrives level, by way of the middle."""
    points = ((middle, start), (middle, end), (right, end))
    return f"M{left:.1f} {start:.1f}C{' '.join(f'{x:.1f} {y:.1f}' for x, y in points)}"


def _on_curve(start: float, end: float, part: float) -> tuple[float, float]:
    middle, rest = (LEFT + RIGHT) / 2, 1 - part
    x = rest**3 * LEFT + 3 * rest * part * middle + part**3 * RIGHT
    return x, (rest**3 + 3 * rest**2 * part) * start + (3 * rest * part**2 + part**3) * end


def _conflict(conflict: Conflict, places: Mapping[str, float], index: int) -> Element:
    edge = RIGHT + PROPOSITION
    start, end = places[conflict.one], places[conflict.other]
    # Arcs that begin at one box stay apart.
    bend = edge + 34 + 14 * (index % 4)
    path = _curve(edge, start, bend, edge, end)
    arrow = [element("path", class_="arrow", d=f"M{edge:.1f} {end:.1f}l9-5v10Z")]
    return link(
        conflict.href,
        conflict.title,
        element("path", class_="hit", d=path),
        element("path", class_="line", d=path),
        *(arrow if conflict.how == "attacks" else []),
        class_=f"edge {conflict.how}",
        data_kind=conflict.how,
        data_of=f"{conflict.one} {conflict.other}",
    )
