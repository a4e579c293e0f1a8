"""``/explain``: why a statement holds in a version, back to what is asserted; or why not."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

import pyoxigraph as ox
from flask import Blueprint, Flask, Response, current_app, render_template, request

from kg.errors import InputError
from kg.published import OWN
from kg.reasoning.asking import Ask, Row
from kg.reasoning.explanation import Explainer, Explanation
from kg.reasoning.report import VERDICTS, as_json, as_turtle, reason
from kg.reasoning.terms import read_statement
from server.addresses import local_path
from server.asserted import asked_for, assertion_of
from server.current import Snapshot, current_of, snapshot_of
from server.endpoint import job_of, read_whole
from server.fault import RequestError
from server.kept import Kept
from server.negotiation import choose
from server.pages import reader_of
from server.protocol import Incoming, QueryRequest
from server.sparql import endpoint_of

bp = Blueprint("explanation", __name__)

HTML: Final = "text/html"
JSON: Final = "application/json"
TURTLE: Final = "text/turtle"
FORMATS: Final = {"html": HTML, "json": JSON, "ttl": TURTLE}

MOST_AXIOMS: Final = 20_000
MOST_GOALS: Final = 1_000
"""What is read and searched at most while somebody waits; the command line has no such bound."""
_ROWS: Final = "application/sparql-results+json"
_EXTENSION: Final = "standoff-explainers"
_PARTS: Final = {"s": "subject", "p": "predicate", "o": "object"}


def _explainer(snapshot: Snapshot, ask: Ask) -> Explainer:
    """Return the explainer of a version, for which its axioms are read once.

    Raises `InputError` where they are too many.
    """
    version = snapshot.version
    kept: Kept[Explainer] = current_app.extensions[_EXTENSION]
    return kept.get(
        version.id,
        lambda: Explainer(
            ask,
            version.base,
            has_own_default=version.default_graph == OWN,
            most_axioms=MOST_AXIOMS,
            most_goals=MOST_GOALS,
        ),
    )


def init_app(app: Flask) -> None:
    """Keep what is read of versions' axioms."""
    app.extensions[_EXTENSION] = Kept[Explainer]()


@bp.get("/explain")
def explain() -> Response:
    """Explain the statement of the parameters s, p and o; without any, show the form for one."""
    given = {name: request.args.get(name, "").strip() for name in _PARTS}
    snapshot = snapshot_of(current_of(current_app), request.args.get("snapshot", ""))
    if not any(given.values()):
        page = render_template("explain.html", version=snapshot.version, given=given, found=None)
        return Response(page, mimetype=HTML)
    media_type = _media_type()
    goal = _statement(given, snapshot.version.base)
    ask = _asker(snapshot)
    try:
        found = _explainer(snapshot, ask).explain(goal, ask)
    except InputError as error:
        raise RequestError(503, f"Not explained here: {error.message}; {error.fix}.") from None
    return _response(found, media_type, snapshot, given)


def _statement(given: dict[str, str], base: str) -> ox.Triple:
    for name, part in _PARTS.items():
        if not given[name]:
            raise RequestError(
                400,
                f"The parameter {name!r} is missing: it is the {part} of the statement, an IRI or "
                "a prefixed name such as id:actor/russia or stand:partOf.",
            )
    try:
        return read_statement(given["s"], given["p"], given["o"], base)
    except InputError as error:
        cause = f" ({error.cause})" if error.cause else ""
        raise RequestError(
            400, f"The {error.where} cannot be read: {error.message}{cause}; {error.fix}."
        ) from None


def _media_type() -> str:
    asked = request.args.get("format")
    if asked is not None:
        if asked not in FORMATS:
            raise RequestError(406, f"An explanation comes as format={', format='.join(FORMATS)}.")
        return FORMATS[asked]
    found = choose(request.headers.get("Accept"), [HTML, JSON, TURTLE])
    if found is None:
        raise RequestError(406, f"An explanation comes as {', '.join(FORMATS.values())}.")
    return found


def _asker(snapshot: Snapshot) -> Ask:
    """Ask the engine's processes; all queries of a request together have the time of one."""
    incoming = Incoming.of(request.environ)
    endpoint = endpoint_of(current_app)
    limit = current_of(current_app).settings.timeout_s
    deadline = time.monotonic() + limit

    def ask(query: str) -> Sequence[Row]:
        left = deadline - time.monotonic()
        if left <= 0:
            raise RequestError(
                504,
                f"The explanation took longer than {limit:g} s; the command `standoff explain` has "
                "no such bound.",
                bound="timeout_s",
                limit=limit,
            )
        asked = QueryRequest(query)
        job = job_of(asked, query, snapshot, incoming, formats=())
        job = replace(job, accept=_ROWS, encodings=("identity",))
        answer = endpoint.ask(snapshot, job, request.environ, timeout_s=left)
        rows = ox.parse_query_results(read_whole(answer), format=ox.QueryResultsFormat.JSON)
        if not isinstance(rows, ox.QuerySolutions):
            raise TypeError("a SELECT is answered by rows")
        names = [variable.value for variable in rows.variables]
        return [{n: value for n in names if (value := row[n]) is not None} for row in rows]

    return ask


def _response(
    found: Explanation, media_type: str, snapshot: Snapshot, given: dict[str, str]
) -> Response:
    base = snapshot.version.base
    if media_type == JSON:
        response = Response(as_json(found, base), mimetype=JSON)
    elif media_type == TURTLE:
        response = Response(as_turtle(found, base), mimetype=TURTLE)
    else:
        page = render_template(
            "explain.html",
            version=snapshot.version,
            given=given,
            found=found,
            verdict=VERDICTS[found.status],
            steps=list(_steps(found, snapshot)),
            asserted=assertion_of(reader_of(snapshot), found.goal, found.graphs),
            short=snapshot.short,
            path_of=lambda iri: local_path(iri, base),
            snapshot=request.args.get("snapshot") or None,
        )
        response = Response(page, mimetype=HTML)
    response.headers["Standoff-Snapshot"] = snapshot.version.id
    response.vary.add("Accept")
    response.cache_control.no_cache = True
    return response


def _steps(found: Explanation, snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    """Make of each step what the page shows: sentences, and where each premise comes from."""
    numbers = {step.conclusion: number for number, step in enumerate(found.steps, 1)}
    for step in found.steps:
        yield {
            "says": found.sentence(step.conclusion),
            "rule": step.rule.name,
            "reason": reason(step, found),
            "axioms": found.words.axioms(step.axioms),
            "premises": [
                {
                    "says": found.sentence(triple),
                    "step": numbers.get(triple),
                    "missing": triple in found.missing,
                    "graphs": [snapshot.short(name) for name in found.places.get(triple, ())],
                    "link": asked_for(triple, snapshot.version.base),
                }
                for triple in step.premises
            ],
        }
