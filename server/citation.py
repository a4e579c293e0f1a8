"""``/cite``: how to cite an answer, and whether it would still be the same, and if not, why."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, current_app, json, jsonify, render_template, request

from server.bibliography import Work, work_of
from server.comparison import Comparison, compare
from server.current import current_of, snapshot_of
from server.endpoint import job_of
from server.fault import RequestError
from server.memento import address_of
from server.negotiation import choose
from server.protocol import Incoming, QueryRequest, UpdateRequest, read_request
from server.sparql import endpoint_of

bp = Blueprint("citation", __name__)

HTML: Final = "text/html"
JSON: Final = "application/json"
BIBTEX: Final = "application/x-bibtex"
CSL: Final = "application/vnd.citationstyles.csl+json"

NAMES: Final = {"html": HTML, "json": JSON, "bibtex": BIBTEX, "bib": BIBTEX, "csl": CSL}


@bp.get("/cite")
def cite() -> Response:
    """Say how to cite the answer of a query to a snapshot, the current one if none is named."""
    incoming = Incoming.of(request.environ)
    asked = read_request(incoming)
    if isinstance(asked, UpdateRequest) or asked.text is None:
        raise RequestError(400, "The parameter 'query' is missing: it is the query to be cited.")
    media_type = _media_type(asked)
    current = current_of(current_app)
    old, new = snapshot_of(current, asked.snapshot), snapshot_of(current, "")
    endpoint = f"{incoming.address.removesuffix('/cite')}/sparql"
    job = job_of(asked, asked.text, old, incoming, formats=())
    found = compare(endpoint_of(current_app), job, old, new, request.environ)
    work = work_of(old, address_of(asked, endpoint, snapshot=old.version.id))
    about = {
        "query": asked.text,
        "address": work.address,
        "snapshot": work.snapshot,
        "published": work.published.isoformat(),
    }
    return _response(media_type, about, work, found, old.version)


def _media_type(asked: QueryRequest) -> str:
    for name in asked.formats:
        if name in NAMES:
            return NAMES[name]
    found = choose(request.headers.get("Accept"), [JSON, HTML, BIBTEX, CSL])
    if found is None or asked.formats:
        raise RequestError(406, f"A citation comes as format={', format='.join(NAMES)}.")
    return found


def _response(
    media_type: str, about: Mapping[str, str], work: Work, found: Comparison, version: object
) -> Response:
    if media_type == HTML:
        page = render_template(
            "cite.html",
            about=about,
            found=found,
            text=work.text(),
            bibtex=work.bibtex(),
            version=version,
        )
        response = Response(page, mimetype=HTML)
    elif media_type == BIBTEX:
        response = Response(work.bibtex(), mimetype=BIBTEX)
    elif media_type == CSL:
        response = Response(json.dumps([work.csl()], ensure_ascii=False), mimetype=CSL)
    else:
        response = jsonify(_as_json(about, work, found))
    response.vary.add("Accept")
    response.cache_control.no_cache = True
    return response


def _as_json(about: Mapping[str, str], work: Work, found: Comparison) -> dict[str, Any]:
    because = found.because
    return {
        **about,
        "citation": work.text(),
        "then": _said(found, "then"),
        "now": _said(found, "now"),
        "changed": found.has_changed,
        "gone": {"total": found.gone_total, "rows": found.gone},
        "new": {"total": found.new_total, "rows": found.new},
        "because": because
        and {
            "claims": {
                "added": because.claims_added,
                "withdrawn": because.claims_withdrawn,
                "changed": because.claims_changed,
            },
            "quads": {"added": because.added, "removed": because.removed},
            "statements": {
                "added": because.mentioned_added,
                "removed": because.mentioned_removed,
            },
        },
    }


def _said(found: Comparison, when: str) -> dict[str, Any]:
    said = found.then if when == "then" else found.now
    return {
        "snapshot": said.snapshot,
        "rows": len(said.lines),
        "heading": said.heading,
        "sha256": said.digest,
    }
