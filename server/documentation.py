"""The ontology's documentation on the site: an overview, and a page of each term.

What it tells is the version's own; only alignments, shapes and questions, which lie beside the
graph, come from the project's files. Values of closed lists have their pages where all things do.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox
from flask import Flask, current_app, render_template, request, url_for
from markupsafe import Markup
from rdflib import VOID, Graph

from kg.ontology.documentation import Named, Site, describe, term_page
from kg.ontology.documentation import overview as overview_of
from kg.ontology.documented import Documented
from kg.ontology.evidence import Evidence, read_evidence
from kg.paths import project_data
from kg.questions import Question
from kg.vocab import DATASET
from server.addresses import local_path
from server.catalog import read_catalog
from server.current import Snapshot
from server.formats import Format
from server.here import here
from server.kept import Kept

_EXTENSION: Final = "standoff-documentation"
_SHOWN: Final = ("ttl", "rdf", "jsonld", "nt")


@dataclass(frozen=True)
class _State:
    """The questions that ask for terms, and what was made of the versions asked for last."""

    questions: tuple[Question, ...]
    found: Kept[Documented] = field(default_factory=Kept)
    overviews: Kept[str] = field(default_factory=Kept)


def init_app(app: Flask, *, questions: Sequence[Question]) -> None:
    """Say of each term which of these questions ask for it."""
    app.extensions[_EXTENSION] = _State(tuple(questions))


def _state() -> _State:
    state: _State = current_app.extensions[_EXTENSION]
    return state


def overview(snapshot: Snapshot, triples: Iterable[ox.Triple], formats: Sequence[Format]) -> str:
    """Return the page of the ontology that these triples are, with a line for each term.

    It is written once for a version and the addresses that it is asked at.
    """

    def write() -> str:
        found = _documented(snapshot, triples)
        addresses = {
            f: url_for("ontology.ontology_as", extension=f.name, snapshot=_asked()) for f in formats
        }
        body = overview_of(found, _site(snapshot), formats=_shown(addresses))
        return _page(snapshot, found.title, body, addresses)

    key = f"{snapshot.version.id} {request.script_root} {_asked()}"
    return _state().overviews.get(key, write)


def term(
    snapshot: Snapshot, triples: Iterable[ox.Triple], iri: str, formats: Sequence[Format]
) -> str | None:
    """Return the page of a class or property of this ontology, None for anything else."""
    found = _documented(snapshot, triples)
    told = found.term(iri)
    if told is None:
        return None
    addresses = {
        f: url_for("ontology.part", name=told.anchor, format=f.name, snapshot=_asked())
        for f in formats
    }
    place = here(f"/ontology#{told.anchor}")
    body = term_page(found, told, _site(snapshot), place=place, formats=_shown(addresses))
    return _page(snapshot, f"{told.label} · {found.title}", body, addresses)


def _shown(addresses: Mapping[Format, str]) -> dict[str, str]:
    return {f.title: address for f, address in addresses.items() if f.name in _SHOWN}


def _asked() -> str | None:
    return request.args.get("snapshot") or None


def _page(snapshot: Snapshot, title: str, body: str, addresses: Mapping[Format, str]) -> str:
    return render_template(
        "ontology.html",
        version=snapshot.version,
        title=title,
        body=Markup(body),  # noqa: S704 -- escaped
        addresses=addresses,
    )


def _site(snapshot: Snapshot) -> Site:
    base = snapshot.version.base

    def address(named: Named) -> str:
        path = local_path(named.iri, base) or ""
        # What stands behind a hash never reaches a server.
        return here(path.replace("/ontology#", "/ontology/", 1))

    return Site(address, lambda name: url_for("pages.question", name=name, snapshot=_asked()))


def _documented(snapshot: Snapshot, triples: Iterable[ox.Triple]) -> Documented:
    def read() -> Documented:
        graph = Graph()
        written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
        graph.parse(data=written, format="nt")
        return describe(graph, _evidence(snapshot), snapshot.version.base)

    return _state().found.get(snapshot.version.id, read)


def _evidence(snapshot: Snapshot) -> Evidence:
    data = project_data()
    return read_evidence(
        shapes=data.shapes,
        alignments=data.ontology / "alignments",
        questions=_state().questions,
        base=snapshot.version.base,
        uses=_uses(snapshot),
    )


def _uses(snapshot: Snapshot) -> dict[str, int] | None:
    """Read from the version's catalog how many instances and statements each term has."""
    dataset = snapshot.iri(str(DATASET))
    said: dict[tuple[object, str], list[ox.Triple]] = {}
    for triple in read_catalog(snapshot):
        said.setdefault((triple.subject, triple.predicate.value), []).append(triple)
    if not said:
        return None
    found: dict[str, int] = {}
    for link, of, count in (
        (VOID.classPartition, VOID["class"], VOID.entities),
        (VOID.propertyPartition, VOID.property, VOID.triples),
    ):
        for part in said.get((dataset, str(link)), ()):
            [named], [number] = said[part.object, str(of)], said[part.object, str(count)]
            if isinstance(named.object, ox.NamedNode) and isinstance(number.object, ox.Literal):
                found[named.object.value] = int(number.object.value)
    return found
