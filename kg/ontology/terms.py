"""The IRIs of RDF, RDFS, OWL and SKOS that the code of this package reads or writes."""

from typing import Final

import pyoxigraph as ox

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"

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
