"""``/evidence``: what stands behind one row of an answer: claims, who makes them, and where.

The row is found in the answer by its key, and the pattern of the query is asked again with the
values of the row: so the nodes come to light that the query names and does not select.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

import pyoxigraph as ox
from flask import Blueprint, current_app, render_template, request

from kg.vocab import STAND
from server.current import current_of, snapshot_of
from server.endpoint import job_of
from server.fault import RequestError
from server.language import announces_rdf12
from server.pages import reader_of
from server.patterns import Cut, UnclearError
from server.protocol import Incoming, UpdateRequest, read_request
from server.questioning import Asker, Row
from server.reading import Mark, Passage, Reader
from server.tables import Cell, cell, heading, row_key

bp = Blueprint("evidence", __name__)

MOST_WAYS: Final = 200
"""Ways to match the pattern that are looked at: a row that counts has one for each thing."""
MOST_CLAIMS: Final = 50
MOST_NODES: Final = 40
MOST_NEAR: Final = 100
"""Nodes that are no claims, and statements of each, that are looked at for claims."""


@dataclass(frozen=True)
class Backing:
    """A claim: its node, what it says, what marks it, who makes it, and where it stands."""

    claim: Cell
    says: str
    marks: tuple[Mark, ...]
    speakers: tuple[Cell, ...]
    passages: tuple[tuple[Cell, Passage], ...]


@bp.get("/evidence")
def evidence() -> str:
    """Show what stands behind the row of a query's answer."""
    asked = read_request(Incoming.of(request.environ))
    key = request.args.get("row", "")
    if isinstance(asked, UpdateRequest) or asked.text is None or not key:
        raise RequestError(
            400, "The parameters 'query' and 'row' are missing; an answer's table links with them."
        )
    # Forms send the ends of lines in their own way; the answer is known by the query's.
    query = asked.text.replace("\r\n", "\n")
    snapshot = snapshot_of(current_of(current_app), asked.snapshot)
    reader = reader_of(snapshot)
    job = job_of(asked, query, snapshot, Incoming.of(request.environ), formats=())
    language = asked.language or ("1.2" if announces_rdf12(job) else "")
    limit_s = current_of(current_app).settings.timeout_s
    asker = Asker(snapshot, limit_s=limit_s, language=language)
    names, row = _row(asker, query, key)
    behind = _behind(query, row)
    ways = _ways(asker, behind)
    nodes = list(dict.fromkeys(_nodes([row, *ways], snapshot.version.base)))
    claims = claims_behind(nodes, reader)
    return render_template(
        "evidence.html",
        version=snapshot.version,
        query=query,
        snapshot=snapshot.version.id,
        behind=behind,
        cells=[(heading(name), cell(row.get(name), reader)) for name in names],
        claims=[_backing(claim, reader) for claim in claims[:MOST_CLAIMS]],
        total=len(claims),
        is_cut=len(ways) >= MOST_WAYS,
        passages=_passages(nodes, reader) if not claims else [],
    )


def behind_query(query: str, row: Row) -> str:
    """Return the query for all that the pattern names, with the values of a row.

    Raises `UnclearError` where the query is no SELECT with a pattern of its own.
    """
    cut = Cut(query)
    if cut.word(cut.opened + 1) == "SELECT":
        raise UnclearError
    inside = range(cut.opened, cut.closed)
    named = {cut.text(i)[1:] for i in inside if cut.tokens[i].kind == "variable"}
    values = {
        name: str(term)
        for name, term in row.items()
        if name in named and isinstance(term, ox.NamedNode | ox.Literal)
    }
    body = cut.between(cut.opened, cut.closed)
    limit = f"LIMIT {MOST_WAYS}"
    if values:
        names = " ".join(f"?{name}" for name in values)
        limit += f"\nVALUES ({names}) {{ ({' '.join(values.values())}) }}"
    return f"{cut.prologue}SELECT * {cut.dataset}WHERE {body}\n{limit}"


def claims_behind(nodes: Sequence[ox.NamedNode], reader: Reader) -> list[ox.NamedNode]:
    """Return the claims among the nodes; else those that these rest on; else those about them."""
    found = [node for node in nodes if reader.is_a(node, STAND.Claim)]
    for step in (_outward, _inward):
        if found:
            break
        near = (claim for node in nodes[:MOST_NODES] for claim in step(node, reader))
        found = [node for node in dict.fromkeys(near) if reader.is_a(node, STAND.Claim)]
    return found


def _outward(node: ox.NamedNode, reader: Reader) -> Iterator[ox.NamedNode]:
    quads = reader.snapshot.store.quads_for_pattern(node, None, None, ox.DefaultGraph())
    for quad in islice(quads, MOST_NEAR):
        if isinstance(quad.object, ox.NamedNode):
            yield quad.object


def _inward(node: ox.NamedNode, reader: Reader) -> Iterator[ox.NamedNode]:
    quads = reader.snapshot.store.quads_for_pattern(None, None, node, ox.DefaultGraph())
    for quad in islice(quads, MOST_NEAR):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject


def _row(asker: Asker, query: str, key: str) -> tuple[list[str], Row]:
    names, rows = asker.table(query)
    for row in rows:
        if row_key(row.get(name) for name in names) == key:
            return names, row
    raise RequestError(
        404, "The answer of this query has no such row in this version; ask it anew."
    )


def _behind(query: str, row: Row) -> str:
    """Return the query for what stands behind a row, nothing where none can be made."""
    try:
        return behind_query(query, row)
    except UnclearError:
        return ""


def _ways(asker: Asker, query: str) -> list[Row]:
    """Return how the pattern matches with the values of the row; nothing where it cannot be said.

    An engine may find the query wrong that was made of a right one, or too long to run.
    """
    if not query:
        return []
    try:
        return asker.rows(query)
    except RequestError:
        return []


def _nodes(rows: Iterable[Row], base: str) -> Iterator[ox.NamedNode]:
    """Yield our things in the rows; terms of the ontology and values of lists are none."""
    for row in rows:
        for term in row.values():
            named = term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""
            if named.startswith(f"{base}id/") and " " not in named:
                yield ox.NamedNode(named)


def _passages(nodes: Sequence[ox.NamedNode], reader: Reader) -> list[tuple[Cell, Passage]]:
    found = ((cell(node, reader), reader.passage(node)) for node in nodes[:MOST_CLAIMS])
    return [(shown, passage) for shown, passage in found if passage is not None]


def _backing(claim: ox.NamedNode, reader: Reader) -> Backing:
    says = [
        reader.text(node, STAND.propositionText)
        for node in reader.resources(claim, STAND.hasProposition)
    ]
    speakers = reader.resources(claim, STAND.assertedBy)
    return Backing(
        claim=replace(
            cell(claim, reader), text=f"claim {claim.value.rpartition('/')[2]}", marks=()
        ),
        says=" ".join(filter(None, says)),
        marks=reader.claim_marks(claim),
        speakers=tuple(cell(node, reader) for node in speakers),
        passages=tuple(_passages(reader.resources(claim, STAND.evidencedBy), reader)),
    )
