"""Files as Protégé saves them: written by the OWL API that it uses, in each of its syntaxes."""

from pathlib import Path

from kg.ontology.folder import OntologyFolder
from kg.ontology.owl_api import OwlApi, paths_by_iri
from kg.ontology.reading import FUNCTIONAL, MANCHESTER, OWL_XML, RDF_XML, SYNTAXES, TURTLE

SUFFIXES = {TURTLE: "ttl", RDF_XML: "rdf", OWL_XML: "owx", FUNCTIONAL: "ofn", MANCHESTER: "omn"}


def saves(
    file: Path, api: OwlApi, folder: OntologyFolder, syntaxes: tuple[str, ...] = SYNTAXES
) -> dict[str, str]:
    """Open a Turtle file in the OWL API, with its imports, and save it."""
    found = api.ask(
        "save",
        file=str(file.absolute()),
        syntaxes=list(syntaxes),
        catalogue=paths_by_iri(folder.catalogue),
    )
    assert set(found) == set(syntaxes)
    return {str(syntax): str(text) for syntax, text in found.items()}
