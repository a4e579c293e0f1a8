"""What follows from data and an alignment: the part of OWL 2 RL that alignments can be written in.

Sub-classes, sub-properties (of an inverse too), and chains of two properties; a test holds the
result equal to that of owlrl. The vocabularies' own axioms are not here: what they would add stands
in the vocabularies, not in our alignment.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache

import pyoxigraph as ox

from kg.paths import project_data

PREFIXES = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
RULES = (
    """CONSTRUCT { ?x a ?super } WHERE {
         ?class rdfs:subClassOf ?super FILTER(ISIRI(?super))
         ?x a ?class FILTER NOT EXISTS { ?x a ?super } }""",
    """CONSTRUCT { ?x ?super ?y } WHERE {
         ?property rdfs:subPropertyOf ?super FILTER(ISIRI(?super))
         ?x ?property ?y FILTER NOT EXISTS { ?x ?super ?y } }""",
    """CONSTRUCT { ?y ?super ?x } WHERE {
         ?property rdfs:subPropertyOf/owl:inverseOf ?super .
         ?x ?property ?y FILTER NOT EXISTS { ?y ?super ?x } }""",
    """CONSTRUCT { ?x ?whole ?z } WHERE {
         ?whole owl:propertyChainAxiom ?chain .
         ?chain rdf:first ?one ; rdf:rest ( ?two ) .
         { ?x ?one ?y } UNION { ?one owl:inverseOf ?p . ?y ?p ?x }
         { ?y ?two ?z } UNION { ?two owl:inverseOf ?q . ?z ?q ?y }
         FILTER NOT EXISTS { ?x ?whole ?z } }""",
)
VOCABULARIES = {path.stem: path for path in (project_data().ontology / "alignments").glob("*.ttl")}


@cache
def alignment(name: str) -> tuple[ox.Triple, ...]:
    """Read the alignment with this vocabulary, by the name of its file."""
    return tuple(quad.triple for quad in ox.parse(path=str(VOCABULARIES[name])))


@contextmanager
def aligned(data: ox.Store, axioms: Iterable[ox.Triple]) -> Iterator[frozenset[ox.Triple]]:
    """Put axioms and what follows into the data until the block ends; give what follows."""
    added = {ox.Quad(*t) for t in axioms if ox.Quad(*t) not in data}
    data.extend(added)
    derived: set[ox.Triple] = set()
    while new := {t for rule in RULES for t in _found(data, rule)}:
        derived |= new
        data.extend(ox.Quad(*t) for t in new)
    try:
        yield frozenset(derived)
    finally:
        for quad in added | {ox.Quad(*t) for t in derived}:
            data.remove(quad)


def derived(data: ox.Store, axioms: Iterable[ox.Triple]) -> frozenset[ox.Triple]:
    """Return what follows from data and axioms together and stands in neither."""
    with aligned(data, axioms) as found:
        return found


def _found(store: ox.Store, rule: str) -> set[ox.Triple]:
    triples = store.query(PREFIXES + rule)
    assert isinstance(triples, ox.QueryTriples)
    return set(triples)
