"""What every ontology folder owes: each check takes the folder and returns its complaints.

No complaint means passed. ``CHECKS`` are the cheap ones, in Python; the reasoner and the OWL 2 DL
profile each start a JVM and lie in `jvm_checks`.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from ontology_folder import alignments, catalogue, graph_of, merged, modules, parsed, views
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, XSD, Graph, Literal, URIRef
from rdflib.term import Node

BASE = "https://w3id.org/standoff/"
XML_SCHEMA = "http://www.w3.org/2001/XMLSchema#"
BUILT_IN = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://www.w3.org/2000/01/rdf-schema#",
    "http://www.w3.org/2002/07/owl#",
    XML_SCHEMA,
)
PROPERTIES = frozenset({OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty})
CLASS = frozenset({OWL.Class})
CLASS_OR_DATATYPE = frozenset({OWL.Class, RDFS.Datatype})
INDIVIDUAL = frozenset({OWL.NamedIndividual})
DECLARATIONS = PROPERTIES | CLASS_OR_DATATYPE | INDIVIDUAL
# The OWL 2 datatype map, and rdf:langString, which the OWL API takes for rdf:PlainLiteral.
OWL2_DATATYPES = {
    *(RDF.langString, RDF.PlainLiteral, RDFS.Literal),
    *(XSD.string, XSD.normalizedString, XSD.token, XSD.language, XSD.Name, XSD.NCName, XSD.NMTOKEN),
    *(XSD.boolean, XSD.decimal, XSD.double, XSD.float, XSD.hexBinary, XSD.base64Binary, XSD.anyURI),
    *(XSD.integer, XSD.nonNegativeInteger, XSD.nonPositiveInteger, XSD.positiveInteger),
    *(XSD.negativeInteger, XSD.long, XSD.int, XSD.short, XSD.byte, XSD.unsignedLong),
    *(XSD.unsignedInt, XSD.unsignedShort, XSD.unsignedByte, XSD.dateTime, XSD.dateTimeStamp),
}
# The kinds that a term must be declared as to stand as object of a predicate, or in its list.
OBJECT_KINDS = {
    OWL.disjointWith: CLASS,
    OWL.equivalentClass: CLASS_OR_DATATYPE,
    OWL.equivalentProperty: PROPERTIES,
    OWL.hasValue: INDIVIDUAL,
    OWL.inverseOf: frozenset({OWL.ObjectProperty}),
    OWL.onClass: CLASS,
    OWL.onProperty: PROPERTIES - {OWL.AnnotationProperty},
    OWL.someValuesFrom: CLASS_OR_DATATYPE,
    RDFS.domain: CLASS,
    RDFS.range: CLASS_OR_DATATYPE,
    RDFS.subClassOf: CLASS,
    RDFS.subPropertyOf: PROPERTIES,
}
LIST_KINDS = {
    OWL.distinctMembers: INDIVIDUAL,
    OWL.intersectionOf: CLASS_OR_DATATYPE,
    OWL.members: CLASS | PROPERTIES,
    OWL.oneOf: INDIVIDUAL,
    OWL.propertyChainAxiom: frozenset({OWL.ObjectProperty}),
    OWL.unionOf: CLASS_OR_DATATYPE,
}


def own(term: Node) -> bool:
    """Say whether *term* is a term or a concept of this project."""
    return isinstance(term, URIRef) and str(term).startswith((f"{BASE}ontology#", f"{BASE}vocab/"))


@cache
def _kinds(turtle: str) -> dict[Node, set[URIRef]]:
    """Say what each term of a text is declared to be; a member of a class is an individual."""
    kinds: dict[Node, set[URIRef]] = defaultdict(set)
    for term, kind in parsed(turtle).subject_objects(RDF.type):
        if isinstance(term, URIRef) and kind in DECLARATIONS:
            kinds[term].add(URIRef(kind))
        elif isinstance(term, URIRef) and not str(kind).startswith(BUILT_IN):
            kinds[term].add(OWL.NamedIndividual)
    return kinds


@cache
def _uses(turtle: str) -> set[tuple[URIRef, frozenset[URIRef]]]:
    """List each term that a text uses, with the kinds that would allow the use."""
    graph = parsed(turtle)
    uses: set[tuple[Node, frozenset[URIRef]]] = set()
    for subject, predicate, value in graph:
        uses.add((predicate, PROPERTIES))
        if predicate == RDF.type:
            uses.add((value, CLASS))
        elif predicate in OBJECT_KINDS:
            uses.add((value, OBJECT_KINDS[URIRef(predicate)]))
            uses.add((subject, CLASS | PROPERTIES))
        elif predicate in LIST_KINDS:
            uses |= {(item, LIST_KINDS[URIRef(predicate)]) for item in graph.items(value)}
    return {
        (term, kinds)
        for term, kinds in uses
        if isinstance(term, URIRef) and not str(term).startswith(BUILT_IN)
    }


def _kinds_of(turtles: Iterable[str]) -> dict[Node, set[URIRef]]:
    together: dict[Node, set[URIRef]] = defaultdict(set)
    for turtle in turtles:
        for term, kinds in _kinds(turtle).items():
            together[term] |= kinds
    return together


def undeclared(folder: Path) -> list[str]:
    """List terms that are used in a view without being declared in it as what they are used as."""
    found = []
    for name, turtles in views(folder):
        declared = _kinds_of(turtles)
        found += [
            f"{name}: {term} is used and not declared"
            for term in {
                term
                for turtle in turtles
                for term, kinds in _uses(turtle)
                if not kinds & declared[term]
            }
        ]
    return sorted(found)


def puns(folder: Path) -> list[str]:
    """List terms that are two kinds of thing in one view, such as class and individual."""
    return sorted(
        f"{name}: {term} is {' and '.join(sorted(kind.fragment for kind in kinds))}"
        for name, turtles in views(folder)
        for term, kinds in _kinds_of(turtles).items()
        if len(kinds) > 1
    )


def foreign_datatypes(folder: Path) -> list[str]:
    """List datatypes outside the OWL 2 datatype map, those of annotations included."""
    found = set()
    for path in modules(folder) + alignments(folder):
        graph = graph_of(path)
        used = {value.datatype for value in graph.objects() if isinstance(value, Literal)}
        used |= {value for value in graph.objects() if str(value).startswith(XML_SCHEMA)}
        used |= set(graph.subjects(RDF.type, RDFS.Datatype))
        found |= {
            f"{path.name}: {datatype} is outside the OWL 2 datatype map"
            for datatype in used - {None} - OWL2_DATATYPES
            if isinstance(datatype, URIRef)
        }
    return sorted(found)


def _languages(graph: Graph, term: Node, predicate: URIRef) -> list[str]:
    return sorted(
        str(value.language)
        for value in graph.objects(term, predicate)
        if isinstance(value, Literal)
    )


def _form(core: Graph, term: Node, kinds: set[Node]) -> str:
    """Give the regular expression that a definition must match: genus, then difference."""
    if PROPERTIES & kinds:
        return r"relates an? .+ (to|with) "
    over = RDFS.subClassOf if OWL.Class in kinds else RDF.type
    labels = [
        re.escape(label)
        for parent in core.objects(term, over)
        if parent not in DECLARATIONS and (own(parent) or SKOS.Concept not in kinds)
        for label in core.objects(parent, RDFS.label)
        if isinstance(label, Literal) and label.language == "en"
    ]
    return rf"an? ({'|'.join(labels) or '.+'}) that "


def _faults(core: Graph, term: Node, module: Node | None) -> Iterator[str]:
    kinds = set(core.objects(term, RDF.type))
    labels = list(core.objects(term, RDFS.label))
    wanted = ["en", "ja", "ru"] if OWL.Class in kinds else ["en"]
    if _languages(core, term, RDFS.label) != wanted:
        yield f"needs one rdfs:label in each of {', '.join(wanted)}"
    if any(label.language == "en" and str(label) != label.lower() for label in labels):
        yield "needs an English label in lower case"
    named = OWL.NamedIndividual in kinds
    if named and _languages(core, term, SKOS.prefLabel) != ["en", "ja", "ru"]:
        yield "needs one skos:prefLabel in each of en, ja, ru"
    if _languages(core, term, SKOS.definition) != ["en"]:
        yield "needs one English skos:definition"
    form = _form(core, term, kinds)
    if not all(re.match(form, str(text)) for text in core.objects(term, SKOS.definition)):
        yield f"needs a definition of the form {form}"
    if list(core.objects(term, RDFS.isDefinedBy)) != [module]:
        yield f"needs rdfs:isDefinedBy {module}, where it is declared"


def undocumented(folder: Path) -> list[str]:
    """List own terms that lack a label, a definition of the house's form, or their module."""
    core = merged(modules(folder))
    return sorted(
        f"{path.name}: {term} {fault}"
        for path in modules(folder)
        for term, kinds in _kinds(path.read_text(encoding="utf-8")).items()
        if kinds and own(term)
        for fault in _faults(core, term, graph_of(path).value(None, RDF.type, OWL.Ontology))
    )


def poor_headers(folder: Path) -> list[str]:
    """List files without the metadata by which an ontology is found, cited and reused."""
    needed = [
        DCTERMS.title,
        DCTERMS.description,
        DCTERMS.license,
        DCTERMS.creator,
        DCTERMS.created,
        DCTERMS.issued,
        VANN.preferredNamespacePrefix,
        VANN.preferredNamespaceUri,
        OWL.versionIRI,
        OWL.versionInfo,
    ]
    found, titles = [], Counter()
    for path in modules(folder) + alignments(folder):
        graph = graph_of(path)
        headers = list(graph.subjects(RDF.type, OWL.Ontology))
        if len(headers) != 1:
            found.append(f"{path.name}: needs one owl:Ontology, has {len(headers)}")
            continue
        found += [
            f"{path.name}: needs one {predicate}"
            for predicate in needed
            if len(list(graph.objects(headers[0], predicate))) != 1
        ]
        titles.update(map(str, graph.objects(headers[0], DCTERMS.title)))
    return found + [
        f"the title “{title}” is used {n} times" for title, n in titles.items() if n > 1
    ]


def catalogue_gaps(folder: Path) -> list[str]:
    """List imported or declared IRIs without their entry, and entries without their file."""
    places, found = catalogue(folder), []
    expected: dict[str, Path] = {}
    imported: set[str] = set()
    for path in modules(folder) + alignments(folder):
        graph = graph_of(path)
        imported |= {str(iri) for iri in graph.objects(None, OWL.imports)}
        for header in graph.subjects(RDF.type, OWL.Ontology):
            expected[str(header)] = path
            expected |= {str(v): path for v in graph.objects(header, OWL.versionIRI)}
    found += [f"{iri} is imported and has no entry" for iri in imported - places.keys()]
    found += [
        f"{iri} has an entry whose file {p} is missing"
        for iri, p in places.items()
        if not p.exists()
    ]
    found += [
        f"{iri} lies in {path.name}, the catalogue says {places.get(iri)}"
        for iri, path in expected.items()
        if places.get(iri) != path
    ]
    return sorted(found)


def version_disagreements(folder: Path, *, version: str = "0.1.0") -> list[str]:
    """List files whose version number or version IRI is not that of the release."""
    found = []
    for path in modules(folder) + alignments(folder):
        graph = graph_of(path)
        for header in graph.subjects(RDF.type, OWL.Ontology):
            if list(graph.objects(header, OWL.versionInfo)) != [Literal(version)]:
                found.append(f"{path.name}: owl:versionInfo is not {version}")
            if list(graph.objects(header, OWL.versionIRI)) != [URIRef(f"{header}/{version}")]:
                found.append(f"{path.name}: owl:versionIRI is not {header}/{version}")
    return found


def unparsable(folder: Path) -> list[str]:
    """List files that are no Turtle."""
    found = []
    for path in modules(folder) + alignments(folder):
        try:
            graph_of(path)
        except SyntaxError as error:
            found.append(f"{path.name}: {error}")
    return found


CHECKS: dict[str, Callable[[Path], list[str]]] = {
    "catalogue": catalogue_gaps,
    "datatypes": foreign_datatypes,
    "declarations": undeclared,
    "documentation": undocumented,
    "headers": poor_headers,
    "punning": puns,
    "versions": version_disagreements,
}
