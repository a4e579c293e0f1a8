"""The pages: what this is, the questions with their answers, and a form for one's own."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from flask import Blueprint, Flask, Response, current_app, render_template, request
from rdflib.namespace import DCTERMS

from kg.base import BASE, rebase
from kg.published import digest
from kg.questions import Question
from kg.vocab import STAND
from server.addresses import local_path
from server.answer_map import map_of
from server.answer_rows import RowsWanted
from server.asking import (
    asked_in_words,
    fields_of,
    query_for,
    question_named,
    questions_of,
    read_asked,
)
from server.bibliography import work_of
from server.catalog import dataset_of
from server.current import Snapshot, current_of, snapshot_of
from server.downloads import MEDIA_TYPES
from server.emptiness import why_empty
from server.endpoint import OFFERED, job_of, read_whole
from server.fault import RequestError
from server.formats import GRAPHS, NAMES, ROWS
from server.kept import Kept
from server.language import announces_rdf12
from server.negotiation import choose
from server.protocol import Incoming, QueryRequest, UpdateRequest, read_request
from server.question_description import (
    describe_question,
    formats_of,
    iri_of,
    is_description,
    page_links,
)
from server.questioning import Asker
from server.reading import Reader
from server.schema_org import SCHEMA, dataset_page
from server.signposting import PAGE_TYPE, header, links_of_dataset
from server.sparql import endpoint_of
from server.tables import MAX_TRIPLES, graph_tables, rows_table
from server.visitor_languages import vary, visitor_languages

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

EDITOR: Final = Path(__file__).parent / "static" / "editor" / "yasqe.min.js"
"""The editor, where it has been fetched; without it the form serves."""

WHY_S: Final = 0.15
"""What finding out why there are no rows may take by itself; a link has it take longer."""
LONG_WHY_S: Final = 10.0

HTML: Final = "text/html"
_TEXTS, _COUNTS = "standoff-texts", "standoff-counts"
_COUNTED: Final = {
    "claims": STAND.Claim,
    "propositions": STAND.Proposition,
    "mentions": STAND.Mention,
    "positions": STAND.Position,
}


def init_app(app: Flask, *, texts: Mapping[str, str]) -> None:
    """Show the words of these texts wherever a version was made of them."""
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
        groups=_by_tag(questions_of(current_app)),
        dumps=MEDIA_TYPES,
    )
    response = Response(page, mimetype="text/html")
    links = links_of_dataset(dataset, root, MEDIA_TYPES, kinds=(PAGE_TYPE, f"{SCHEMA}Dataset"))
    response.headers["Link"] = header(links)
    return vary(response)


def _counts() -> Kept[Mapping[str, int]]:
    found: Kept[Mapping[str, int]] = current_app.extensions[_COUNTS]
    return found


def _counted(reader: Reader) -> Mapping[str, int]:
    return {name: len(reader.instances(kind)) for name, kind in _COUNTED.items()}


def _dataset(reader: Reader) -> str:
    return dataset_of(reader.snapshot, f"{request.url_root}sparql")


@bp.get("/question/<name>")
def question(name: str) -> Response:
    """Show a question, the form for its parameters, and its answer; programs get the answer."""
    found = question_named(name)
    asked, given = read_asked(found)
    if is_description(found, asked.formats):
        snapshot = snapshot_of(current_of(current_app), asked.snapshot)
        return describe_question(found, snapshot, asked.formats)
    if asked.formats or choose(request.headers.get("Accept"), [HTML, *OFFERED]) != HTML:
        return _answer(found, asked, given)
    reader = _reader(asked.snapshot)
    base = reader.snapshot.version.base
    view: dict[str, Any] = {}
    fault = None
    try:
        text = _without_header(query_for(found, given, base))
        view = _view(reader, asked, text) | {"query": text}
    except RequestError as error:
        if not found.parameters:
            raise
        fault = error
    page = _page(
        "question.html",
        reader,
        question=found,
        asked=found.summary if fault else asked_in_words(found, given, reader),
        fields=fields_of(found, given, reader),
        given=given,
        fault=fault,
        snapshot=asked.snapshot or None,
        iri=iri_of(found, reader.snapshot),
        described=formats_of(found, reader.snapshot),
        **view,
    )
    response = Response(page, status=fault.status if fault else 200)
    response.headers["Link"] = page_links(found, reader.snapshot)
    return vary(response)


@bp.get("/question/<name>.<extension>")
def question_as(name: str, extension: str) -> Response:
    """Give the answer of a question in the format of the extension."""
    if extension not in NAMES:
        raise RequestError(404, f"There is no format {extension!r}: take {', '.join(NAMES)}.")
    found = question_named(name)
    asked, given = read_asked(found)
    if is_description(found, (extension,)):
        snapshot = snapshot_of(current_of(current_app), asked.snapshot)
        return describe_question(found, snapshot, (extension,))
    return _answer(found, replace(asked, formats=(extension,)), given)


def _answer(question: Question, asked: QueryRequest, given: Mapping[str, str]) -> Response:
    """Answer as the endpoint does; the addresses that the headers name are those of the query."""
    snapshot = snapshot_of(current_of(current_app), asked.snapshot)
    text = _without_header(query_for(question, given, snapshot.version.base))
    reply = endpoint_of(current_app).answer(
        replace(asked, text=text),
        text,
        Incoming.of(request.environ),
        request.environ,
        address=f"{request.url_root}sparql",
    )
    return Response(reply.body, reply.status, reply.headers, direct_passthrough=True)


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
    base = reader.snapshot.version.base
    example = request.args.get("example", "")
    first = _without_header(question_named(example).text) if example else FIRST_QUERY
    # The editor puts a part into its page; a fault in the query is no fault of asking for that.
    is_part = request.args.get("part") == "result"
    page = _page(
        "result_alone.html" if is_part else "query.html",
        reader,
        query=request.args.get("query", rebase(first, base)),
        example=example,
        groups=_by_tag(questions_of(current_app)),
        has_editor=EDITOR.is_file(),
        fault=fault,
        snapshot=snapshot,
        **view,
    )
    return vary(Response(page, status=fault.status if fault and not is_part else 200))


def reader_of(snapshot: Snapshot) -> Reader:
    """Return what reads a version, with the texts that are at hand."""
    return Reader(snapshot, current_app.extensions[_TEXTS], visitor_languages())


def _reader(version_id: str = "") -> Reader:
    return reader_of(snapshot_of(current_of(current_app), version_id))


def _page(template: str, reader: Reader, **values: object) -> str:
    return render_template(
        template, version=reader.snapshot.version, max_triples=MAX_TRIPLES, **values
    )


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
        wanted, total = RowsWanted.of_request(), answer.rows or 0
        table = rows_table(rows, total, reader, wanted)
        names = [variable.value for variable in rows.variables]
        table = replace(table, turning=wanted.turning(names, total))
        if table.total:
            evidence = {"query": text, "snapshot": reader.snapshot.version.id}
            view |= {"table": table, "map": map_of(table.terms, reader)}
            return view | {"evidence": None if job.has_dataset else evidence}
        if job.has_dataset:
            return view | {"table": table}
        limit_s = LONG_WHY_S if "why" in request.args else WHY_S
        language = "1.2" if announces_rdf12(job) else ""
        asker = Asker(reader.snapshot, limit_s=limit_s, language=language)
        dead = why_empty(text, asker.holds)
        return view | {"table": table, "dead": dead, "can_wait": asker.is_late}
    triples = [quad.triple for quad in ox.parse(written, ox.RdfFormat.N_TRIPLES)]
    has_terms = any(isinstance(triple.object, ox.Triple) for triple in triples)
    formats = tuple(found for found in GRAPHS if found.has_triple_terms or not has_terms)
    return view | {"subjects": graph_tables(triples, reader), "formats": formats}


def _article(reader: Reader, node: ox.NamedNode) -> dict[str, Any]:
    publishers = reader.resources(node, STAND.publishedBy)
    return {
        "path": local_path(node.value, reader.snapshot.version.base) or "",
        "title": reader.text(node, DCTERMS.title) or reader.label(node),
        "label": reader.label(node),
        "publishers": tuple(map(reader.name, publishers)),
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
