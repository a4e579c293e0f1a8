"""``/vocabulary.json``: what a query can name, with what it is called, for the editor to offer."""

import json
from collections.abc import Iterable
from typing import Any, Final

import pyoxigraph as ox
from flask import Blueprint, Flask, Response, current_app, request
from rdflib import OWL, RDF, SH, SKOS, VOID

from kg.prefixes import prefixes
from server.cache import CACHEABLE
from server.catalog import read_catalog
from server.current import Snapshot, current_of, snapshot_of
from server.kept import Kept
from server.reading import Reader

bp = Blueprint("vocabulary", __name__)

MOST: Final = 2_000
"""Terms of a kind that are offered; no ontology has so many that somebody knows."""

_EXTENSION: Final = "standoff-vocabularies"
_PROPERTIES: Final = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


def init_app(app: Flask) -> None:
    """Keep the vocabularies of the versions asked for last."""
    app.extensions[_EXTENSION] = Kept[bytes]()


@bp.get("/vocabulary.json")
def vocabulary() -> Response:
    """Give prefixes, classes, properties and the values of closed lists, with label and gloss."""
    snapshot = snapshot_of(current_of(current_app), request.args.get("snapshot", ""))
    kept: Kept[bytes] = current_app.extensions[_EXTENSION]
    body = kept.get(snapshot.version.id, lambda: json.dumps(describe(snapshot)).encode())
    response = Response(body, mimetype="application/json")
    response.add_etag()
    response.headers["Standoff-Snapshot"] = snapshot.version.id
    response.cache_control.no_cache = True
    response.make_conditional(request)
    request.environ[CACHEABLE] = True
    return response


def describe(snapshot: Snapshot) -> dict[str, Any]:
    """Return the vocabulary: the ontology's terms, and those of others that the data uses."""
    reader = Reader(snapshot, {})
    catalog = read_catalog(snapshot)
    classes = {node.value for node in reader.instances(OWL.Class)}
    properties = {node.value for kind in _PROPERTIES for node in reader.instances(kind)}
    properties.add(str(RDF.type))
    for triple in catalog:
        if isinstance(triple.object, ox.NamedNode):
            if triple.predicate.value == str(VOID["class"]):
                classes.add(triple.object.value)
            elif triple.predicate.value == str(VOID.property):
                properties.add(triple.object.value)
    concepts = {node.value for node in reader.instances(SKOS.Concept)}
    return {
        "prefixes": prefixes(snapshot.version.base) | _declared(catalog),
        "classes": _terms(classes, reader),
        "properties": _terms(properties, reader),
        "values": _terms(concepts, reader),
    }


def _declared(catalog: Iterable[ox.Triple]) -> dict[str, str]:
    """Return the prefixes that the catalog declares."""
    said: dict[str, dict[object, str]] = {str(SH.prefix): {}, str(SH.namespace): {}}
    for triple in catalog:
        if triple.predicate.value in said and isinstance(triple.object, ox.Literal):
            said[triple.predicate.value][triple.subject] = triple.object.value
    names, namespaces = said.values()
    return {name: namespaces[node] for node, name in names.items() if node in namespaces}


def _terms(iris: Iterable[str], reader: Reader) -> list[dict[str, str]]:
    return [_term(iri, reader) for iri in sorted(iris)[:MOST]]


def _term(iri: str, reader: Reader) -> dict[str, str]:
    node = ox.NamedNode(iri)
    return {
        "iri": iri,
        "label": reader.label(node),
        "gloss": reader.text(node, SKOS.definition),
    }
