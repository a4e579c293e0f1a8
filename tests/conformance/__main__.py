"""Hold any SPARQL endpoint against the standards: ``python -m tests.conformance ADDRESS``."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import click

from tests.conformance import in_process, over_http, scores
from tests.conformance.cases import Case, run_case
from tests.conformance.description import DESCRIPTION_CASES
from tests.conformance.endpoint import Endpoint, Request
from tests.conformance.graph_store_cases import READ_CASES, READ_ONLY_CASES, WRITE_CASES, graph
from tests.conformance.manifests import EVALUATION, entries
from tests.conformance.protocol_cases import (
    BAD_UPDATE_CASES,
    DATA,
    NQUADS,
    QUERY_CASES,
    QUERY_CASES_12,
    TURTLE,
    UPDATE_CASES,
    UPDATE_CASES_12,
)

Outcome = tuple[str, str]
SHOWN: Final = 40


@dataclass(frozen=True)
class Group:
    """A part of the run: its title, and for each test its name and what went wrong."""

    title: str
    outcomes: tuple[Outcome, ...]

    @property
    def passed(self) -> int:
        """Count the tests at which nothing went wrong."""
        return sum(not fault for _, fault in self.outcomes)


@click.command()
@click.argument("address", required=False)
@click.option("--update", default="", help="Updates are sent here; all data is erased.")
@click.option("--store", default="", help="The Graph Store; it is written where updates are.")
@click.option("--token-file", type=click.Path(path_type=Path), help="Holds the token for writes.")
@click.option("--evaluation", is_flag=True, help="The data of the suites is loaded: evaluate.")
@click.option("--write-data", type=click.Path(path_type=Path), help="Write that data as N-Quads.")
def main(
    address: str | None,
    update: str,
    store: str,
    token_file: Path | None,
    write_data: Path | None,
    *,
    evaluation: bool,
) -> None:
    """Hold the SPARQL endpoint at the address against the standards; exit with 1 at any fault."""
    if write_data:
        over_http.write_data(entries(*EVALUATION), write_data)
        with write_data.open("a", encoding="utf-8") as out:
            out.write(NQUADS)
        if not address:
            return
    parts = urlsplit(address or "")
    if parts.scheme != "http" or not parts.netloc:
        raise click.UsageError("give the address of an endpoint, such as http://HOST:PORT/PATH")
    token = token_file.read_text(encoding="utf-8").strip() if token_file else ""
    endpoint = Endpoint(parts.geturl(), update, store, token)
    failed = 0
    for group in _groups(endpoint, evaluation=evaluation):
        failed += len(group.outcomes) - group.passed
        click.echo(f"{group.passed:4} of {len(group.outcomes):4}  {group.title}")
        faults = [f"{name}: {fault}" for name, fault in group.outcomes if fault]
        for fault in faults[:SHOWN]:
            click.echo(f"              {fault}")
        if len(faults) > SHOWN:
            click.echo(f"              and {len(faults) - SHOWN} more")
    endpoint.close()
    sys.exit(1 if failed else 0)


def _groups(endpoint: Endpoint, *, evaluation: bool) -> Iterator[Group]:
    if evaluation:
        yield from _evaluation(endpoint)
    writes = bool(endpoint.update)
    if writes and endpoint.store:
        for iri in DATA:
            headers = (("Content-Type", "text/turtle"),)
            endpoint.send(Request("PUT", graph(iri), headers, TURTLE[iri].encode(), "store"))
    yield _cases("SPARQL 1.1 Protocol, query operation", endpoint, QUERY_CASES)
    yield _cases("  what the drafts for 1.2 add", endpoint, QUERY_CASES_12)
    yield Group(
        "Service Description",
        tuple((name, _described(case, endpoint)) for name, case in DESCRIPTION_CASES.items()),
    )
    if endpoint.store:
        reads = READ_CASES if writes else (*READ_CASES, *READ_ONLY_CASES)
        yield _cases("Graph Store HTTP Protocol, reading", endpoint, reads)
    yield _cases("SPARQL 1.1 Protocol, updates to refuse", endpoint, BAD_UPDATE_CASES)
    if writes:
        if endpoint.store:
            yield _cases("Graph Store HTTP Protocol, writing", endpoint, WRITE_CASES)
        yield _cases("SPARQL 1.1 Protocol, update operation", endpoint, UPDATE_CASES)
        yield _cases("  what the drafts for 1.2 add", endpoint, UPDATE_CASES_12)


def _cases(title: str, endpoint: Endpoint, cases: tuple[Case, ...]) -> Group:
    return Group(title, tuple((case.name, run_case(endpoint, case)) for case in cases))


def _described(case: object, endpoint: Endpoint) -> str:
    assert callable(case)
    try:
        return str(case(endpoint))
    except (ValueError, SyntaxError) as error:
        return str(error)


def _evaluation(endpoint: Endpoint) -> Iterator[Group]:
    tests = entries(*EVALUATION)
    for suite, title in (("sparql10", "SPARQL 1.0"), ("sparql11", "SPARQL 1.1")):
        against_suite, against_store = [], []
        for entry in tests:
            if entry.name.startswith(suite):
                found = over_http.evaluate(endpoint, entry)
                passed = scores.passes(entry, found)
                same = scores.same(entry, found, in_process.evaluate(entry))
                against_suite.append((entry.name, "" if passed else found.reason or "not so"))
                against_store.append((entry.name, "" if same else found.reason or "not so"))
        yield Group(f"{title} evaluation, as the suite expects", tuple(against_suite))
        yield Group(f"{title} evaluation, as pyoxigraph in process", tuple(against_store))


if __name__ == "__main__":
    main(prog_name="python -m tests.conformance")
