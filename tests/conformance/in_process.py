"""What the store itself makes of a test, asked in this process: the measure of the endpoint."""

import functools
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from tests.conformance import answers
from tests.conformance.manifests import Entry, file_of
from tests.conformance.matching import Answer

FORMATS: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".n3": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".trig": ox.RdfFormat.TRIG,
}


def evaluate(entry: Entry) -> Answer:
    """Answer the test out of a store that holds its data and nothing else."""
    store = ox.Store()
    try:
        for address in entry.default:
            load(store, address, ox.DefaultGraph())
        for address in dict.fromkeys((*entry.named, *entry.own_dataset)):
            load(store, address, ox.NamedNode(address))
        found = store.query(entry.query, base_iri=entry.base)
        if entry.kind == "CSVResultFormatTest":
            assert isinstance(found, ox.QuerySolutions)
            body = found.serialize(format=ox.QueryResultsFormat.CSV)
            assert body is not None
            return answers.of_body(body, "text/csv")
        return answers.of_results(found, ordered=entry.ordered)
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        return Answer("refused", reason=f"{type(error).__name__}: {error}"[:300])


def load(store: ox.Store, address: str, graph: ox.NamedNode | ox.DefaultGraph) -> None:
    """Load the file at the address, its own relative IRIs read against that."""
    for quad in quads_of(address):
        store.add(ox.Quad(quad.subject, quad.predicate, quad.object, graph))


@functools.cache
def quads_of(address: str) -> tuple[ox.Quad, ...]:
    """Parse the file at the address, once; its blank nodes get names that no other file has."""
    file: Path = file_of(address)
    return tuple(
        ox.parse(path=file, format=FORMATS[file.suffix], base_iri=address, rename_blank_nodes=True)
    )


@functools.cache
def expected(entry: Entry) -> Answer:
    """Return what the suite says must come out."""
    assert entry.result is not None
    return answers.of_file(entry.result, entry.base)
