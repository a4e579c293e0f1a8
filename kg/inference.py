"""What follows from ontology and data: the part of OWL 2 RL that the questions need.

The rules (``rules/*.rq``) are CONSTRUCT queries, run in pyoxigraph until nothing new comes: types
by the class hierarchy and by the classes' definitions, super-properties, inverses, symmetry,
transitivity. What they give is kept where it says of an instance of ours which of our classes it
belongs to, or how one of our properties relates it; the rest (skos:, prov:, owl:) is noise here.

Domain and range are left out on purpose, though OWL 2 RL has them: they would give an object of
the wrong class the class that the property wants, and so hide the error from the validator.
"""

from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.dataset import RDF_TYPE, Dataset

RULES: Final = Path(__file__).parent / "rules"


def infer(dataset: Dataset) -> frozenset[ox.Triple]:
    """Return the triples that follow and that no graph of the dataset has yet."""
    asserted = dataset.union()
    closure = close(asserted)
    return frozenset(
        triple for triple in closure - asserted if _is_about_an_instance(triple, dataset.base)
    )


def close(triples: frozenset[ox.Triple]) -> frozenset[ox.Triple]:
    """Add what the rules give, again and again, until they give nothing new."""
    rules = [file.read_text(encoding="utf-8") for file in sorted(RULES.glob("*.rq"))]
    store = ox.Store()
    known: set[ox.Triple] = set()
    new = set(triples)
    while new:
        known |= new
        store.extend(ox.Quad(*triple) for triple in new)
        new = {triple for rule in rules for triple in _construct(store, rule)} - known
    return frozenset(known)


def _construct(store: ox.Store, rule: str) -> ox.QueryTriples:
    found = store.query(rule)
    if not isinstance(found, ox.QueryTriples):
        raise TypeError("a rule is a CONSTRUCT query")
    return found


def _is_about_an_instance(triple: ox.Triple, base: str) -> bool:
    subject, predicate, value = triple
    term = value if predicate == RDF_TYPE else predicate
    return (
        isinstance(subject, ox.NamedNode)
        and subject.value.startswith(f"{base}id/")
        and isinstance(term, ox.NamedNode)
        and term.value.startswith(f"{base}ontology#")
    )
