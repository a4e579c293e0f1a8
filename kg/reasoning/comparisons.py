"""Axioms that follow by comparing two conditions without a name, and what explains them.

That a value of a narrower class is the narrower condition is in no file, so no clause for it is
compiled from the ontology as it is written. Here such axioms are drawn from it, each with the steps
that lead to it, and what uses one goes back to those steps.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from kg.reasoning.hypergraph import Step
from kg.reasoning.schema import RDFS, Schema
from kg.reasoning.schema_closure import SchemaStep, close_schema

COMPARISONS: Final = frozenset({"scm-hv", "scm-svf1", "scm-svf2", "scm-avf1", "scm-avf2"})
"""The rules that compare two conditions."""


class SchemaConclusions:
    """What follows from the axioms alone, step by step; worked out when it is first asked for."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps to everything that follows from axioms alone."""
        return tuple(map(_as_step, close_schema(Schema(self._schema.triples))))

    @cached_property
    def compared(self) -> frozenset[ox.Triple]:
        """The axioms that follow by a comparison, and are not written."""
        return frozenset(s.conclusion for s in self.steps if s.rule.name in COMPARISONS)

    @cached_property
    def schema(self) -> Schema:
        """The axioms as they are written, and those that follow by a comparison."""
        return Schema(self._schema.triples | self.compared)

    def reasons(self, steps: Iterable[Step]) -> list[Step]:
        """Turn axioms that are not written into premises, and add the steps that lead to them."""
        found = [self._reasoned(step) for step in steps]
        uses = any(premise in self.compared for step in found for premise in step.premises)
        return [*found, *self.steps] if uses else found

    def _reasoned(self, step: Step) -> Step:
        drawn = tuple(axiom for axiom in step.axioms if axiom in self.compared)
        if not drawn:
            return step
        written = tuple(axiom for axiom in step.axioms if axiom not in self.compared)
        return replace(step, axioms=written, premises=(*step.premises, *drawn))


def _as_step(step: SchemaStep) -> Step:
    """Make a step whose premises are sentences: what makes up a condition stands beside them."""
    premises: tuple[ox.Triple, ...] = step.premises
    parts: tuple[ox.Triple, ...] = ()
    if step.rule.name in COMPARISONS:
        premises = tuple(triple for triple in step.premises if _is_sentence(triple))
        parts = tuple(triple for triple in step.premises if not _is_sentence(triple))
    return Step(step.rule, parts, premises, step.conclusion, step.bound)


def _is_sentence(triple: ox.Triple) -> bool:
    return triple.predicate.value in (f"{RDFS}subClassOf", f"{RDFS}subPropertyOf")
