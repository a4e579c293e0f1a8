"""The ontology at its own address: a page for people, RDF for tools, and each of its terms.

What Protégé follows is the address of the ontology; it gets one ontology there, the modules put
together, with nothing left to import. All of it is the version's own; only alignments, shapes and
questions, which lie beside the graph, come from the project's files.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

import pyoxigraph as ox
from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    render_template,
    request,
    url_for,
)
from markupsafe import Markup
from rdflib import OWL, RDF, VOID, XSD, Graph

from kg import __version__
from kg.ontology.documentation import TEMPLATES, TERMS, body, describe
from kg.ontology.evidence import Evidence, read_evidence
from kg.paths import project_data
from kg.prefixes import prefixes
from kg.questions import Question
from kg.vocab import DATASET, ONTOLOGY, ONTOLOGY_GRAPH, rebase
from server.cache import CACHEABLE
from server.catalog import read_catalog
from server.current import Snapshot, current_of, snapshot_of
from server.engine.evaluation import write_graph
from server.fault import RequestError
from server.formats import GRAPHS, Format, choose_format
from server.kept import Kept
from server.negotiation import choose

bp = Blueprint("ontology", __name__)

HTML: Final = "text/html"
FORMATS: Final = tuple(found for found in GRAPHS if found.name not in ("trig", "nq"))
EXTENSIONS: Final = tuple(dict.fromkeys(name for found in FORMATS for name in found.names))
MODULES: Final = ("discourse", "schemes", "world")
_EXTENSION: Final = "standoff-ontology"
_TYPE, _IMPORTS = ox.NamedNode(str(RDF.type)), ox.NamedNode(str(OWL.imports))
_COUNT: Final = ox.NamedNode(str(XSD.nonNegativeInteger))
_CARDINALITIES: Final = frozenset(
    str(name)
    for name in (
        *(OWL.cardinality, OWL.minCardinality, OWL.maxCardinality),
        *(OWL.qualifiedCardinality, OWL.minQualifiedCardinality, OWL.maxQualifiedCardinality),
    )
)
_HEADER: Final = ox.NamedNode(str(OWL.Ontology))


@dataclass(frozen=True)
class _State:
    """The questions that ask for terms, and what was made of the versions asked for last."""

    questions: tuple[Question, ...]
    pages: Kept[str] = field(default_factory=Kept)
    graphs: Kept[tuple[ox.Triple, ...]] = field(default_factory=Kept)


def init_app(app: Flask, *, questions: Sequence[Question]) -> None:
    """Say of each term which of these questions ask for it."""
    app.extensions[_EXTENSION] = _State(tuple(questions))


def _state() -> _State:
    state: _State = current_app.extensions[_EXTENSION]
    return state


@bp.get("/ontology")
def ontology() -> Response:
    """Give the ontology: its documentation to a browser, itself to a tool."""
    snapshot = _snapshot()
    if _wants_page():
        return _answer(snapshot, _page(snapshot).encode(), HTML)
    return _rdf(snapshot, _ontology(snapshot), request.args.getlist("format"))


@bp.get("/ontology.<extension>")
def ontology_as(extension: str) -> Response:
    """Give the ontology in the format that an address names, whatever the client accepts."""
    if extension == "html":
        snapshot = _snapshot()
        return _answer(snapshot, _page(snapshot).encode(), HTML)
    if extension not in EXTENSIONS:
        raise RequestError(
            404, f"The ontology has no format {extension!r}; it comes as {', '.join(EXTENSIONS)}."
        )
    snapshot = _snapshot()
    return _rdf(snapshot, _ontology(snapshot), [extension])


@bp.get("/ontology/documentation.css")
def style() -> Response:
    """Give the style sheet of what the page describes."""
    response = Response((TEMPLATES / TERMS).read_bytes(), mimetype="text/css")
    response.cache_control.no_cache = True
    response.add_etag()
    response.make_conditional(request)
    return response


@bp.get("/ontology/<path:name>")
def part(name: str) -> Response:
    """Give a term, a module, the current release, or an alignment, by its name."""
    snapshot = _snapshot()
    base = snapshot.version.base
    if name in (*MODULES, _release(snapshot)):
        wanted = {key: request.args[key] for key in ("format", "snapshot") if key in request.args}
        return _see(f"{url_for('ontology.ontology')}{'?' if wanted else ''}{urlencode(wanted)}")
    if name.startswith("alignments/"):
        return _alignment(snapshot, name.removeprefix("alignments/"))
    return _term(snapshot, f"{base}ontology#{name}", name)


def _snapshot() -> Snapshot:
    return snapshot_of(current_of(current_app), request.args.get("snapshot", ""))


def _wants_page() -> bool:
    if names := request.args.getlist("format"):
        return "html" in names
    own = [found.media_types[0] for found in FORMATS]
    # Tools come first: a client that accepts anything is one.
    return choose(request.headers.get("Accept"), [*own, HTML]) == HTML


def _see(address: str) -> Response:
    response = Response(status=303, headers={"Location": address})
    response.vary.add("Accept")
    return response


def _ontology(snapshot: Snapshot) -> tuple[ox.Triple, ...]:
    """Return the version's ontology with one header; raise a 404 fault where it has none."""
    found = _state().graphs.get(snapshot.version.id, lambda: _joined(snapshot))
    if not found:
        raise RequestError(404, "This data comes without an ontology; /sparql answers what it has.")
    return found


def _joined(snapshot: Snapshot) -> tuple[ox.Triple, ...]:
    """Put the modules together, as one ontology that imports nothing."""
    name = snapshot.iri(str(ONTOLOGY_GRAPH))
    triples = [q.triple for q in snapshot.store.quads_for_pattern(None, None, None, name)]
    main = snapshot.iri(str(ONTOLOGY))
    modules = {t.subject for t in triples if t.object == _HEADER and t.subject != main}
    kept = (t for t in triples if t.subject not in modules and t.predicate != _IMPORTS)
    return tuple(map(_counted, kept))


def _counted(triple: ox.Triple) -> ox.Triple:
    """Give a cardinality the type that OWL 2 wants, which the store has made a plain integer."""
    if triple.predicate.value not in _CARDINALITIES or not isinstance(triple.object, ox.Literal):
        return triple
    return ox.Triple(
        triple.subject, triple.predicate, ox.Literal(triple.object.value, datatype=_COUNT)
    )


def _page(snapshot: Snapshot) -> str:
    """Return the page, which is written once for a version and a prefix."""
    key = f"{snapshot.version.id} {request.script_root}"
    return _state().pages.get(key, lambda: _written(snapshot))


def _written(snapshot: Snapshot) -> str:
    graph = Graph()
    written = ox.serialize(_ontology(snapshot), format=ox.RdfFormat.N_TRIPLES)
    graph.parse(data=written, format="nt")
    found = describe(graph, _evidence(snapshot), snapshot.version.base)
    formats = {
        f.title: url_for("ontology.ontology_as", extension=f.name)
        for f in FORMATS
        if f.name in ("ttl", "rdf", "jsonld", "nt")
    }
    question = url_for("pages.question", name="-")[:-1]
    return render_template(
        "ontology.html",
        version=snapshot.version,
        title=found.title,
        body=Markup(body(found, formats=formats, question=question)),  # noqa: S704 -- escaped
        formats=FORMATS,
    )


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
        for part_ in said.get((dataset, str(link)), ()):
            [term], [number] = said[part_.object, str(of)], said[part_.object, str(count)]
            if isinstance(term.object, ox.NamedNode) and isinstance(number.object, ox.Literal):
                found[term.object.value] = int(number.object.value)
    return found


def _release(snapshot: Snapshot) -> str:
    return str(snapshot.version.manifest.get("ontology_version", ""))


def _alignment(snapshot: Snapshot, name: str) -> Response:
    folder = project_data().ontology / "alignments"
    files = {file.stem: file for file in folder.glob("*.ttl")}
    stem = name.removesuffix(f"/{_release(snapshot)}")
    if stem not in files:
        raise RequestError(
            404, f"There is no alignment {name!r}; there are {', '.join(sorted(files))}."
        )
    text = rebase(files[stem].read_text(encoding="utf-8"), snapshot.version.base)
    triples = [quad.triple for quad in ox.parse(text, ox.RdfFormat.TURTLE)]
    return _rdf(snapshot, triples, request.args.getlist("format"))


def _term(snapshot: Snapshot, iri: str, anchor: str) -> Response:
    """Describe a term or a concept; raise a 404 fault where the ontology has none of this name."""
    triples = list(_described(_ontology(snapshot), iri))
    if not triples:
        raise RequestError(404, f"The ontology has no term <{iri}>; /ontology lists those it has.")
    if _wants_page():
        return _see(f"{url_for('ontology.ontology')}#{anchor}")
    return _rdf(snapshot, triples, request.args.getlist("format"))


def _described(triples: Iterable[ox.Triple], iri: str) -> Iterator[ox.Triple]:
    """Yield what is said of a node, and of the blank nodes in that."""
    by_subject: dict[str, list[ox.Triple]] = {}
    for triple in triples:
        by_subject.setdefault(str(triple.subject), []).append(triple)
    todo = [f"<{iri}>"]
    while todo:
        for triple in by_subject.pop(todo.pop(), ()):
            yield triple
            if isinstance(triple.object, ox.BlankNode):
                todo.append(str(triple.object))


def _rdf(snapshot: Snapshot, triples: Iterable[ox.Triple], names: Sequence[str]) -> Response:
    chosen, media_type = choose_format(FORMATS, accept=request.headers.get("Accept"), names=names)
    names_ = prefixes(snapshot.version.base)
    return _answer(snapshot, write_graph(triples, chosen, names_), media_type)


def _answer(snapshot: Snapshot, content: bytes, media_type: str) -> Response:
    """Answer with this, unless the client has it already; say where the other formats are."""
    response = Response(content, mimetype=media_type)
    parts = (snapshot.version.id, __version__, media_type)
    response.set_etag(hashlib.sha256(repr(parts).encode() + content).hexdigest()[:32])
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Standoff-Snapshot"] = snapshot.version.id
    response.headers["Link"] = ", ".join(map(_link, FORMATS))
    response.vary.add("Accept")
    response.make_conditional(request)
    request.environ[CACHEABLE] = True
    return response


def _link(found: Format) -> str:
    address = url_for("ontology.ontology_as", extension=found.name)
    return f'<{address}>; rel="alternate"; type="{found.media_types[0]}"'
