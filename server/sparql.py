"""``/sparql``: the query operation of the SPARQL Protocol, with its updates and its description."""

from typing import Final
from urllib.parse import quote

from flask import Blueprint, Flask, Response, current_app, request

from kg.errors import ConformanceError
from kg.revision.edits import Update
from server.body import require_length, whole_body
from server.current import current_of, snapshot_of
from server.endpoint import Endpoint, is_for_a_reader
from server.fault import RequestError
from server.formats import NAMES
from server.owner import require_owner
from server.protocol import ACCEPTS, Incoming, QueryRequest, UpdateRequest, read_request
from server.revising import not_conforming, revise
from server.service import service_description

bp = Blueprint("sparql", __name__)

METHODS: Final = ["GET", "POST", "QUERY", "OPTIONS"]

_ENDPOINT = "standoff-endpoint"


def init_app(app: Flask, endpoint: Endpoint) -> None:
    """Have this endpoint answer what comes to an application."""
    app.extensions[_ENDPOINT] = endpoint


def endpoint_of(app: Flask) -> Endpoint:
    """Return the endpoint of an application."""
    found: Endpoint = app.extensions[_ENDPOINT]
    return found


@bp.route("/sparql", methods=METHODS)
@bp.route("/sparql/", methods=METHODS)
def sparql() -> Response:
    """Answer a query, or describe the service where none is sent."""
    if request.method == "OPTIONS":
        response = current_app.make_default_options_response()
        response.headers.update(ACCEPTS)
        return response
    return _answer_request(())


@bp.route("/sparql.<extension>", methods=METHODS)
def sparql_as(extension: str) -> Response:
    """Answer in the format of the extension, for people with a browser."""
    if extension not in NAMES:
        raise RequestError(404, f"There is no format {extension!r}: take {', '.join(NAMES)}.")
    return _answer_request((extension,))


def _answer_request(formats: tuple[str, ...]) -> Response:
    incoming = Incoming.of(request.environ, whole_body)
    asked = read_request(incoming)
    if isinstance(asked, UpdateRequest):
        return _update(asked, incoming)
    if not formats and is_for_a_reader(incoming, asked):
        return _to_the_form(asked)
    if asked.text is None:
        snapshot = snapshot_of(current_of(current_app), asked.snapshot)
        return service_description(snapshot, formats or asked.formats)
    endpoint = endpoint_of(current_app)
    address = incoming.address.removesuffix("".join(f".{name}" for name in formats))
    reply = endpoint.answer(
        asked, asked.text, incoming, request.environ, formats=formats, address=address
    )
    return Response(reply.body, reply.status, reply.headers, direct_passthrough=True)


def _update(asked: UpdateRequest, incoming: Incoming) -> Response:
    require_owner()
    require_length()
    update = Update(asked.text, incoming.address, asked.using_graphs, asked.using_named_graphs)
    try:
        made = revise(update)
    except ConformanceError as error:
        return not_conforming(error)
    return Response(status=204, headers={"Standoff-Snapshot": made.version.id})


def _to_the_form(asked: QueryRequest) -> Response:
    # Relative, because a proxy may have put a path in front of ours.
    query = f"?query={quote(asked.text, safe='')}" if asked.text else ""
    response = Response(status=303, headers={"Location": f"query{query}"})
    response.vary.add("Accept")
    return response
