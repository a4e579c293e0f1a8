"""The page of an actor: what it claims, what is claimed of it, where it stands, and with whom."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Final

import pyoxigraph as ox
from rdflib.namespace import SKOS

from kg.vocab import STAND
from server.reading import Reader
from server.resources.agreement_between_actors import company
from server.resources.any_resource import own, pointing
from server.resources.claim_list import MAX_READ, ClaimList, claim_list
from server.resources.claim_summary import in_order
from server.resources.claims_address import claims_address
from server.resources.positions import positions_of
from server.resources.silences import silences_on
from server.tables import Cell, cell, link_to

# By name, too, for data in which nobody has inferred that a state is an actor.
KINDS: Final = (
    *(STAND.Actor, STAND.State, STAND.Person, STAND.Group, STAND.UnnamedSource),
    *(STAND.Organization, STAND.GovernmentBody, STAND.InternationalOrganization),
    STAND.MediaOutlet,
)
TEMPLATE: Final = "actor.html"

MAX_AGENTS: Final = 30
"""Those acting for an actor whose claims are looked at."""
MAX_PROPOSITIONS: Final = 200

_DETAILS: Final = (
    ("acts for", STAND.actsFor),
    ("unit of", STAND.unitOf),
    ("member of", STAND.memberOf),
)
_FACETS: Final = {"assertedBy": "speaker", "imputedTo": "imputed", "reportedBy": "reporter"}
_NAMES: Final = (SKOS.prefLabel, SKOS.altLabel)


def values(reader: Reader, node: ox.NamedNode) -> Mapping[str, object]:
    """Return what the page of an actor shows."""
    agents = agents_of(reader, node)
    return {
        "gloss": reader.text(node, SKOS.definition),
        "names": names(reader, node),
        "details": _details(reader, node),
        "agents": [link_to(agent, reader) for agent in agents],
        "positions": positions_of(reader, node),
        "claims": _asserted(reader, [node], "assertedBy"),
        "spoken": _asserted(reader, agents, "assertedBy") if agents else None,
        "imputed": _asserted(reader, [node], "imputedTo"),
        "reported": _asserted(reader, [node], "reportedBy"),
        "about": _about(reader, node),
        "company": company(reader, [node, *agents]),
        "silences": silences_on(reader, node),
        "own": own(reader, node, is_brief=True),
        "pointing": pointing(reader, node, is_brief=True),
    }


def agents_of(reader: Reader, actor: ox.NamedNode) -> list[ox.NamedNode]:
    """Return those who act for an actor, and those who act for them, within a bound."""
    found: dict[ox.NamedNode, None] = {}
    todo = [actor]
    while todo and len(found) < MAX_AGENTS:
        for agent in islice(reader.subjects(STAND.actsFor, todo.pop()), MAX_AGENTS):
            if agent not in found and agent != actor:
                found[agent] = None
                todo.append(agent)
    return in_order(found)


def names(reader: Reader, node: ox.NamedNode) -> list[Cell]:
    """Return the names of a thing in all languages, the label of the page left out."""
    label = reader.name(node).text
    found = (cell(value, reader) for name in _NAMES for value in reader.values(node, name))
    return [name for name in dict.fromkeys(found) if name.text != label]


def _details(reader: Reader, node: ox.NamedNode) -> list[tuple[str, list[Cell]]]:
    found = (
        (name, [link_to(value, reader) for value in in_order(reader.resources(node, predicate))])
        for name, predicate in _DETAILS
    )
    return [(name, cells) for name, cells in found if cells]


def _asserted(reader: Reader, actors: Iterable[ox.NamedNode], name: str) -> ClaimList:
    """List the claims that a property leads from to these actors."""
    predicate = str(STAND[name])
    # The table refuses whom no claim has.
    bound = [actor for actor in actors if any(reader.subjects(predicate, actor))]
    found = (claim for actor in bound for claim in reader.subjects(predicate, actor))
    href = claims_address(reader, **{_FACETS[name]: bound})
    return claim_list(reader, found, href)


def _about(reader: Reader, node: ox.NamedNode) -> ClaimList:
    """List the claims whose content is about an actor, but for its own."""

    def found() -> Iterator[ox.NamedNode]:
        about = islice(reader.subjects(STAND.about, node), MAX_PROPOSITIONS)
        for proposition in in_order(about):
            yield from islice(reader.subjects(STAND.hasProposition, proposition), MAX_READ)

    return claim_list(
        reader,
        found(),
        claims_address(reader, about=[node]),
        keep=lambda claim: node not in _speakers(reader, claim),
    )


def _speakers(reader: Reader, claim: ox.NamedNode) -> list[ox.NamedNode]:
    return reader.resources(claim, STAND.assertedBy)
