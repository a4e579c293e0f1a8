"""The page of a value of a closed list, or of the list: what it means, its values, what has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox
from rdflib.namespace import DCTERMS, SKOS

from server.reading import Reader
from server.resources.any_resource import own, pointing
from server.resources.claim_summary import in_order
from server.tables import Cell, cell, link_to

KINDS: Final = (SKOS.Concept, SKOS.ConceptScheme)
TEMPLATE: Final = "concept.html"
MAX_VALUES: Final = 100
"""Values of a list that its page tells; those of others than ours are in what points to it."""


@dataclass(frozen=True)
class ListedValue:
    """A value of a closed list: what it means, and how it is called in other languages."""

    name: Cell
    gloss: str
    names: tuple[Cell, ...]


def values(reader: Reader, node: ox.NamedNode) -> Mapping[str, object]:
    """Return what the page of a concept shows."""
    vocabulary = f"{reader.snapshot.version.base}vocab/"
    name = node.value.removeprefix(vocabulary)
    is_ours = node.value.startswith(vocabulary)
    return {
        "gloss": reader.text(node, SKOS.definition) or reader.text(node, DCTERMS.description),
        "called": _names(reader, node),
        "scope": reader.text(node, SKOS.scopeNote),
        "schemes": [link_to(s, reader) for s in in_order(reader.resources(node, SKOS.inScheme))],
        "listed": [_listed(reader, value) for value in _values(reader, node)],
        # As the ontology's documentation names its places.
        "anchor": f"vocab-{name.replace('/', '-')}" if is_ours else "",
        "own": own(reader, node),
        "pointing": pointing(reader, node),
    }


def _values(reader: Reader, node: ox.NamedNode) -> list[ox.NamedNode]:
    return in_order(islice(reader.subjects(SKOS.inScheme, node), MAX_VALUES))


def _listed(reader: Reader, value: ox.NamedNode) -> ListedValue:
    gloss = reader.text(value, SKOS.definition)
    return ListedValue(link_to(value, reader), gloss, _names(reader, value))


def _names(reader: Reader, node: ox.NamedNode) -> tuple[Cell, ...]:
    shown = reader.name(node).text
    found = (cell(name, reader) for name in reader.values(node, SKOS.prefLabel))
    return tuple(name for name in dict.fromkeys(found) if name.text != shown)
