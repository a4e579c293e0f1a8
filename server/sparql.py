"""``/sparql``: the query operation of the SPARQL 1.1 Protocol.

An answer is written out whole before its status line leaves: a client gets all of it or an error.
Queries still run in the serving process, without a deadline; see `server.limits`.
"""

import hashlib
from urllib.parse import quote

import pyoxigraph as ox
from flask import Blueprint, Response, request

from kg import __version__
from server.current import Snapshot, current_snapshot
from server.description import PREFIXES, describe_service
from server.evaluation import evaluate
from server.keywords import is_volatile
from server.negotiation import choose
from server.protocol import QueryRequest, read_request
from server.results import GRAPHS, ROWS, choose_format, formats_of, write, write_graph

bp = Blueprint("sparql", __name__)


@bp.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """Answer a query, or describe the service where none is sent."""
    asked = read_request(request)
    if _is_for_a_reader(asked):
        return _to_the_form(asked)
    snapshot = current_snapshot()
    if asked.text is None:
        return _description(snapshot, asked)
    answer = evaluate(snapshot.store, asked, endpoint=request.base_url, base=snapshot.version.base)
    chosen, media_type = choose_format(
        formats_of(answer), accept=request.headers.get("Accept"), names=asked.formats
    )
    etag = "" if is_volatile(asked.text) else _etag(snapshot, asked, media_type)
    if etag and request.method != "POST" and request.if_none_match.contains_weak(etag):
        return _finish(Response(status=304), snapshot, etag)
    body = write(answer, chosen, snapshot.prefixes_for)
    return _finish(Response(body, mimetype=media_type), snapshot, etag)


def _description(snapshot: Snapshot, asked: QueryRequest) -> Response:
    chosen, media_type = choose_format(
        GRAPHS, accept=request.headers.get("Accept"), names=asked.formats
    )
    triples = describe_service(snapshot, request.base_url)
    body = write_graph(triples, chosen, lambda _: PREFIXES)
    return _finish(Response(body, mimetype=media_type), snapshot, "")


def _is_for_a_reader(asked: QueryRequest) -> bool:
    """Tell whether a browser came here by GET: it wants HTML more than any of our formats."""
    if request.method == "POST" or asked.formats or asked.default_graphs or asked.named_graphs:
        return False
    offers = [found.media_types[0] for found in (*ROWS, *GRAPHS)]
    return choose(request.headers.get("Accept"), [*offers, "text/html"]) == "text/html"


def _to_the_form(asked: QueryRequest) -> Response:
    # Relative, because a proxy may have put a path in front of ours.
    query = f"?query={quote(asked.text, safe='')}" if asked.text else ""
    response = Response(status=303, headers={"Location": f"query{query}"})
    response.vary.add("Accept")
    return response


def _etag(snapshot: Snapshot, asked: QueryRequest, media_type: str) -> str:
    """Name the answer by all it depends on: data, software, address, dataset, query, format."""
    graphs = [[graph.value for graph in g] for g in (asked.default_graphs, asked.named_graphs)]
    parts = (snapshot.version.id, __version__, ox.__version__, request.base_url, media_type)
    key = repr((parts, graphs, asked.text))
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _finish(response: Response, snapshot: Snapshot, etag: str) -> Response:
    """Add what tells caches when an answer holds: as long as the version is the current one.

    The tag is weak, because SPARQL leaves the order of rows open where a query does not.
    """
    response.vary.add("Accept")
    response.headers["Cache-Control"] = "no-cache" if etag else "no-store"
    response.headers["X-Standoff-Version"] = snapshot.version.id
    if etag:
        response.set_etag(etag, weak=True)
    return response
