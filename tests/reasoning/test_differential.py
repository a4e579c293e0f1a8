"""Whole closures beside owlrl's: over the ontology with data, and over graphs drawn by chance.

``python -m tests.reasoning`` does the same at length.
"""

import pytest

from kg.base import BASE
from kg.dataset import load_ontology
from kg.paths import project_data
from tests.reasoning.closures import comparable, logic, ours, owlrl_closure, parse
from tests.reasoning.generated import generated

# In 446, that something meets a condition follows only from what follows from axioms alone.
SEEDS = (*range(12), 446)
DATA = f"""
@prefix stand: <{BASE}ontology#> .
@prefix certainty: <{BASE}vocab/certainty/> .
@prefix mode: <{BASE}vocab/reporting-mode/> .
:desk stand:unitOf :embassy . :embassy stand:actsFor :ruritania .
:islet stand:partOf :chain . :chain stand:partOf :region .
:c1 stand:certainty certainty:possible ; stand:reportingMode mode:imputed ; stand:evidencedBy :s1 .
:c2 stand:embeddedIn :c1 ; stand:certainty certainty:certain , :sure .
:s1 stand:paratext true . :event stand:takesPlaceIn :ruritania .
:p1 stand:contradicts :p2 . :new stand:supersedes :old .
"""


@pytest.mark.parametrize("seed", SEEDS)
def test_what_follows_from_a_generated_graph_is_what_owlrl_says(seed: int):
    graph = generated(seed)

    new, clashes = ours(graph)

    assert (comparable(new), bool(clashes)) == owlrl_closure(graph)


def test_what_follows_from_data_with_our_ontology_is_what_owlrl_says():
    graph = logic(load_ontology(project_data().ontology, BASE)) | parse(DATA)

    new, clashes = ours(graph)

    reference, contradicts = owlrl_closure(graph)
    assert comparable(new) == reference
    assert contradicts == bool(clashes)
