"""Every term that is used is declared, as one kind of thing, in what its file opens with."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Final

from rdflib import OWL, RDF, RDFS, URIRef
from rdflib.term import Node

from kg.errors import Fault
from kg.ontology.checks.graphs import Checked, parsed, views
from kg.ontology.normal_form import BUILT_IN
from kg.ontology.words import name

PROPERTIES: Final = frozenset({OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty})
CLASS: Final = frozenset({OWL.Class})
CLASS_OR_DATATYPE: Final = frozenset({OWL.Class, RDFS.Datatype})
INDIVIDUAL: Final = frozenset({OWL.NamedIndividual})
DECLARATIONS: Final = PROPERTIES | CLASS_OR_DATATYPE | INDIVIDUAL
# The kinds that a term must be declared as to stand as object of a predicate, or in its list.
OBJECT_KINDS: Final = {
    OWL.disjointWith: CLASS,
    OWL.equivalentClass: CLASS_OR_DATATYPE,
    OWL.equivalentProperty: PROPERTIES,
    OWL.hasValue: INDIVIDUAL,
    OWL.inverseOf: frozenset({OWL.ObjectProperty}),
    OWL.onClass: CLASS,
    OWL.onProperty: PROPERTIES - {OWL.AnnotationProperty},
    OWL.someValuesFrom: CLASS_OR_DATATYPE,
    RDFS.domain: CLASS,
    RDFS.range: CLASS_OR_DATATYPE,
    RDFS.subClassOf: CLASS,
    RDFS.subPropertyOf: PROPERTIES,
}
LIST_KINDS: Final = {
    OWL.distinctMembers: INDIVIDUAL,
    OWL.intersectionOf: CLASS_OR_DATATYPE,
    OWL.members: CLASS | PROPERTIES,
    OWL.oneOf: INDIVIDUAL,
    OWL.propertyChainAxiom: frozenset({OWL.ObjectProperty}),
    OWL.unionOf: CLASS_OR_DATATYPE,
}


@cache
def kinds(turtle: str) -> dict[Node, set[URIRef]]:
    """Say what each term of a text is declared to be; a member of a class is an individual."""
    found: dict[Node, set[URIRef]] = defaultdict(set)
    for term, kind in parsed(turtle).subject_objects(RDF.type):
        if isinstance(term, URIRef) and kind in DECLARATIONS:
            found[term].add(URIRef(str(kind)))
        elif isinstance(term, URIRef) and not str(kind).startswith(BUILT_IN):
            found[term].add(OWL.NamedIndividual)
    return found


@cache
def _uses(turtle: str) -> set[tuple[URIRef, frozenset[URIRef], Node]]:
    """List each term that a text uses, the kinds that would allow the use, and about what."""
    graph = parsed(turtle)
    uses: set[tuple[Node, frozenset[URIRef], Node]] = set()
    for subject, predicate, value in graph:
        uses.add((predicate, PROPERTIES, subject))
        if predicate == RDF.type:
            uses.add((value, CLASS, subject))
        elif predicate in OBJECT_KINDS:
            uses.add((value, OBJECT_KINDS[URIRef(str(predicate))], subject))
            uses.add((subject, CLASS | PROPERTIES, subject))
        elif predicate in LIST_KINDS:
            items = graph.items(value)
            uses |= {(item, LIST_KINDS[URIRef(str(predicate))], subject) for item in items}
    return {
        (term, kinds, subject)
        for term, kinds, subject in uses
        if isinstance(term, URIRef) and not str(term).startswith(BUILT_IN)
    }


def _kinds_of(turtles: Iterable[str]) -> dict[Node, set[URIRef]]:
    together: dict[Node, set[URIRef]] = defaultdict(set)
    for turtle in turtles:
        for term, found in kinds(turtle).items():
            together[term] |= found
    return together


def undeclared(checked: Checked) -> list[Fault]:
    """List terms that are used in a view without being declared in it as what they are used as."""
    found: dict[tuple[URIRef, str], Fault] = {}
    for view, paths in views(checked.folder):
        texts = {path: path.read_text(encoding="utf-8") for path in paths}
        declared = _kinds_of(texts.values())
        for path, text in texts.items():
            for term, allowed, subject in _uses(text):
                if allowed & declared[term]:
                    continue
                where = checked.where(subject, path)
                wanted = " or ".join(sorted(f"owl:{kind.fragment}" for kind in allowed))
                # Every view that includes the file would say so again.
                found.setdefault(
                    (term, where),
                    Fault(
                        where,
                        f"{name(term)} is used and not declared in {view}",
                        fix=f"declare it there, as {wanted}, or import what declares it",
                    ),
                )
    return sorted(found.values())


def puns(checked: Checked) -> list[Fault]:
    """List terms that are two kinds of thing in one view, such as class and individual."""
    return sorted(
        {
            Fault(
                checked.where(term),
                f"{name(str(term))} is {' and '.join(sorted(k.fragment for k in found))}",
                fix="let it be one of these, and give the other a name of its own",
            )
            for _, paths in views(checked.folder)
            for term, found in _kinds_of(p.read_text(encoding="utf-8") for p in paths).items()
            if len(found) > 1
        }
    )
