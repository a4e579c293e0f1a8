"""An explanation, written out: as text, as JSON, as Turtle."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

import pyoxigraph as ox

from kg.prefixes import COMMON, compact, prefixes
from kg.reasoning.claims import Backing
from kg.reasoning.explanation import Explanation
from kg.reasoning.hypergraph import Step
from kg.reasoning.schema import RDF, RDF_TYPE
from kg.turtle import sorted_turtle

VERDICTS: Final = {
    "asserted": "asserted",
    "inferred": "inferred",
    "not kept": "follows, but is not in the version",
    "absent": "does not hold",
}
_PROV: Final = COMMON["prov"]
_RDFS: Final = COMMON["rdfs"]


def as_text(found: Explanation, base: str) -> str:
    """Write an explanation for a terminal: a paragraph for each step."""
    return "\n".join(_lines(found, base)) + "\n"


def _lines(found: Explanation, base: str) -> Iterator[str]:
    yield f"{found.sentence(found.goal)}: {VERDICTS[found.status]}."
    if found.graphs:
        yield "  It stands in " + _names(found.graphs, base) + "."
    yield from _verdict(found)
    for number, step in enumerate(found.steps, 1):
        yield from _step_lines(found, number, step, base)
    if found.backing:
        yield "As a fact it rests on"
        yield from (f"  {line}" for line in claim_lines(found.backing, found, base))
    if found.claimed:
        yield "It is said, and not held as fact, by"
        yield from (f"  {line}" for line in claim_lines(found.claimed, found, base))
    if found.nearby:
        yield "What the version says instead:"
        yield from (f"  {found.sentence(triple)}" for triple in found.nearby)
    if not found.is_whole:
        yield "The search ended at its bound: there may be a shorter way."


def _verdict(found: Explanation) -> Iterator[str]:
    if found.missing:
        yield "  By the nearest way it would follow if this held as well:"
        yield from (f"    {found.sentence(triple)}" for triple in found.missing)
    elif found.status == "absent":
        yield "  It is asserted nowhere, and no rule leads to it."
    elif found.status == "inferred" and not found.steps:
        yield "  No rule leads to it from what the version holds now."
    elif found.status == "not kept":
        yield "  OWL 2 RL leads to it; the graph of what is inferred does not keep it."


def _step_lines(found: Explanation, number: int, step: Step, base: str) -> Iterator[str]:
    yield f"{number}. {found.sentence(step.conclusion)}"
    for triple in step.premises:
        yield f"     because {found.sentence(triple)} {_from(found, triple, base)}".rstrip()
    axioms = found.words.axioms(step.axioms)
    yield from (f"     and {said}" for said in axioms)
    # Where an axiom is told, the rule says no more than that.
    yield f"     by rule {step.rule.name}" + ("" if axioms else f": {reason(step, found)}")


def _from(found: Explanation, triple: ox.Triple, base: str) -> str:
    if triple in found.missing:
        return "[missing]"
    for number, step in enumerate(found.steps, 1):
        if step.conclusion == triple:
            return f"[{number}]"
    graphs = found.places.get(triple, ())
    return f"[{_names(graphs, base)}]" if graphs else ""


def reason(step: Step, found: Explanation) -> str:
    """Say in words what the rule of a step says here."""
    return found.words.filled(step.rule.words, step.bound)


def claim_lines(claims: Iterable[Backing], found: Explanation, base: str) -> Iterator[str]:
    """Say of each claim who makes it, and how."""
    for claim in claims:
        said = f" (of {found.sentence(claim.statement)})" if claim.statement != found.goal else ""
        how = f"{claim.mode}, {claim.certainty}, {claim.polarity}"
        yield f"{compact(claim.claim, base)}: {claim.speaker}, {how}{said}"


def _names(graphs: Iterable[str], base: str) -> str:
    return ", ".join(compact(name, base) for name in graphs)


def as_json(found: Explanation, base: str) -> str:
    """Write an explanation as one JSON object; terms are N-Triples."""
    return json.dumps(_object(found, base), ensure_ascii=False, indent=2) + "\n"


def _object(found: Explanation, base: str) -> dict[str, Any]:
    return {
        "statement": _statement(found.goal, found),
        "status": found.status,
        "graphs": list(found.graphs),
        "steps": [
            {
                "rule": step.rule.name,
                "reason": reason(step, found),
                "conclusion": _statement(step.conclusion, found),
                "premises": [
                    {
                        **_statement(triple, found),
                        "graphs": list(found.places.get(triple, ())),
                        "missing": triple in found.missing,
                    }
                    for triple in step.premises
                ],
                "axioms": [list(map(str, triple)) for triple in step.axioms],
                "axioms_in_words": list(found.words.axioms(step.axioms)),
            }
            for step in found.steps
        ],
        "missing": [_statement(triple, found) for triple in found.missing],
        "claims": [_claim(claim) for claim in found.backing],
        "claimed_by": [_claim(claim) for claim in found.claimed],
        "nearby": [_statement(triple, found) for triple in found.nearby],
        "complete": found.is_whole,
        "base": base,
    }


def _statement(triple: ox.Triple, found: Explanation) -> dict[str, Any]:
    return {"triple": list(map(str, triple)), "sentence": found.sentence(triple)}


def _claim(claim: Backing) -> dict[str, Any]:
    return {
        "claim": claim.claim,
        "speaker": claim.speaker,
        "mode": claim.mode,
        "certainty": claim.certainty,
        "polarity": claim.polarity,
        "triple": list(map(str, claim.statement)),
    }


def as_turtle(found: Explanation, base: str) -> bytes:
    """Write an explanation as reified statements, each derived from others (PROV-O)."""
    return sorted_turtle(_triples(found), prefixes(base))


def _triples(found: Explanation) -> Iterator[ox.Triple]:
    nodes: dict[ox.Triple, ox.BlankNode] = {}

    def node(triple: ox.Triple) -> ox.BlankNode:
        return nodes.setdefault(triple, ox.BlankNode(f"s{len(nodes)}"))

    node(found.goal)
    for step in found.steps:
        for source in (*step.premises, *step.axioms):
            derived = ox.NamedNode(f"{_PROV}wasDerivedFrom")
            yield ox.Triple(node(step.conclusion), derived, node(source))
        said = ox.Literal(f"{step.rule.name}: {reason(step, found)}", language="en")
        yield ox.Triple(node(step.conclusion), ox.NamedNode(f"{_RDFS}comment"), said)
    for triple, name in nodes.items():
        yield ox.Triple(name, RDF_TYPE, ox.NamedNode(f"{RDF}Statement"))
        for part, value in zip(("subject", "predicate", "object"), triple, strict=True):
            yield ox.Triple(name, ox.NamedNode(RDF + part), value)
        yield ox.Triple(
            name, ox.NamedNode(f"{_RDFS}label"), ox.Literal(found.sentence(triple), language="en")
        )
        graphs = found.graphs if triple == found.goal else found.places.get(triple, ())
        for graph in graphs:
            if graph.startswith("http"):
                yield ox.Triple(name, ox.NamedNode(f"{_PROV}hadPrimarySource"), ox.NamedNode(graph))
    for claim in found.backing:
        yield ox.Triple(
            node(claim.statement),
            ox.NamedNode(f"{_PROV}wasInfluencedBy"),
            ox.NamedNode(claim.claim),
        )
