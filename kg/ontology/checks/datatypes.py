"""Only datatypes of the OWL 2 datatype map: HermiT refuses any other."""

from rdflib import RDF, RDFS, XSD, Literal, URIRef
from rdflib.term import Node

from kg.errors import Fault
from kg.ontology.checks.graphs import Checked, graph_of
from kg.ontology.normal_form import OWL2_DATATYPES
from kg.ontology.words import name


def foreign_datatypes(checked: Checked) -> list[Fault]:
    """List datatypes outside the OWL 2 datatype map, those of annotations included."""
    found = set()
    for path in checked.files:
        graph = graph_of(path)
        used: set[tuple[Node, Node | None]] = {
            (subject, value.datatype if isinstance(value, Literal) else value)
            for subject, value in graph.subject_objects()
            if isinstance(value, Literal) or str(value).startswith(str(XSD))
        }
        used |= {(subject, subject) for subject in graph.subjects(RDF.type, RDFS.Datatype)}
        found |= {
            Fault(
                checked.where(subject, path),
                f"{name(datatype)} is outside the OWL 2 datatype map",
                fix="use xsd:string, xsd:dateTime or another datatype that OWL 2 has",
            )
            for subject, datatype in used
            if isinstance(datatype, URIRef) and str(datatype) not in OWL2_DATATYPES
        }
    return sorted(found)
