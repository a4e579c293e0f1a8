"""The claims behind a statement: those that make it a fact, and those that only say it."""

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from kg.base import rebase
from kg.reasoning.asking import Ask
from kg.reasoning.schema import RDFS
from kg.vocab import STAND


@dataclass(frozen=True, order=True)
class Backing:
    """A claim that says a statement: who says so, how, how certainly, and whether it makes a fact.

    ``speaker``, ``mode``, ``certainty`` and ``polarity`` are labels.
    """

    claim: str
    speaker: str
    mode: str
    certainty: str
    polarity: str
    establishes: bool
    statement: ox.Triple


def backing(ask: Ask, statements: Iterable[ox.Triple], base: str) -> tuple[Backing, ...]:
    """Find the claims whose content is one of these statements, in order."""
    values = " ".join(
        f"({subject} {predicate} {value})"
        for subject, predicate, value in dict.fromkeys(statements)
        if isinstance(value, ox.NamedNode)
    )
    rows = ask(rebase(_QUERY, base).replace("VALUES_HERE", values)) if values else ()
    found = {
        Backing(
            row["claim"].value,
            row["speaker"].value,
            row["mode"].value,
            row["certainty"].value,
            row["polarity"].value,
            row["establishes"].value == "true",
            ox.Triple(row["s"], row["p"], row["o"]),
        )
        for row in rows
    }
    return tuple(sorted(found, key=lambda c: (not c.establishes, c.claim)))


_LABEL = f"<{RDFS}label>"
_QUERY = f"""SELECT ?s ?p ?o ?claim ?establishes
  (MIN(?sp) AS ?speaker) (MIN(?mo) AS ?mode) (MIN(?ce) AS ?certainty) (MIN(?po) AS ?polarity)
WHERE {{
  VALUES (?s ?p ?o) {{ VALUES_HERE }}
  ?content <{STAND.propositionSubject}> ?s ; <{STAND.propositionPredicate}> ?p ;
    <{STAND.propositionObject}> ?o .
  ?claim <{STAND.hasProposition}> ?content ; <{STAND.assertedBy}>/{_LABEL} ?sp ;
    <{STAND.reportingMode}>/{_LABEL} ?mo ; <{STAND.certainty}>/{_LABEL} ?ce ;
    <{STAND.polarity}>/{_LABEL} ?po .
  FILTER(LANGMATCHES(LANG(?sp), "en") && LANGMATCHES(LANG(?mo), "en"))
  FILTER(LANGMATCHES(LANG(?ce), "en") && LANGMATCHES(LANG(?po), "en"))
  BIND(EXISTS {{ ?content <{STAND.establishedBy}> ?claim }} AS ?establishes)
}} GROUP BY ?s ?p ?o ?claim ?establishes"""
