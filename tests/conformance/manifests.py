"""The entries of the suites' manifests, as what is asked of what, and what must come out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from tests.conformance.suites import SUITES, fetch

MF: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
DAWGT: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
EVALUATION: Final = ("QueryEvaluationTest", "CSVResultFormatTest")
ACCEPTED: Final = ("PositiveSyntaxTest", "PositiveSyntaxTest11")
REFUSED: Final = ("NegativeSyntaxTest", "NegativeSyntaxTest11")
# They call other endpoints, at addresses that nobody serves: federation is tested elsewhere.
FEDERATED: Final = ("service", "syntax-fed")
_FROM: Final = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", re.IGNORECASE)
_ORDER: Final = re.compile(r"\bORDER\s+BY\b", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """One test: a query, the files of its dataset by their addresses, its result."""

    name: str
    kind: str
    query: str
    base: str
    default: tuple[str, ...]
    named: tuple[str, ...]
    result: Path | None
    lax: bool

    @property
    def own_dataset(self) -> tuple[str, ...]:
        """Give the graphs that the query itself names, by FROM."""
        stem = self.base.rsplit("/", 1)[0]
        return tuple(
            dict.fromkeys(
                each if ":" in each else f"{stem}/{each}" for each in _FROM.findall(self.query)
            )
        )

    @property
    def ordered(self) -> bool:
        """Say whether the query asks for an order."""
        return _ORDER.search(self.query) is not None

    @property
    def based(self) -> str:
        """Give the query with its own address as its base, wherever it is sent."""
        return f"BASE <{self.base}>\n{self.query}"


def entries(*kinds: str) -> list[Entry]:
    """List the tests of the kinds in every suite, by name; withdrawn ones are left out."""
    found = [entry for suite in SUITES for entry in _suite(suite) if entry.kind in kinds]
    return sorted(found, key=lambda entry: entry.name)


def file_of(address: str) -> Path:
    """Return the local file that the suites publish at the address."""
    for suite, (_, base) in SUITES.items():
        if address.startswith(base):
            return fetch() / suite / address.removeprefix(base)
    raise ValueError(f"{address} is in no suite")


def _suite(suite: str) -> Iterator[Entry]:
    folder = fetch() / suite
    for manifest in sorted(folder.glob("*/manifest.ttl")):
        if manifest.parent.name not in FEDERATED:
            base = f"{SUITES[suite][1]}{manifest.parent.name}/"
            yield from _manifest(manifest, f"{suite}/{manifest.parent.name}", base)


def _manifest(manifest: Path, group: str, base: str) -> Iterator[Entry]:
    store = ox.Store()
    store.load(path=manifest, format=ox.RdfFormat.TURTLE, base_iri=f"{base}manifest.ttl")
    for head in _objects(store, None, f"{MF}entries"):
        rest = head
        while rest.value != f"{RDF}nil":
            (test,) = _objects(store, rest, f"{RDF}first")
            (rest,) = _objects(store, rest, f"{RDF}rest")
            entry = _entry(store, test, group)
            if entry is not None:
                yield entry


def _entry(store: ox.Store, test: ox.NamedNode, group: str) -> Entry | None:
    kinds = [each.value.removeprefix(MF) for each in _objects(store, test, f"{RDF}type")]
    approval = [each.value for each in _objects(store, test, f"{DAWGT}approval")]
    actions = _objects(store, test, f"{MF}action")
    wanted = (*EVALUATION, *ACCEPTED, *REFUSED)
    if f"{DAWGT}Withdrawn" in approval or len(actions) != 1 or not set(kinds) & set(wanted):
        return None
    (action,) = actions
    queries = (
        [action] if isinstance(action, ox.NamedNode) else _objects(store, action, f"{QT}query")
    )
    (query,) = queries
    results = _objects(store, test, f"{MF}result")
    names = _objects(store, test, f"{MF}name")
    own = test.value.rpartition("#")[2] if isinstance(test, ox.NamedNode) else names[0].value
    return Entry(
        name=f"{group}/{own}",
        kind=next(kind for kind in wanted if kind in kinds),
        # Some files of the first suite are in CR LF; a query may also hold characters of its own.
        query=file_of(query.value).read_bytes().decode(),
        base=query.value,
        default=tuple(each.value for each in _objects(store, action, f"{QT}data")),
        named=tuple(each.value for each in _objects(store, action, f"{QT}graphData")),
        result=file_of(results[0].value) if results else None,
        lax=bool(_objects(store, test, f"{MF}resultCardinality")),
    )


def _objects(store: ox.Store, subject: ox.NamedNode | None, predicate: str) -> list[ox.NamedNode]:
    """List the objects; nothing in a manifest is a literal where an IRI is looked for."""
    quads = store.quads_for_pattern(subject, ox.NamedNode(predicate), None, None)
    return sorted((quad.object for quad in quads), key=str)  # type: ignore[misc]
