"""``/store``: the SPARQL 1.1 Graph Store HTTP Protocol, over the named graphs and the default one.

A graph is named by ``?graph=IRI`` or ``?default``, or is the address itself: ``/store/some/name``.
"""

import uuid
from dataclasses import replace
from typing import Final

import pyoxigraph as ox
from flask import Blueprint, Response, current_app, request

from kg.errors import ConformanceError
from kg.published import OWN
from kg.revision.edits import DeleteGraph, Document, PostGraph, PutGraph
from kg.revision.revised import Revision
from server.current import Snapshot, current_of, snapshot_of
from server.fault import RequestError
from server.owner import require_owner
from server.protocol import Incoming, QueryRequest, absolute_iri, read_parameters
from server.revising import not_conforming, revise, upload, uploaded_files
from server.sparql import endpoint_of

bp = Blueprint("graph_store", __name__)

METHODS: Final = ["GET", "PUT", "POST", "DELETE"]


@bp.route("/store", methods=METHODS)
@bp.route("/store/<path:name>", methods=METHODS)
def graph_store(name: str = "") -> Response:
    """Read, replace, extend or delete one graph."""
    incoming = Incoming.of(request.environ)
    asked = read_parameters(incoming)
    if request.method in ("GET", "HEAD"):
        return _read(_graph(incoming, asked, name), incoming, asked)
    require_owner()
    try:
        return _write(incoming, asked, name)
    except ConformanceError as error:
        return not_conforming(error)


def _write(incoming: Incoming, asked: dict[str, list[str]], name: str) -> Response:
    if request.method == "POST" and not (name or "graph" in asked or "default" in asked):
        made = f"{incoming.address}/{uuid.uuid4()}"
        revision = revise(PutGraph(made, _documents(made)))
        return _done(revision, created=made)
    graph = _graph(incoming, asked, name)
    expected = _expected(graph, incoming, asked)
    if request.method == "DELETE":
        revision = revise(DeleteGraph(graph), expected=expected)
    elif request.method == "PUT":
        revision = revise(PutGraph(graph, _documents(graph)), expected=expected)
    else:
        revision = revise(PostGraph(graph, _documents(graph)), expected=expected)
    return _done(revision, created="")


def _graph(incoming: Incoming, asked: dict[str, list[str]], name: str) -> str | None:
    """Return the IRI of the graph that is meant, None for the default graph."""
    named = asked.get("graph", [])
    if bool(name) + ("default" in asked) + len(named) != 1:
        raise RequestError(
            400,
            "Name one graph, by ?graph=IRI or by ?default; all graphs together are in the dumps.",
        )
    if name:
        return absolute_iri(incoming.address, "graph")
    if "default" in asked:
        return None
    return absolute_iri(named[0], "graph")


def _read(graph: str | None, incoming: Incoming, asked: dict[str, list[str]]) -> Response:
    snapshot = snapshot_of(current_of(current_app), asked.get("snapshot", [""])[0])
    if graph is not None and not snapshot.store.contains_named_graph(ox.NamedNode(graph)):
        raise RequestError(404, f"There is no graph <{graph}> here; /sparql lists those there are.")
    reply = endpoint_of(current_app).answer(
        *_question(graph, snapshot, incoming, asked),
        incoming,
        request.environ,
        address=f"{incoming.address.partition('/store')[0]}/sparql",
    )
    return Response(reply.body, reply.status, reply.headers, direct_passthrough=True)


def _question(
    graph: str | None, snapshot: Snapshot, incoming: Incoming, asked: dict[str, list[str]]
) -> tuple[QueryRequest, str]:
    """Say as a query what a graph holds; of one that we built, RDF 1.1 clients get RDF 1.1."""
    announced = asked.get("version", [""])[0].startswith("1.2")
    has_terms = (
        snapshot.version.default_graph == OWN
        or announced
        or "version=1.2" in (incoming.accept or "").replace('"', "")
    )
    pattern = "?s ?p ?o"
    if graph is not None:
        pattern = f"GRAPH <{graph}> {{ ?s ?p ?o }}" + (
            "" if has_terms else " FILTER(!isTRIPLE(?o))"
        )
    text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}"
    formats = tuple(value for value in asked.get("format", []) if value)
    language = "1.2" if has_terms else "1.1"
    snapshot_id = asked.get("snapshot", [""])[0]
    return QueryRequest(text, formats=formats, snapshot=snapshot_id, language=language), text


def _expected(graph: str | None, incoming: Incoming, asked: dict[str, list[str]]) -> str | None:
    """Return the id of the version that a change is meant for, where the request has conditions.

    Raises a 412 fault where the graph is not, or no longer, what they say.
    """
    wanted, unwanted = request.if_match, request.if_none_match
    if not request.headers.get("If-Match") and not request.headers.get("If-None-Match"):
        return None
    snapshot = snapshot_of(current_of(current_app), "")
    named = None if graph is None else ox.NamedNode(graph)
    exists = named is None or snapshot.store.contains_named_graph(named)
    etag = ""
    if exists:
        question, text = _question(graph, snapshot, incoming, asked)
        # As by HEAD, so that no file with the answer is left open.
        unread = replace(incoming, method="HEAD")
        reply = endpoint_of(current_app).answer(question, text, unread, {})
        etag = dict(reply.headers)["ETag"].strip('"')
    held = exists and (wanted.star_tag or wanted.contains(etag))
    spoiled = exists and (unwanted.star_tag or unwanted.contains(etag))
    if (request.headers.get("If-Match") and not held) or spoiled:
        raise RequestError(
            412, "The graph is not what the request says it is; fetch it again and send both anew."
        )
    return snapshot.version.id


def _documents(graph: str | None) -> tuple[Document, ...]:
    """Take in the RDF that was sent; relative IRIs in it are resolved against the graph's own."""
    base = graph or request.base_url
    if request.mimetype == "multipart/form-data":
        return tuple(Document(data, kind, base) for kind, data in uploaded_files())
    return (Document(upload(), request.mimetype or "text/turtle", base),)


def _done(revision: Revision, *, created: str) -> Response:
    response = Response(status=201 if revision.created or created else 204)
    if created:
        response.headers["Location"] = created
    response.headers["Standoff-Snapshot"] = revision.version.id
    return response
