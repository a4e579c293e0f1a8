"""The closure of a small graph, by our rules and by owlrl, with what the two do not share."""

import owlrl
import pyoxigraph as ox
import rdflib
from rdflib import OWL, RDF, RDFS

from kg.dataset import from_rdflib, to_rdflib
from kg.reasoning.closure import close
from kg.reasoning.schema import RELATIONS
from tests.reasoning.rule_cases import PREFIXES

Triples = frozenset[ox.Triple]
ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


def parse(turtle: str) -> Triples:
    parsed = ox.parse(PREFIXES + turtle, ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    return frozenset(quad.triple for quad in parsed)


def ours(triples: Triples) -> tuple[Triples, tuple[str, ...]]:
    """Return what is new by our rules, and the contradictions in words."""
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples)
    closure = close(store, "rl", "https://standoff.example/")
    said = (sentence for _, sentence in closure.contradictions)
    shortened = (sentence.replace("https://example.org/", ":") for sentence in said)
    return closure.new, tuple(dict.fromkeys(shortened))


def of_data(triples: Triples) -> Triples:
    """Leave out statements about the vocabulary."""
    return frozenset(t for t in triples if t.predicate.value not in RELATIONS)


def owlrl_closure(triples: Triples) -> tuple[Triples, bool]:
    """Return what is new by owlrl, and whether it found a contradiction.

    Left out is what we leave out on purpose: see `is_left_out`.
    """
    graph = to_rdflib(triples)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    # It writes literals as subjects, which RDF does not have, and errors as triples.
    sayable = [t for t in graph if not isinstance(t[0], rdflib.Literal)]
    errors = {s for s, p, _ in sayable if p == ERROR}
    closure = from_rdflib(t for t in sayable if t[0] not in errors and t[1] != ERROR)
    return comparable(closure - triples), bool(errors)


def comparable(new: Triples) -> Triples:
    """Leave out what only one of the two says on purpose."""
    return frozenset(triple for triple in new if not is_left_out(triple))


def logic(triples: Triples) -> Triples:
    """Leave out labels, definitions and notes, on which owlrl spends minutes to no end."""
    silent = ("core#", "rdf-schema#label", "rdf-schema#isDefinedBy", "purl.org")
    return frozenset(t for t in triples if not any(s in t.predicate.value for s in silent))


def is_left_out(triple: ox.Triple) -> bool:
    """Tell whether a conclusion is by a rule that we leave out, or about what has no name."""
    subject, predicate, value = triple
    built_in = (str(OWL), str(RDF), str(RDFS), "http://www.w3.org/2001/XMLSchema#")
    if isinstance(subject, ox.BlankNode) or isinstance(value, ox.BlankNode):
        return True  # such a conclusion could not be told of in another file
    if isinstance(subject, ox.NamedNode) and subject.value.startswith(built_in):
        return True  # prp-ap, cls-thing, cls-nothing1, dt-type1, scm-cls: built-in names
    if subject == value and predicate.value in _REFLEXIVE:
        return True  # eq-ref, scm-cls, scm-op, scm-dp
    if isinstance(value, ox.NamedNode) and value.value.startswith(built_in):
        # scm-cls: everything is below owl:Thing. owlrl also says so of instances.
        return predicate.value in (str(RDFS.subClassOf), str(RDF.type)) or _is_above_all(triple)
    return False


def _is_above_all(triple: ox.Triple) -> bool:
    return triple.object in (ox.NamedNode(str(OWL.Thing)), ox.NamedNode(str(RDFS.Resource)))


_REFLEXIVE = frozenset(
    str(name)
    for name in (
        OWL.sameAs,
        OWL.equivalentClass,
        OWL.equivalentProperty,
        RDFS.subClassOf,
        RDFS.subPropertyOf,
    )
)
