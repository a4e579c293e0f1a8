"""Who says, denies or has imputed to them what in a dispute, as a network."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox
from markupsafe import Markup

from kg.vocab import STAND
from server.drawings.network import Conflict, Network, Node, Stand, draw
from server.here import here
from server.reading import Reader
from server.resources.claim_summary import ClaimSummary, summary
from server.resources.dispute_scope import Scope
from server.tables import Cell, link_to

MAX_PROPOSITIONS: Final = 14
MAX_ACTORS: Final = 12
MAX_CLAIMS: Final = 4
"""Claims of one proposition that are drawn."""


@dataclass(frozen=True)
class Opposition:
    """Two propositions that exclude each other, or a claim that attacks another."""

    one: Cell
    how: str
    other: Cell


@dataclass(frozen=True)
class DrawnNetwork:
    """The drawing, and the same as lists; ``more`` propositions are left out of both.

    ``more_claims`` counts claims of the propositions drawn that are left out.
    """

    drawing: Markup
    claims: tuple[ClaimSummary, ...]
    oppositions: tuple[Opposition, ...]
    more: int
    more_claims: int


def network_of(reader: Reader, scope: Scope) -> DrawnNetwork:
    """Draw the propositions on which most actors have a stand, those in conflict first."""
    attacks = list(_attacks(reader, scope))
    ranked = _ranked(reader, scope, {p for pair in attacks for p in (pair[0], pair[2])})
    shown = ranked[:MAX_PROPOSITIONS]
    claims = [
        (node, summary(reader, claim))
        for node in shown
        for claim in scope.claims[node][:MAX_CLAIMS]
    ]
    stands = {
        (actor.iri, node.value, how(claim)): (actor, node, claim)
        for node, claim in reversed(claims)
        for actor in _holders(claim)
    }
    actors = list({actor.iri: actor for actor, _, _ in stands.values()}.values())
    actors.sort(key=lambda a: (-sum(key[0] == a.iri for key in stands), a.iri))
    kept = {actor.iri for actor in actors[:MAX_ACTORS]}
    conflicts = list(_conflicts(reader, shown, attacks))
    network = Network(
        "network",
        "Actors and propositions",
        tuple(Node(a.iri, a.text, here(a.path), a.language) for a in actors[:MAX_ACTORS]),
        tuple(_node(reader, node) for node in shown),
        tuple(
            Stand(actor.iri, node.value, way, here(claim.says.path), in_words(claim, reader))
            for (_, _, way), (actor, node, claim) in sorted(stands.items(), key=lambda s: s[0])
            if actor.iri in kept
        ),
        tuple(conflict for conflict, _ in conflicts),
    )
    drawn = [claim for _, claim in claims if any(a.iri in kept for a in _holders(claim))]
    return DrawnNetwork(
        draw(network) if shown else Markup(""),
        tuple(dict.fromkeys(drawn)),
        tuple(opposition for _, opposition in conflicts),
        len(ranked) - len(shown),
        sum(max(0, len(scope.claims[node]) - MAX_CLAIMS) for node in shown),
    )


def how(claim: ClaimSummary) -> str:
    """Return how those who hold a claim stand to its proposition."""
    tones = {mark.tone for mark in claim.marks}
    if claim.holders:
        return "imputed"
    if "denied" in tones:
        return "denies"
    if claim.conditions:
        return "conditional"
    return "hedged" if "hedged" in tones else "says"


def in_words(claim: ClaimSummary, reader: Reader) -> str:
    """Say in English who says a claim, how surely, as who reports it, and what it is."""

    def names(cells: Iterable[Cell]) -> str:
        return " and ".join(reader.label(ox.NamedNode(cell.iri)) for cell in cells)

    speakers = names(claim.speakers) or "nobody named"
    holders, reporters = names(claim.holders), names(claim.reporters)
    conditions = names(claim.conditions)
    parts = [f"{speakers} {claim.verb}", holders, claim.words]
    reported = f", as {reporters} reports" if reporters else ""
    condition = f" (on condition: {conditions})" if conditions else ""
    return f"{' '.join(part for part in parts if part)}{reported}: {claim.says.text}{condition}"


def _holders(claim: ClaimSummary) -> tuple[Cell, ...]:
    return claim.holders or claim.speakers


def _ranked(reader: Reader, scope: Scope, attacked: set[ox.NamedNode]) -> list[ox.NamedNode]:
    """Sort propositions: those in conflict, then by how many hold them or have them imputed."""

    def rank(proposition: ox.NamedNode) -> tuple[bool, int]:
        actors = {
            actor
            for claim in scope.claims[proposition]
            for actor in (
                reader.resources(claim, STAND.imputedTo)
                or reader.resources(claim, STAND.assertedBy)
            )
        }
        in_conflict = proposition in attacked or any(
            rival in scope.claims for rival in reader.resources(proposition, STAND.contradicts)
        )
        return not in_conflict, -len(actors)

    return sorted((p for p in scope.claims if scope.claims[p]), key=rank)


def _attacks(
    reader: Reader, scope: Scope
) -> Iterator[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode, ox.NamedNode]]:
    """Yield a proposition and the claim of it that attacks another, whose two follow."""
    known = {claim: p for p, claims in scope.claims.items() for claim in claims}
    for claim, proposition in known.items():
        for attacked in reader.resources(claim, STAND.attacks):
            if attacked in known and known[attacked] != proposition:
                yield proposition, claim, known[attacked], attacked


def _conflicts(
    reader: Reader,
    shown: list[ox.NamedNode],
    attacks: Iterable[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode, ox.NamedNode]],
) -> Iterator[tuple[Conflict, Opposition]]:
    for one in shown:
        for other in reader.resources(one, STAND.contradicts):
            if other in shown and one.value < other.value:
                yield _opposition(reader, (one, one), "excludes", (other, other))
    for proposition, claim, its_proposition, attacked in attacks:
        if proposition in shown and its_proposition in shown:
            yield _opposition(reader, (proposition, claim), "attacks", (its_proposition, attacked))


def _opposition(
    reader: Reader,
    one: tuple[ox.NamedNode, ox.NamedNode],
    how: str,
    other: tuple[ox.NamedNode, ox.NamedNode],
) -> tuple[Conflict, Opposition]:
    mine, theirs = link_to(one[1], reader), link_to(other[1], reader)
    title = f"{mine.text} – {how} – {theirs.text}"
    return (
        Conflict(one[0].value, other[0].value, how, here(mine.path), title),
        Opposition(mine, how, theirs),
    )


def _node(reader: Reader, proposition: ox.NamedNode) -> Node:
    link = link_to(proposition, reader)
    text = reader.text(proposition, STAND.propositionText) or link.text
    return Node(proposition.value, text, here(link.path))
