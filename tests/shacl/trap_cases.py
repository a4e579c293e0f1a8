"""The traps, as cases of the same kind as those of the W3C suite."""

from typing import Final

import pyoxigraph as ox

from kg.validation.engines import Engine, findings
from kg.validation.findings import Finding
from kg.validation.reading import read_triples
from kg.validation.shape_reader import Shapes, read_shapes
from kg.validation.shapes_graph import ShapesGraph
from tests.shacl.traps import Trap

PREFIXES: Final = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX x: <http://example.org/x#>
"""
_SHAPES: Final = """
x:S a sh:PropertyShape ; sh:targetSubjectsOf x:p ; sh:path x:p ; %s .
x: sh:declare [ sh:prefix "x" ; sh:namespace "http://example.org/x#"^^xsd:anyURI ] ,
  [ sh:prefix "xsd" ; sh:namespace "http://www.w3.org/2001/XMLSchema#"^^xsd:anyURI ] .
"""


def turtle(text: str) -> list[ox.Triple]:
    """Parse Turtle, with the prefixes of the traps."""
    return [quad.triple for quad in ox.parse(PREFIXES + text, ox.RdfFormat.TURTLE)]


def shapes_of(trap: Trap) -> Shapes:
    """Return the shape of a trap."""
    constraints = trap.constraints.replace("sh:sparql [", "sh:sparql [ sh:prefixes x: ;")
    # Blank nodes of the same names at each reading.
    shapes = ox.Dataset(ox.Quad(*triple) for triple in turtle(_SHAPES % constraints))
    shapes.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return read_shapes(ShapesGraph(quad.triple for quad in shapes))


def found_by(trap: Trap, engine: Engine) -> list[Finding]:
    """Return what an engine finds."""
    data = read_triples(turtle(trap.data), with_store=True)
    return findings(data, shapes_of(trap), engine, where=trap.name)
