"""The ontology at its own address, and each of its terms: pages for people, RDF for tools.

What Protégé follows is the address of the ontology; it gets one ontology there, the modules put
together, with nothing left to import. All of it is the version's own; only alignments, which lie
beside the graph, come from the project's files.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import urlencode

import pyoxigraph as ox
from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    request,
    url_for,
)
from rdflib import OWL, RDF, XSD

from kg import __version__
from kg.base import rebase
from kg.paths import project_data
from kg.prefixes import prefixes
from kg.questions import Question
from kg.vocab import ONTOLOGY, ONTOLOGY_GRAPH
from server import documentation
from server.cache import CACHEABLE
from server.current import Snapshot, current_of, snapshot_of
from server.engine.evaluation import write_graph
from server.fault import RequestError
from server.formats import GRAPHS, Format, choose_format
from server.here import here
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


def init_app(app: Flask, *, questions: Sequence[Question]) -> None:
    """Say of each term which of these questions ask for it."""
    app.extensions[_EXTENSION] = Kept[tuple[ox.Triple, ...]]()
    documentation.init_app(app, questions=questions)


@bp.get("/ontology")
def ontology() -> Response:
    """Give the ontology: its documentation to a browser, itself to a tool."""
    snapshot = _snapshot()
    if _wants_page():
        return _overview(snapshot)
    return _rdf(snapshot, _ontology(snapshot), request.args.getlist("format"))


@bp.get("/ontology.<extension>")
def ontology_as(extension: str) -> Response:
    """Give the ontology in the format that an address names, whatever the client accepts."""
    if extension == "html":
        return _overview(_snapshot())
    if extension not in EXTENSIONS:
        raise RequestError(
            404, f"The ontology has no format {extension!r}; it comes as {', '.join(EXTENSIONS)}."
        )
    snapshot = _snapshot()
    return _rdf(snapshot, _ontology(snapshot), [extension])


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
    return _term(snapshot, f"{base}ontology#{name}")


def _snapshot() -> Snapshot:
    return snapshot_of(current_of(current_app), request.args.get("snapshot", ""))


def _wants_page() -> bool:
    if names := request.args.getlist("format"):
        return "html" in names
    own = [found.media_types[0] for found in FORMATS]
    # Tools come first: a client that accepts anything is one.
    return choose(request.headers.get("Accept"), [*own, HTML]) == HTML


def _overview(snapshot: Snapshot) -> Response:
    written = documentation.overview(snapshot, _ontology(snapshot), FORMATS)
    return _answer(snapshot, written.encode(), HTML)


def _see(address: str) -> Response:
    response = Response(status=303, headers={"Location": address})
    response.vary.add("Accept")
    return response


def _ontology(snapshot: Snapshot) -> tuple[ox.Triple, ...]:
    """Return the version's ontology with one header; raise a 404 fault where it has none."""
    kept: Kept[tuple[ox.Triple, ...]] = current_app.extensions[_EXTENSION]
    found = kept.get(snapshot.version.id, lambda: _joined(snapshot))
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


def _term(snapshot: Snapshot, iri: str) -> Response:
    """Describe a term; raise a 404 fault where the ontology has none of this name."""
    ontology_ = _ontology(snapshot)
    triples = list(_described(ontology_, iri))
    if not triples:
        raise RequestError(404, f"The ontology has no term <{iri}>; /ontology lists those it has.")
    if _wants_page():
        written = documentation.term(snapshot, ontology_, iri, FORMATS)
        if written is None:
            return _see(here("/ontology"))
        return _answer(snapshot, written.encode(), HTML)
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
