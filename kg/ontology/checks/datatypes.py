"""Only datatypes of the OWL 2 datatype map: HermiT refuses any other."""

from typing import Final

from rdflib import RDF, RDFS, XSD, Literal, URIRef
from rdflib.term import Node

from kg.errors import Fault
from kg.ontology.checks.graphs import Checked, graph_of
from kg.ontology.words import name

# The OWL 2 datatype map, and rdf:langString, which the OWL API takes for rdf:PlainLiteral.
OWL2_DATATYPES: Final = {
    *(RDF.langString, RDF.PlainLiteral, RDFS.Literal),
    *(XSD.string, XSD.normalizedString, XSD.token, XSD.language, XSD.Name, XSD.NCName, XSD.NMTOKEN),
    *(XSD.boolean, XSD.decimal, XSD.double, XSD.float, XSD.hexBinary, XSD.base64Binary, XSD.anyURI),
    *(XSD.integer, XSD.nonNegativeInteger, XSD.nonPositiveInteger, XSD.positiveInteger),
    *(XSD.negativeInteger, XSD.long, XSD.int, XSD.short, XSD.byte, XSD.unsignedLong),
    *(XSD.unsignedInt, XSD.unsignedShort, XSD.unsignedByte, XSD.dateTime, XSD.dateTimeStamp),
}


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
            if isinstance(datatype, URIRef) and datatype not in OWL2_DATATYPES
        }
    return sorted(found)
