"""RDF as text whose bytes depend on nothing but the triples."""

from collections.abc import Iterable, Mapping
from io import BytesIO

import pyoxigraph as ox


def canonical_turtle(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> bytes:
    """Write sorted Turtle, with blank nodes named by RDFC-1.0."""
    dataset = ox.Dataset(ox.Quad(*triple) for triple in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted_turtle((quad.triple for quad in dataset), prefixes)


def sorted_turtle(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> bytes:
    """Write Turtle in the order of its N-Triples; blank nodes keep their names."""
    out = BytesIO()
    ox.serialize(sorted(triples, key=str), out, ox.RdfFormat.TURTLE, prefixes=dict(prefixes))
    return _sorted_header(out.getvalue())


def sorted_trig(quads: Iterable[ox.Quad], prefixes: Mapping[str, str]) -> bytes:
    """Write TriG graph by graph, each in the order of its N-Triples."""
    ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad.triple)))
    out = BytesIO()
    ox.serialize(ordered, out, ox.RdfFormat.TRIG, prefixes=dict(prefixes))
    return _sorted_header(out.getvalue())


def sorted_nquads(quads: Iterable[ox.Quad]) -> bytes:
    """Write canonical N-Quads, sorted: what the id of a version is a digest of."""
    out = BytesIO()
    ox.serialize(quads, out, ox.RdfFormat.N_QUADS)
    return b"".join(sorted(out.getvalue().splitlines(keepends=True)))


def _sorted_header(turtle: bytes) -> bytes:
    """Sort the prefixes: pyoxigraph promises no order for them."""
    lines = turtle.splitlines(keepends=True)
    header = [line for line in lines if line.startswith(b"@prefix ")]
    return b"".join([*sorted(header), *lines[len(header) :]])
