"""What a build adds to its data: the part of OWL 2 RL that the questions need.

Kept is what says of an instance of ours which of our classes it belongs to, or how one of our
properties relates it; the rest (skos:, prov:, owl:) is noise here.
"""

import pyoxigraph as ox

from kg.dataset import RDF_TYPE, Dataset
from kg.reasoning.materialization import Workspace
from kg.reasoning.profiles import in_build


def infer(dataset: Dataset) -> frozenset[ox.Triple]:
    """Return the triples that follow and that no graph of the dataset has yet."""
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in dataset.union())
    workspace = Workspace(store, in_build, with_schema=False)
    workspace.close()
    return frozenset(t for t in workspace.inferred() if is_kept(t, dataset.base))


def is_kept(triple: ox.Triple, base: str) -> bool:
    """Tell whether a conclusion is about an instance of ours, in our terms."""
    subject, predicate, value = triple
    term = value if predicate == RDF_TYPE else predicate
    return (
        isinstance(subject, ox.NamedNode)
        and subject.value.startswith(f"{base}id/")
        and isinstance(term, ox.NamedNode)
        and term.value.startswith(f"{base}ontology#")
    )
