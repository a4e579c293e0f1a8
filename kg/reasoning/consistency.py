"""Whether ontology and data can be true together: asked of HermiT, and if not, why not."""

from collections.abc import Collection

import pyoxigraph as ox

from kg.dataset import Dataset
from kg.errors import ConformanceError, Fault
from kg.prefixes import compact
from kg.reasoning.justification import Justification, justifications
from kg.reasoning.pellet_explanation import explain
from kg.reasoning.verdicts import Verdict, ask_hermit


def check_consistency(dataset: Dataset) -> None:
    """Raise `ConformanceError` if nothing can satisfy the dataset, or one of its classes.

    The error says in words which axioms and statements clash, and names the graphs of these.
    Raises `StandoffError` where HermiT itself fails.
    """
    triples = dataset.union()
    error = contradiction(ask_hermit(triples), triples, dataset)
    if error is not None:
        raise error


def contradiction(
    verdict: Verdict, triples: Collection[ox.Triple], dataset: Dataset
) -> ConformanceError | None:
    """Make the error that tells of an inconsistency or of classes nothing can belong to."""
    base = dataset.base
    if not verdict.is_consistent:
        return ConformanceError(
            f"ontology and data contradict each other ({verdict.reasoner})",
            fix="mend one of the statements, or one of the axioms",
            faults=[_fault(found, dataset) for found in why_inconsistent(triples, base)],
        )
    if verdict.unsatisfiable:
        names = ", ".join(compact(iri, base) for iri in verdict.unsatisfiable)
        return ConformanceError(
            f"no individual can belong to {names} ({verdict.reasoner})",
            fix="mend one of the axioms",
            faults=[
                _fault(found, dataset)
                for iri in verdict.unsatisfiable
                if (found := why_unsatisfiable(triples, iri, base)) is not None
            ],
        )
    return None


def why_inconsistent(triples: Collection[ox.Triple], base: str) -> tuple[Justification, ...]:
    """Say why nothing can satisfy the triples: by rules where they tell, else by Pellet."""
    found = justifications(triples, base)
    if found:
        return found
    explained = explain(triples, base)
    return (explained,) if explained else ()


def why_unsatisfiable(triples: Collection[ox.Triple], iri: str, base: str) -> Justification | None:
    """Say why nothing can belong to a class."""
    return explain(triples, base, unsatisfiable=iri)


def _fault(found: Justification, dataset: Dataset) -> Fault:
    graphs = sorted(
        {
            compact(name.value, dataset.base)
            for name, graph in dataset.graphs.items()
            if not graph.isdisjoint(found.statements)
        }
    )
    place = f" (stated in {', '.join(graphs)})" if graphs else ""
    return Fault(
        where=compact(found.about, dataset.base),
        message=found.clash,
        cause="; ".join(found.lines) + place,
    )
