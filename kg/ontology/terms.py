"""The IRIs of RDF, RDFS, OWL and SKOS that the code of this package reads or writes."""

from typing import Final

import pyoxigraph as ox

from kg.prefixes import COMMON

RDF: Final = COMMON["rdf"]
RDFS: Final = COMMON["rdfs"]
OWL: Final = COMMON["owl"]
XSD: Final = COMMON["xsd"]
SKOS: Final = COMMON["skos"]
DCTERMS: Final = COMMON["dcterms"]

TYPE: Final = ox.NamedNode(f"{RDF}type")
FIRST: Final = ox.NamedNode(f"{RDF}first")
REST: Final = ox.NamedNode(f"{RDF}rest")
NIL: Final = ox.NamedNode(f"{RDF}nil")
LABEL: Final = ox.NamedNode(f"{RDFS}label")
DEPRECATED: Final = ox.NamedNode(f"{OWL}deprecated")
REPLACED_BY: Final = ox.NamedNode(f"{DCTERMS}isReplacedBy")
IMPORTS: Final = ox.NamedNode(f"{OWL}imports")
ONTOLOGY: Final = ox.NamedNode(f"{OWL}Ontology")
VERSION_IRI: Final = ox.NamedNode(f"{OWL}versionIRI")
