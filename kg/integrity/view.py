"""A dataset looked at by what its graphs are for; graphs of others' making are left alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from kg.dataset import RDF_TYPE, Dataset
from kg.errors import Fault

Subject = ox.NamedNode | ox.BlankNode | ox.Triple
Properties = Mapping[str, list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]

RDFS_LABEL: Final = "http://www.w3.org/2000/01/rdf-schema#label"
PREF_LABEL: Final = "http://www.w3.org/2004/02/skos/core#prefLabel"
ENTITIES: Final = frozenset({"actor", "territory", "system", "agreement", "event", "issue"})
"""The kinds of things that entity files define; a document may be one, too."""

CODED: Final = frozenset(
    {"passage", "mention", "emendation", "claim", "position", "situation", "silence",
     "attribution", "activity"}
)  # fmt: skip
"""The kinds of things that a coded article describes, with its slug in their IRIs."""


@dataclass(frozen=True)
class View:
    """The asserted graphs of a dataset, and what is said there of each thing."""

    dataset: Dataset

    def graph(self, name: str) -> frozenset[ox.Triple]:
        """Return a graph by what follows ``graph/``; nothing where there is none."""
        return self.dataset.graphs.get(
            ox.NamedNode(f"{self.dataset.base}graph/{name}"), frozenset()
        )

    @cached_property
    def articles(self) -> Mapping[str, frozenset[ox.Triple]]:
        """The graphs of the articles, by slug."""
        prefix = f"{self.dataset.base}graph/article/"
        return {
            name.value.removeprefix(prefix): graph
            for name, graph in self.dataset.graphs.items()
            if name.value.startswith(prefix)
        }

    @cached_property
    def described(self) -> Mapping[Subject, Properties]:
        """What the graphs of entities and articles say of each thing, by property."""
        found: dict[Subject, dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]]
        found = {}
        for graph in (self.graph("entities"), *self.articles.values()):
            for subject, predicate, value in graph:
                found.setdefault(subject, {}).setdefault(predicate.value, []).append(value)
        return found

    @cached_property
    def instances(self) -> Mapping[str, list[ox.NamedNode]]:
        """The things of each of our classes that is asserted, by its local name."""
        found: dict[str, list[ox.NamedNode]] = {}
        for subject, said in self.described.items():
            for cls in said.get(RDF_TYPE.value, ()):
                if isinstance(subject, ox.NamedNode) and isinstance(cls, ox.NamedNode):
                    found.setdefault(cls.value.rpartition("#")[2], []).append(subject)
        return found

    def term(self, name: str) -> str:
        """Return the IRI of a term of the ontology."""
        return f"{self.dataset.base}ontology#{name}"

    def kind(self, node: object) -> tuple[str, str]:
        """Return the kind of a thing of ours and the rest of its name; else twice nothing."""
        start = f"{self.dataset.base}id/"
        if not isinstance(node, ox.NamedNode) or not node.value.startswith(start):
            return "", ""
        kind, _, rest = node.value.removeprefix(start).partition("/")
        return kind, rest

    def text(self, node: object, predicate: str) -> str | None:
        """Return the only literal with this property, if there is exactly one value."""
        values = self.values(node, predicate)
        only = values[0] if len(values) == 1 else None
        return only.value if isinstance(only, ox.Literal) else None

    def thing(self, node: object, predicate: str) -> ox.NamedNode | None:
        """Return the only IRI with this property, if there is exactly one value."""
        values = self.values(node, predicate)
        only = values[0] if len(values) == 1 else None
        return only if isinstance(only, ox.NamedNode) else None

    def values(
        self, node: object, predicate: str
    ) -> list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]:
        """Return what is said of a thing by one property, ours by its local name."""
        iri = predicate if ":" in predicate else self.term(predicate)
        if not isinstance(node, ox.NamedNode | ox.BlankNode | ox.Triple):
            return []
        return self.described.get(node, {}).get(iri, [])

    def concept(self, node: object, predicate: str) -> str | None:
        """Return the local name of the only concept with this property."""
        found = self.thing(node, predicate)
        return found.value.rpartition("/")[2] if found else None


def typed(graph: Iterable[ox.Triple]) -> set[Subject]:
    """Return what has a type in the graph."""
    return {triple.subject for triple in graph if triple.predicate == RDF_TYPE}


def fault(node: object, message: str, rule: str, fix: str) -> Fault:
    """Make a fault at a node, with its rule as the cause."""
    where = node.value if isinstance(node, ox.NamedNode) else str(node)
    return Fault(where, message, f"rule {rule}", fix)
