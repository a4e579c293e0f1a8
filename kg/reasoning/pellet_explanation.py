"""Why nothing can satisfy an ontology, or one of its classes, as Pellet explains it.

Pellet names things by the ends of their IRIs, which need not be unique, and writes axioms in a
syntax for people. So it is given numbers for names, and each line it writes is matched with the
axiom of ours that has the same numbers in it.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

import pyoxigraph as ox

from kg.reasoning.java import failure, run
from kg.reasoning.justification import Justification, axiom_groups
from kg.reasoning.schema import OWL, RDF, RDF_TYPE, RDFS, Schema
from kg.reasoning.words import Words, labels_of

_NUMBERED: Final = "http://standoff.invalid/#"
_TOKEN: Final = re.compile(r"\bqz(\d+)zq\b")
_FIRST: Final = re.compile(r"^(\d+)\)\s+")
_BUILT_IN: Final = (OWL, RDF, RDFS, "http://www.w3.org/2001/XMLSchema#")
_UNSAID: Final = (f"{RDFS}label", f"{RDFS}comment", f"{RDFS}isDefinedBy", f"{RDFS}seeAlso")
# What stands in a line about an axiom of this property; else the property itself does.
_WORDS: Final = {
    f"{RDFS}subClassOf": "subClassOf",
    f"{RDFS}subPropertyOf": "subPropertyOf",
    f"{RDFS}domain": "domain",
    f"{RDFS}range": "range",
    f"{OWL}equivalentClass": "equivalentTo",
    f"{OWL}unionOf": "equivalentTo",
    f"{OWL}intersectionOf": "equivalentTo",
    f"{OWL}oneOf": "equivalentTo",
    f"{OWL}disjointWith": "disjointWith",
    f"{OWL}inverseOf": "inverseOf",
    f"{OWL}propertyDisjointWith": "propertyDisjointWith",
    f"{OWL}sameAs": "sameAs",
    f"{OWL}differentFrom": "differentFrom",
}
_KIND_WORDS: Final = {
    f"{OWL}FunctionalProperty": "Functional",
    f"{OWL}InverseFunctionalProperty": "InverseFunctional",
    f"{OWL}TransitiveProperty": "Transitive",
    f"{OWL}SymmetricProperty": "symmetric",
    f"{OWL}AsymmetricProperty": "Asymmetric",
    f"{OWL}IrreflexiveProperty": "Irreflexive",
    f"{OWL}AllDisjointClasses": "DisjointClasses",
    f"{OWL}AllDifferent": "DifferentIndividuals",
    f"{OWL}NegativePropertyAssertion": "NOT",
}
_OF_TWO: Final = {"DisjointClasses": "disjointWith", "DifferentIndividuals": "differentFrom"}


def explain(
    triples: Collection[ox.Triple], base: str, *, unsatisfiable: str = ""
) -> Justification | None:
    """Have Pellet explain an inconsistency, or why a class is empty; None where it sees none.

    Raises `StandoffError` where it fails.
    """
    logical = _logical(triples)
    numbers = {iri: number for number, iri in enumerate(sorted(_names(logical)))}
    asked = ["--inconsistent"]
    if unsatisfiable:
        asked = ["--unsat", _numbered(ox.NamedNode(unsatisfiable), numbers).value]
    told = (ox.Triple(*(_numbered(part, numbers) for part in triple)) for triple in logical)
    ended, _ = run("Pellet", ["explain", *asked], told)
    if "Explanation" not in ended.stdout:
        raise failure("Pellet", ended, "mend what it names")
    written = list(_axioms(ended.stdout))
    if not written:
        return None
    return _justification(written, logical, triples, numbers, base, unsatisfiable)


def _logical(triples: Collection[ox.Triple]) -> list[ox.Triple]:
    """Leave out annotations, which Pellet would complain of one by one."""
    annotation = ox.NamedNode(f"{OWL}AnnotationProperty")
    silent = {t.subject for t in triples if t.object == annotation}
    silent |= {ox.NamedNode(iri) for iri in _UNSAID}
    return sorted((t for t in triples if t.predicate not in silent), key=str)


def _names(triples: Iterable[ox.Triple]) -> set[str]:
    parts = (part for triple in triples for part in triple if isinstance(part, ox.NamedNode))
    return {part.value for part in parts if not part.value.startswith(_BUILT_IN)}


def _numbered(part: Any, numbers: dict[str, int]) -> Any:
    if isinstance(part, ox.NamedNode) and part.value in numbers:
        return ox.NamedNode(f"{_NUMBERED}qz{numbers[part.value]}zq")
    return part


def _axioms(written: str) -> Iterator[str]:
    """Read the axioms of the first explanation, each on one line."""
    _, _, rest = written.partition("Explanation(s):")
    lines: list[str] = []
    for line in rest.splitlines():
        first = _FIRST.match(line)
        if first and first[1] != "1":
            break
        if first:
            lines.append(line[first.end() :].strip())
        elif lines and line.startswith("      "):
            lines[-1] += f" {line.strip()}"
        elif lines and line.strip():
            lines.append(line.strip())
    yield from lines


def _justification(
    written: list[str],
    logical: list[ox.Triple],
    triples: Collection[ox.Triple],
    numbers: dict[str, int],
    base: str,
    unsatisfiable: str,
) -> Justification:
    schema = Schema(logical)
    words = Words(schema, labels_of(triples), base)
    iris = {number: iri for iri, number in numbers.items()}
    groups = [(root, group, _names(group)) for root, group in axiom_groups(logical)]
    axioms: dict[ox.Triple, None] = {}
    statements: dict[ox.Triple, None] = {}
    lines = []
    for line in written:
        named = [iris[int(number)] for number in _TOKEN.findall(line)]
        found = next((g for g in groups if _is_said(line, named, g[0], g[2])), None)
        if found is None:
            lines.append(_TOKEN.sub(lambda m: words.name(ox.NamedNode(iris[int(m[1])])), line))
            continue
        root, group, _ = found
        lines += (
            words.axioms(group)
            if isinstance(root.subject, ox.BlankNode)
            else [words.statement(root)]
        )
        is_axiom = root in schema.triples
        (axioms if is_axiom else statements).update(dict.fromkeys(sorted(group, key=str)))
    things = [t.subject for t in (*statements, *axioms) if isinstance(t.subject, ox.NamedNode)]
    about = unsatisfiable or (things[0].value if things else "")
    clash = (
        f"nothing can be {words.expression(ox.NamedNode(unsatisfiable))}"
        if unsatisfiable
        else "these cannot be true together"
    )
    return Justification(about, clash, tuple(axioms), tuple(statements), (), tuple(lines))


def _is_said(line: str, named: list[str], root: ox.Triple, names: set[str]) -> bool:
    """Tell whether a line of Pellet's is about the axiom that begins with this triple."""
    predicate, value = root.predicate.value, root.object
    kind = _KIND_WORDS.get(value.value) if isinstance(value, ox.NamedNode) else None
    if predicate == RDF_TYPE.value and kind is not None:
        # Of two alone it says disjointWith or differentFrom.
        heads = {kind, _OF_TWO.get(kind, "")} if len(names) == 2 else {kind}
        return set(named) == names and not heads.isdisjoint(line.replace("(", " ").split())
    if set(named) != names or not named or line.startswith("NOT "):
        return False
    if isinstance(root.subject, ox.NamedNode) and named[0] != root.subject.value:
        is_mutual = predicate in (f"{OWL}disjointWith", f"{OWL}differentFrom", f"{OWL}sameAs")
        return is_mutual and _WORDS[predicate] in line.split()
    if predicate == RDF_TYPE.value:
        return "type" in line.split()
    if predicate in _WORDS:
        return _WORDS[predicate] in line.split()
    if isinstance(value, ox.Literal):
        return f'"{value.value}"' in line or line.endswith(f" {value.value}")
    return named[1:] == [predicate, getattr(value, "value", "")]
