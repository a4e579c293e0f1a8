"""``/.well-known/void`` and the example queries: the version's catalog, at this address.

The catalog names the endpoint and the dumps as they are under the base of our IRIs. Here they get
the addresses at which they were found, and what a version cannot say of itself: its id, when it
became the current one, how big its dumps are.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

import pyoxigraph as ox
from flask import Blueprint, Response, current_app, request
from rdflib import DCAT, DCTERMS, FOAF, RDF, SH, VOID, XSD

from kg import __version__
from kg.prefixes import COMMON
from kg.vocab import DUMP, ENDPOINT, QUESTION
from server.cache import CACHEABLE
from server.catalog import dataset_of, graph_iri, read_catalog
from server.current import Snapshot, current_of, snapshot_of
from server.engine.evaluation import write_graph
from server.fault import RequestError
from server.formats import GRAPHS, choose_format
from server.service import published_at

bp = Blueprint("well_known", __name__)

SPDX: Final = "http://spdx.org/rdf/terms#"
_DECLARATIONS: Final = frozenset(map(str, (SH.declare, SH.prefix, SH.namespace)))
_TYPE: Final = ox.NamedNode(str(RDF.type))


@bp.get("/.well-known/void")
@bp.get("/sparql/.well-known/void")
def void() -> Response:
    """Describe the dataset in VoID and DCAT."""
    snapshot = snapshot_of(current_of(current_app), request.args.get("snapshot", ""))
    found = describe_dataset(
        snapshot, request.url_root, request.base_url, updated=published_at(snapshot)
    )
    return _answer(snapshot, found)


@bp.get("/.well-known/sparql-examples")
@bp.get("/.well-known/sparql-examples/")
@bp.get("/sparql/.well-known/sparql-examples")
@bp.get("/sparql/.well-known/sparql-examples/")
def examples() -> Response:
    """Give the questions as example queries, with the prefixes that they may use."""
    snapshot = snapshot_of(current_of(current_app), request.args.get("snapshot", ""))
    found = describe_examples(snapshot, request.url_root)
    if not found:
        raise RequestError(404, "This data has no example queries; /.well-known/void describes it.")
    return _answer(snapshot, found)


def describe_dataset(
    snapshot: Snapshot, root: str, document: str, *, updated: datetime | None = None
) -> list[ox.Triple]:
    """Describe the dataset as it is found at the address `root`, which ends in a slash.

    `document` is the address of the description itself, `updated` when the version became the
    current one. Data without a catalog is described by the sizes of its graphs alone.
    """
    dataset = ox.NamedNode(dataset_of(snapshot, f"{root}sparql"))
    node = ox.NamedNode(document)
    catalog = [triple for triple in read_catalog(snapshot) if not _is_example(triple, snapshot)]
    found = [
        *(_moved(catalog, snapshot, root) if catalog else _sizes(snapshot, dataset, root)),
        ox.Triple(node, _TYPE, ox.NamedNode(str(VOID.DatasetDescription))),
        ox.Triple(node, ox.NamedNode(str(FOAF.primaryTopic)), dataset),
        ox.Triple(dataset, ox.NamedNode(f"{DCAT}version"), ox.Literal(snapshot.version.id)),
        *(_dump_sizes(snapshot, root) if catalog else ()),
    ]
    if updated is not None:
        moment = updated.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        value = ox.Literal(moment, datatype=ox.NamedNode(str(XSD.dateTime)))
        found.append(ox.Triple(dataset, ox.NamedNode(str(DCTERMS.modified)), value))
    return found


def describe_examples(snapshot: Snapshot, root: str) -> list[ox.Triple]:
    """Give the example queries of the version, for the endpoint under the address `root`."""
    catalog = read_catalog(snapshot)
    found = [triple for triple in catalog if _is_example(triple, snapshot)]
    if found:
        found += [triple for triple in catalog if triple.predicate.value in _DECLARATIONS]
    return list(_moved(found, snapshot, root))


def _is_example(triple: ox.Triple, snapshot: Snapshot) -> bool:
    namespace = snapshot.iri(str(QUESTION)).value
    return isinstance(triple.subject, ox.NamedNode) and triple.subject.value.startswith(namespace)


def _moved(triples: Iterable[ox.Triple], snapshot: Snapshot, root: str) -> Iterator[ox.Triple]:
    """Put this server's addresses in the place of those of the endpoint and of the dumps."""
    endpoint, dumps = snapshot.iri(str(ENDPOINT)), snapshot.iri(str(DUMP)).value
    known: dict[object, ox.NamedNode] = {endpoint: ox.NamedNode(f"{root}sparql")}
    for name in snapshot.version.manifest["files"]:
        known[ox.NamedNode(dumps + name)] = ox.NamedNode(f"{root}dump/{name}")
    for subject, predicate, value in triples:
        yield ox.Triple(known.get(subject, subject), predicate, known.get(value, value))


def _dump_sizes(snapshot: Snapshot, root: str) -> Iterator[ox.Triple]:
    """Yield size and digest of each dump; a dump cannot hold its own."""
    dumps = snapshot.iri(str(DUMP)).value
    described = {
        t.subject for t in read_catalog(snapshot) if t.predicate.value == str(DCAT.mediaType)
    }
    for name, said in snapshot.version.manifest["files"].items():
        if ox.NamedNode(dumps + name) not in described:
            continue
        dump = ox.NamedNode(f"{root}dump/{name}")
        checksum = ox.NamedNode(f"{dump.value}#sha256")
        yield ox.Triple(
            dump,
            ox.NamedNode(str(DCAT.byteSize)),
            ox.Literal(str(said["bytes"]), datatype=ox.NamedNode(str(XSD.nonNegativeInteger))),
        )
        yield ox.Triple(dump, ox.NamedNode(f"{SPDX}checksum"), checksum)
        yield ox.Triple(checksum, _TYPE, ox.NamedNode(f"{SPDX}Checksum"))
        yield ox.Triple(
            checksum,
            ox.NamedNode(f"{SPDX}algorithm"),
            ox.NamedNode(f"{SPDX}checksumAlgorithm_sha256"),
        )
        yield ox.Triple(
            checksum,
            ox.NamedNode(f"{SPDX}checksumValue"),
            ox.Literal(said["sha256"], datatype=ox.NamedNode(str(XSD.hexBinary))),
        )


def _sizes(snapshot: Snapshot, dataset: ox.NamedNode, root: str) -> Iterator[ox.Triple]:
    manifest = snapshot.version.manifest
    triples, kind = ox.NamedNode(str(VOID.triples)), ox.NamedNode(str(VOID.Dataset))
    yield ox.Triple(dataset, _TYPE, kind)
    yield ox.Triple(dataset, triples, ox.Literal(manifest["triples"]))
    endpoint = ox.NamedNode(f"{root}sparql")
    yield ox.Triple(dataset, ox.NamedNode(str(VOID.sparqlEndpoint)), endpoint)
    for name, count in manifest["graphs"].items():
        if name.startswith("_:"):
            continue
        graph = ox.NamedNode(graph_iri(name, snapshot.version.base))
        yield ox.Triple(dataset, ox.NamedNode(str(VOID.subset)), graph)
        yield ox.Triple(graph, _TYPE, kind)
        yield ox.Triple(graph, triples, ox.Literal(count))


def _answer(snapshot: Snapshot, triples: Sequence[ox.Triple]) -> Response:
    """Write a description in the format asked for, unless the client has it already."""
    chosen, media_type = choose_format(
        GRAPHS, accept=request.headers.get("Accept"), names=request.args.getlist("format")
    )
    body = write_graph(triples, chosen, COMMON)
    parts = (snapshot.version.id, __version__, media_type)
    etag = hashlib.sha256(repr(parts).encode() + body).hexdigest()[:32]
    response = Response(body, mimetype=media_type)
    response.set_etag(etag)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Standoff-Snapshot"] = snapshot.version.id
    response.vary.add("Accept")
    response.make_conditional(request)
    request.environ[CACHEABLE] = True
    return response
