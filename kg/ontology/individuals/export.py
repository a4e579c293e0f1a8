"""Entities as OWL individuals that Protégé opens, with the ontology imported by a catalogue."""

import os
import xml.sax.saxutils
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.base import BASE
from kg.errors import InputError
from kg.located_yaml import shown
from kg.ontology import terms
from kg.ontology.folder import CATALOGUE, OntologyFolder
from kg.ontology.individuals.entity_files import (
    DATES,
    IDS,
    INDIVIDUALS,
    EntityFiles,
    Fields,
    fields,
    items,
)
from kg.ontology.prefixes import KNOWN
from kg.ontology.stable_turtle import stable_turtle
from kg.prefixes import COMMON

NAMED_INDIVIDUAL: Final = ox.NamedNode(f"{terms.OWL}NamedIndividual")
ALT_LABEL: Final = ox.NamedNode(f"{terms.SKOS}altLabel")
DEFINITION: Final = ox.NamedNode(f"{terms.SKOS}definition")
NOTE: Final = ox.NamedNode(f"{terms.SKOS}note")
SOURCE: Final = ox.NamedNode(f"{terms.DCTERMS}source")
TITLE: Final = ox.NamedNode(f"{terms.DCTERMS}title")
VERSION_INFO: Final = ox.NamedNode(f"{terms.OWL}versionInfo")
COMMENT: Final = ox.NamedNode(f"{terms.RDFS}comment")
GEO: Final = COMMON["geo"]
GEOMETRY: Final = ox.NamedNode(f"{GEO}Geometry")
HAS_GEOMETRY: Final = ox.NamedNode(f"{GEO}hasGeometry")
AS_WKT: Final = ox.NamedNode(f"{GEO}asWKT")
ADVICE: Final = (
    "The entities of the project, made by standoff ontology individuals export. Edit labels, "
    "types, relations and texts, add and remove individuals, and bring them back with standoff "
    "ontology individuals import. The source of a relation is an annotation of the assertion."
)


def stand(name: str) -> ox.NamedNode:
    """Return the IRI of a term of ours."""
    return ox.NamedNode(f"{BASE}ontology#{name}")


def individual(reference: str) -> ox.NamedNode:
    """Return the IRI of an entity, or of a part of one."""
    return ox.NamedNode(f"{IDS}{reference}")


def export(files: EntityFiles, ontology: OntologyFolder, out: Path) -> list[Path]:
    """Write the individuals to a file, .ttl or .owl, and beside it the catalogue; return both.

    Raises `InputError` where the file has another suffix, or its place is no good one.
    """
    if out.suffix not in (".ttl", ".owl"):
        raise InputError(
            f"{out.suffix or 'a name without suffix'} is no suffix for an ontology",
            where=shown(out),
            fix="name it .ttl (Turtle) or .owl (RDF/XML)",
        )
    if out.resolve().is_relative_to(ontology.path.resolve()):
        raise InputError(
            "the files of this folder are the ontology itself",
            where=shown(out),
            fix="export to another folder",
        )
    text = stable_turtle([*_header(files), *individuals(files)])
    catalogue = _catalogue(ontology, out.parent)
    out.write_bytes(_spelled(text, out.suffix))
    return [out, catalogue]


def individuals(files: EntityFiles) -> Iterator[ox.Triple]:
    """Yield what the files say, as triples; dates without the bounds that follow from them."""
    for _, _, entity in files.entities():
        yield from _entity(entity)


def _header(files: EntityFiles) -> Iterator[ox.Triple]:
    header = ox.NamedNode(INDIVIDUALS)
    yield ox.Triple(header, terms.TYPE, terms.ONTOLOGY)
    yield ox.Triple(header, terms.IMPORTS, ox.NamedNode(f"{BASE}ontology"))
    yield ox.Triple(header, TITLE, ox.Literal("The entities of Standoff", language="en"))
    yield ox.Triple(header, COMMENT, ox.Literal(ADVICE, language="en"))
    yield ox.Triple(header, VERSION_INFO, ox.Literal(files.digest))


def _entity(entity: Fields) -> Iterator[ox.Triple]:
    node = individual(str(entity["id"]))
    yield from _typed(node, stand(str(entity["class"])))
    for language, label in fields(entity.get("labels")).items():
        yield ox.Triple(node, terms.LABEL, ox.Literal(str(label), language=language))
    for language, names in fields(entity.get("alt")).items():
        for name in items(names):
            yield ox.Triple(node, ALT_LABEL, ox.Literal(str(name), language=language))
    for key, predicate in (("definition", DEFINITION), ("note", NOTE)):
        if key in entity:
            yield ox.Triple(node, predicate, ox.Literal(str(entity[key]), language="en"))
    slug = str(entity["id"]).partition("/")[2]
    for name in map(fields, items(entity.get("designations"))):
        yield from _designation(node, individual(f"designation/{slug}/{name['id']}"), name)
    if "geometry" in entity:
        yield from _geometry(node, individual(f"geometry/{slug}"), fields(entity["geometry"]))
    for fact in map(fields, items(entity.get("background"))):
        yield from _background(node, fact)


def _typed(node: ox.NamedNode, class_: ox.NamedNode) -> Iterator[ox.Triple]:
    yield ox.Triple(node, terms.TYPE, NAMED_INDIVIDUAL)
    yield ox.Triple(node, terms.TYPE, class_)


def _designation(owner: ox.NamedNode, node: ox.NamedNode, name: Fields) -> Iterator[ox.Triple]:
    yield from _typed(node, stand("Designation"))
    yield ox.Triple(node, stand("designates"), owner)
    yield ox.Triple(node, stand("usedBy"), individual(str(name["used_by"])))
    yield ox.Triple(node, SOURCE, ox.Literal(str(name["source"])))
    for language, words in fields(name["text"]).items():
        text = ox.Literal(str(words), language=language)
        yield ox.Triple(node, stand("designationText"), text)


def _geometry(owner: ox.NamedNode, node: ox.NamedNode, place: Fields) -> Iterator[ox.Triple]:
    yield from _typed(node, GEOMETRY)
    yield ox.Triple(owner, HAS_GEOMETRY, node)
    yield ox.Triple(node, AS_WKT, ox.Literal(str(place["wkt"])))
    yield ox.Triple(node, SOURCE, ox.Literal(str(place["source"])))


def _background(node: ox.NamedNode, fact: Fields) -> Iterator[ox.Triple]:
    predicate = stand(str(fact["property"]))
    value: ox.NamedNode | ox.Literal
    if fact["property"] in DATES:
        value = ox.Literal(str(fact["edtf"]))
    else:
        value = individual(str(fact["entity"]))
    yield ox.Triple(node, predicate, value)
    axiom = ox.BlankNode()
    yield ox.Triple(axiom, terms.TYPE, ox.NamedNode(f"{terms.OWL}Axiom"))
    yield ox.Triple(axiom, ox.NamedNode(f"{terms.OWL}annotatedSource"), node)
    yield ox.Triple(axiom, ox.NamedNode(f"{terms.OWL}annotatedProperty"), predicate)
    yield ox.Triple(axiom, ox.NamedNode(f"{terms.OWL}annotatedTarget"), value)
    yield ox.Triple(axiom, SOURCE, ox.Literal(str(fact["source"])))


def _spelled(turtle: str, suffix: str) -> bytes:
    if suffix == ".ttl":
        return turtle.encode("utf-8")
    triples = [quad.triple for quad in ox.parse(turtle, ox.RdfFormat.TURTLE)]
    spelled = ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=dict(KNOWN))
    return spelled or b""


def _catalogue(ontology: OntologyFolder, folder: Path) -> Path:
    """Write the catalogue by which Protégé finds the ontology from this folder."""
    file = folder / CATALOGUE
    places = {iri: os.path.relpath(path, folder) for iri, path in ontology.catalogue.items()}
    if file.exists():
        known = OntologyFolder(folder).catalogue
        if not known.get(f"{BASE}ontology", Path("missing")).is_file():
            raise InputError(
                "the catalogue that lies here does not say where the ontology is",
                where=shown(file),
                fix="export to a folder without a catalogue",
            )
        return file
    quoted = xml.sax.saxutils.quoteattr
    entries = "".join(
        f'    <uri id="ontology-{number}" name={quoted(iri)} '
        f"uri={quoted(Path(place).as_posix())}/>\n"
        for number, (iri, place) in enumerate(places.items(), start=1)
    )
    file.write_text(
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        '<catalog prefer="public" xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">\n'
        f"{entries}</catalog>\n",
        encoding="utf-8",
    )
    return file
