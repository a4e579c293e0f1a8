"""Further queries of the server's own about one request; all of them have one time together."""

import time
from dataclasses import replace
from itertools import islice
from typing import Final

import pyoxigraph as ox
from flask import current_app, request

from server.current import Snapshot
from server.endpoint import job_of, read_whole
from server.engine.job import Answer
from server.fault import RequestError
from server.protocol import Incoming, QueryRequest
from server.sparql import endpoint_of

ROWS: Final = "application/sparql-results+json"
MOST_ROWS: Final = 10_000
"""Rows that are read here; what asks for more is not for a page."""

Row = dict[str, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]


class Asker:
    """Has the engine's processes answer, for at most ``limit_s`` seconds in all."""

    def __init__(self, snapshot: Snapshot, *, limit_s: float, language: str = "") -> None:
        self._snapshot = snapshot
        self._limit_s = limit_s
        self._deadline = time.monotonic() + limit_s
        self._language = language

    @property
    def is_late(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() >= self._deadline

    def rows(self, query: str) -> list[Row]:
        """Return the rows of a SELECT, without what is unbound; raises the fault of the query."""
        return self.table(query)[1]

    def table(self, query: str) -> tuple[list[str], list[Row]]:
        """Return the names that a SELECT gives, and its first rows; raises 400 for another form."""
        found = ox.parse_query_results(
            read_whole(self._answer(query)), format=ox.QueryResultsFormat.JSON
        )
        if not isinstance(found, ox.QuerySolutions):
            raise RequestError(400, "Only the answer of a SELECT has rows.")
        names = [variable.value for variable in found.variables]
        first = islice(found, MOST_ROWS)
        return names, [{n: v for n in names if (v := row[n]) is not None} for row in first]

    def holds(self, query: str) -> bool:
        """Return the answer of an ASK."""
        found = ox.parse_query_results(
            read_whole(self._answer(query)), format=ox.QueryResultsFormat.JSON
        )
        return bool(found)

    def _answer(self, query: str) -> Answer:
        left = self._deadline - time.monotonic()
        if left <= 0:  # as `is_late` says from now on
            raise RequestError(
                504, "There is no time left.", bound="timeout_s", limit=self._limit_s
            )
        asked = QueryRequest(query, language=self._language)
        job = job_of(asked, query, self._snapshot, Incoming.of(request.environ), formats=())
        job = replace(job, accept=ROWS, encodings=("identity",))
        endpoint = endpoint_of(current_app)
        return endpoint.ask(self._snapshot, job, request.environ, timeout_s=left)
