"""The time map of a query, and the list of snapshots: which earlier answers there are."""

from flask import Blueprint, Response, current_app, jsonify, request
from werkzeug.http import http_date

from server.current import current_of
from server.fault import RequestError
from server.memento import address_of, parameters_of
from server.protocol import Incoming, UpdateRequest, read_request

bp = Blueprint("time_map", __name__)


@bp.get("/sparql/timemap")
def timemap() -> Response:
    """List the answers there are to a query, one for each snapshot."""
    asked = read_request(Incoming.of(request.environ))
    if isinstance(asked, UpdateRequest) or asked.text is None:
        raise RequestError(400, "The parameter 'query' is missing: each query has its time map.")
    address = request.base_url.removesuffix("/timemap")
    parameters = parameters_of(asked)
    known = current_of(current_app).times()
    links = [
        f'<{address_of(asked, address)}>; rel="original timegate"',
        f'<{address}/timemap?{parameters}>; rel="self"; type="application/link-format"',
        *(
            f'<{address_of(asked, address, snapshot=move.version)}>; rel="memento"; '
            f'datetime="{http_date(move.time)}"'
            for move in known
        ),
    ]
    response = Response(",\n".join(links) + "\n", mimetype="application/link-format")
    response.cache_control.no_cache = True
    return response


@bp.get("/snapshots")
def snapshots() -> Response:
    """List the snapshots, as JSON: which there are, and since when each was the current one."""
    current = current_of(current_app)
    held = current.version_id()
    response = jsonify(
        current=held,
        snapshots=[
            {
                "snapshot": move.version,
                "from": move.time.isoformat(),
                "query": f"{request.url_root}sparql?snapshot={move.version}",
            }
            for move in current.times()
        ],
    )
    response.cache_control.no_cache = True
    return response
