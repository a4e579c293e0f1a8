"""Every file says which ontology it is, and the catalogue says where each one lies."""

from collections import defaultdict
from pathlib import Path
from typing import Final

from rdflib import DCTERMS, OWL, RDF, VANN, Literal, URIRef

from kg import __version__
from kg.errors import Fault
from kg.located_yaml import shown
from kg.ontology.checks.graphs import Checked, graph_of
from kg.ontology.folder import CATALOGUE
from kg.ontology.words import name

NEEDED: Final = (
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
)


def poor_headers(checked: Checked) -> list[Fault]:
    """List files without the metadata by which an ontology is found, cited and reused."""
    found: list[Fault] = []
    titles: dict[str, list[Fault]] = defaultdict(list)
    for path in checked.files:
        graph = graph_of(path)
        headers = list(graph.subjects(RDF.type, OWL.Ontology))
        if len(headers) != 1:
            fault = f"the file has {len(headers)} headers (owl:Ontology), and needs one"
            found.append(Fault(shown(path), fault, fix="keep one, or add one"))
            continue
        where = checked.where(headers[0], path)
        for predicate in NEEDED:
            count = len(list(graph.objects(headers[0], predicate)))
            if count != 1:
                found.append(
                    Fault(
                        where,
                        f"the header has {count} of {name(predicate)}, and needs one",
                        fix="write it as the headers of the other files do",
                    )
                )
        for title in graph.objects(headers[0], DCTERMS.title):
            fault = f"the title “{title}” is used by more than one file"
            titles[str(title)].append(Fault(where, fault, fix="give each file a title of its own"))
    return found + [fault for those in titles.values() if len(those) > 1 for fault in those]


def catalogue_gaps(checked: Checked) -> list[Fault]:
    """List imported or declared IRIs without their entry, and entries without their file."""
    folder, found = checked.folder, []
    catalogue = shown(folder.path / CATALOGUE)
    expected: dict[str, Path] = {}
    for path in checked.files:
        graph = graph_of(path)
        for header in graph.subjects(RDF.type, OWL.Ontology):
            expected[str(header)] = path
            expected |= {str(version): path for version in graph.objects(header, OWL.versionIRI)}
        for header, iri in graph.subject_objects(OWL.imports):
            if str(iri) not in folder.catalogue:
                found.append(
                    Fault(
                        checked.where(header, path),
                        f"it imports {iri}, for which {CATALOGUE} has no entry",
                        fix=f"add an entry to {catalogue}, or leave the import out",
                    )
                )
    found += [
        Fault(
            catalogue,
            f"the entry for {iri} leads to {shown(path)}, which does not exist",
            fix="correct its uri",
        )
        for iri, path in folder.catalogue.items()
        if not path.exists()
    ]
    found += [
        Fault(
            checked.where(URIRef(iri), path),
            f"{iri} lies here, and {CATALOGUE} says otherwise",
            fix=f'let {catalogue} say name="{iri}" uri="{_relative(path, folder.path)}"',
        )
        for iri, path in expected.items()
        if folder.catalogue.get(iri) != path
    ]
    return sorted(found)


def version_disagreements(checked: Checked, *, version: str = __version__) -> list[Fault]:
    """List files whose version number or version IRI is not that of the release."""
    found = []
    for path in checked.files:
        graph = graph_of(path)
        for header in graph.subjects(RDF.type, OWL.Ontology):
            wanted: dict[URIRef, Literal | URIRef] = {
                OWL.versionInfo: Literal(version),
                OWL.versionIRI: URIRef(f"{header}/{version}"),
            }
            found += [
                Fault(
                    checked.where(header, path),
                    f"{name(predicate)} is not that of the project, {version}",
                    fix=f"write {name(predicate)} {value.n3()}",
                )
                for predicate, value in wanted.items()
                if list(graph.objects(header, predicate)) != [value]
            ]
    return found


def _relative(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()
