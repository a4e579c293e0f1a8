"""The pages: what this is, the questions with their answers, and a form for one's own."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import pyoxigraph as ox
from flask import Blueprint, Flask, Response, abort, current_app, render_template, request
from rdflib.namespace import DCTERMS

from kg.published import digest
from kg.questions import Question
from kg.vocab import BASE, STAND, rebase
from server.addresses import local_path
from server.bibliography import work_of
from server.catalog import dataset_of
from server.current import Snapshot, current_of, snapshot_of
from server.downloads import MEDIA_TYPES
from server.fault import RequestError
from server.formats import GRAPHS, ROWS
from server.kept import Kept
from server.protocol import Incoming, QueryRequest, UpdateRequest, read_request
from server.reading import Reader
from server.schema_org import SCHEMA, dataset_page
from server.signposting import PAGE_TYPE, header, links_of_dataset
from server.sparql import endpoint_of, job_of, read_whole
from server.tables import MAX_ROWS, graph_tables, rows_table

bp = Blueprint("pages", __name__)

FIRST_QUERY = f"""PREFIX stand: <{BASE}ontology#>

SELECT ?claim ?speaker ?certainty ?passage WHERE {{
  ?claim a stand:Claim ;
    stand:assertedBy ?speaker ;
    stand:certainty ?certainty ;
    stand:evidencedBy ?passage .
}}
LIMIT 20
"""

SHOWN: Final = "application/sparql-results+json, application/n-triples"
"""What the pages read: rows as JSON, graphs as N-Triples."""

_QUESTIONS, _TEXTS, _COUNTS = "standoff-questions", "standoff-texts", "standoff-counts"
_COUNTED: Final = {
    "claims": STAND.Claim,
    "propositions": STAND.Proposition,
    "mentions": STAND.Mention,
    "positions": STAND.Position,
}


def init_app(app: Flask, *, questions: Sequence[Question], texts: Mapping[str, str]) -> None:
    """Show these questions, and the words of these texts wherever a version was made of them."""
    app.extensions[_QUESTIONS] = tuple(questions)
    app.extensions[_COUNTS] = Kept[Mapping[str, int]]()
    app.extensions[_TEXTS] = {digest(text.encode()): text for text in texts.values()}


@bp.get("/")
def home() -> Response:
    """Say what this is and list the questions; it is the landing page of the dataset, too."""
    reader = _reader()
    root, dataset = request.script_root + "/", _dataset(reader)
    page = _page(
        "home.html",
        reader,
        dataset=dataset,
        schema_org=dataset_page(
            reader,
            root=request.url_root,
            dataset=dataset,
            published=work_of(reader.snapshot, dataset).published.isoformat(),
            dumps=MEDIA_TYPES,
        ),
        articles=[_article(reader, node) for node in reader.instances(STAND.Article)],
        counts=_counts().get(reader.snapshot.version.id, lambda: _counted(reader)),
        groups=_by_tag(current_app.extensions[_QUESTIONS]),
        dumps=MEDIA_TYPES,
    )
    response = Response(page, mimetype="text/html")
    links = links_of_dataset(dataset, root, MEDIA_TYPES, kinds=(PAGE_TYPE, f"{SCHEMA}Dataset"))
    response.headers["Link"] = header(links)
    return response


def _counts() -> Kept[Mapping[str, int]]:
    found: Kept[Mapping[str, int]] = current_app.extensions[_COUNTS]
    return found


def _counted(reader: Reader) -> Mapping[str, int]:
    return {name: len(reader.instances(kind)) for name, kind in _COUNTED.items()}


def _dataset(reader: Reader) -> str:
    return dataset_of(reader.snapshot, f"{request.url_root}sparql")


@bp.get("/question/<name>")
def question(name: str) -> str:
    """Show a question, its query, and its answer."""
    found = next((q for q in current_app.extensions[_QUESTIONS] if q.name == name), None)
    if found is None:
        abort(404)
    reader = _reader()
    asked = replace(found, text=rebase(found.text, reader.snapshot.version.base))
    view = _view(reader, QueryRequest(asked.text), asked.text)
    return _page("question.html", reader, question=asked, query=_without_header(asked.text), **view)


@bp.get("/query")
def query() -> Response:
    """Show the form, and the answer of the query in it or the place where it goes wrong."""
    snapshot = request.args.get("snapshot") or None
    reader = _reader(snapshot or "")
    view: dict[str, Any] = {}
    fault = None
    try:
        asked = read_request(Incoming.of(request.environ))
        if isinstance(asked, UpdateRequest):
            raise RequestError(400, "An update is not asked here; it is sent to /sparql by POST.")
        view = _view(reader, asked, asked.text) if asked.text is not None else {}
    except RequestError as found:
        fault = found
    first = rebase(FIRST_QUERY, reader.snapshot.version.base)
    text = request.args.get("query", first)
    page = _page("query.html", reader, query=text, fault=fault, snapshot=snapshot, **view)
    return Response(page, status=fault.status if fault else 200)


def reader_of(snapshot: Snapshot) -> Reader:
    """Return what reads a version, with the texts that are at hand."""
    return Reader(snapshot, current_app.extensions[_TEXTS])


def _reader(version_id: str = "") -> Reader:
    return reader_of(snapshot_of(current_of(current_app), version_id))


def _page(template: str, reader: Reader, **values: object) -> str:
    return render_template(template, version=reader.snapshot.version, max_rows=MAX_ROWS, **values)


def _view(reader: Reader, asked: QueryRequest, text: str) -> dict[str, Any]:
    """Run a query and say how its answer is shown: as rows, as yes or no, or as subjects."""
    incoming = Incoming.of(request.environ)
    job = job_of(asked, text, reader.snapshot, incoming, formats=())
    job = replace(job, accept=SHOWN, encodings=("identity",))
    answer = endpoint_of(current_app).ask(
        reader.snapshot, job, request.environ, timeout_s=asked.timeout_s
    )
    view: dict[str, Any] = {"table": None, "truth": None, "subjects": None}
    view |= {"formats": ROWS, "answer_query": text}
    written = read_whole(answer)
    if answer.form == "ASK":
        return view | {"truth": json.loads(written)["boolean"]}
    if answer.form == "SELECT":
        rows = ox.parse_query_results(written, format=ox.QueryResultsFormat.JSON)
        if not isinstance(rows, ox.QuerySolutions):
            raise TypeError("a SELECT is answered by rows")
        return view | {"table": rows_table(rows, answer.rows or 0, reader)}
    triples = [quad.triple for quad in ox.parse(written, ox.RdfFormat.N_TRIPLES)]
    has_terms = any(isinstance(triple.object, ox.Triple) for triple in triples)
    formats = tuple(found for found in GRAPHS if found.has_triple_terms or not has_terms)
    return view | {"subjects": graph_tables(triples, reader), "formats": formats}


def _article(reader: Reader, node: ox.NamedNode) -> dict[str, str]:
    publishers = reader.resources(node, STAND.publishedBy)
    return {
        "path": local_path(node.value, reader.snapshot.version.base) or "",
        "title": reader.text(node, DCTERMS.title) or reader.label(node),
        "label": reader.label(node),
        "publisher": ", ".join(map(reader.label, publishers)),
        "date": reader.text(node, STAND.date),
    }


def _by_tag(questions: Sequence[Question]) -> dict[str, list[Question]]:
    """Group the questions under their first tag, in the order of their names."""
    groups: dict[str, list[Question]] = {}
    for found in questions:
        groups.setdefault(found.tags[0] if found.tags else "other", []).append(found)
    return dict(sorted(groups.items()))


def _without_header(text: str) -> str:
    """Leave out the ``#+`` lines, which the page shows as words."""
    lines = (line for line in text.splitlines() if not line.startswith("#+"))
    return "\n".join(lines).strip()
