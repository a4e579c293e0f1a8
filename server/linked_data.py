"""Every IRI under our base leads here: a page for people, RDF for programs, by ``Accept``.

The address of a thing answers with 200 and names in ``Content-Location`` the document that the
answer is; that document's address ends in ``.ttl``, ``.html`` and so on and can be asked for as
such. Decision 0026 says why.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import quote, urlencode

import pyoxigraph as ox
from flask import Blueprint, Response, current_app, render_template, request
from rdflib.namespace import DCTERMS, FOAF, RDF, RDFS

from kg import __version__
from server.addresses import local_path
from server.bibliography import work_of
from server.cache import CACHEABLE
from server.catalog import dataset_of
from server.current import Snapshot, current_of, snapshot_of
from server.engine.evaluation import iris_of, prefixes_for, write_graph
from server.fault import RequestError
from server.formats import DATASETS, GRAPHS, Format, choose_format
from server.here import here
from server.negotiation import choose
from server.pages import reader_of
from server.reading import Reader
from server.resource_graph import ResourceGraph, describe, is_known, is_readable
from server.resources import page_of
from server.resources.kinds import kinds_of
from server.schema_org import SCHEMA, about_page, kind_of
from server.signposting import LICENCE, PAGE_TYPE, Link, header, links_of_thing
from server.tables import MAX_TRIPLES, cell
from server.visitor_languages import vary

bp = Blueprint("linked_data", __name__)

HTML: Final = "text/html"
FORMATS: Final = GRAPHS
_NAMES: Final = {name: found for found in FORMATS for name in found.names}
_IN_IRIS: Final = "/:@!$&'()*+,;=~"


bp.add_app_template_global(here)


@bp.get("/id/<path:name>")
def thing(name: str) -> Response:
    """Describe a thing of the world or something that is said."""
    return _answer(f"id/{name}")


@bp.get("/vocab/<path:name>")
def concept(name: str) -> Response:
    """Describe a closed list, or a value of one."""
    return _answer(f"vocab/{name}")


@bp.get("/graph/<path:name>")
def graph(name: str) -> Response:
    """Describe a named graph; what it holds is to be had from ``/store``."""
    return _answer(f"graph/{name}")


@bp.get("/dataset", defaults={"name": "dataset"})
@bp.get("/catalog", defaults={"name": "catalog"})
@bp.get("/dataset.<extension>", defaults={"name": "dataset"})
@bp.get("/catalog.<extension>", defaults={"name": "catalog"})
def dataset(name: str, extension: str = "") -> Response:
    """Describe what all of this is; ``/.well-known/void`` does so with this server's addresses."""
    return _answer(f"{name}.{extension}" if extension else name)


def _answer(name: str) -> Response:
    snapshot = snapshot_of(current_of(current_app), request.args.get("snapshot", ""))
    node, extension = _found(snapshot, name)
    reader = reader_of(snapshot)
    address = f"{request.script_root}{local_path(node.value, snapshot.version.base)}"
    names = [extension] if extension else request.args.getlist("format")
    if not is_readable(snapshot, node):
        return _see_query(node)
    if _wants_page(names):
        return _page(reader, node, address)
    return _rdf(reader, node, address, names)


def _found(snapshot: Snapshot, name: str) -> tuple[ox.NamedNode, str]:
    """Find the thing that a path names, and the format at its end, if there is one."""
    stem, _, extension = name.rpartition(".")
    tries = [(name, "")]
    if stem and (extension == "html" or extension in _NAMES):
        tries.append((stem, extension))
    for local, found in tries:
        # The path comes decoded; an IRI may hold what stood there encoded.
        for spelled in dict.fromkeys((local, quote(local, safe=_IN_IRIS))):
            node = _node(f"{snapshot.version.base}{spelled}")
            if node and (not is_readable(snapshot, node) or is_known(snapshot, node)):
                return node, found
    raise RequestError(
        404,
        f"Nothing is known here of <{snapshot.version.base}{name[:200]}>: it is no name "
        f"in version {snapshot.version.id}; the start page and /sparql lead to what there is.",
    )


def _see_query(node: ox.NamedNode) -> Response:
    """Send to the endpoint, where a process of its own reads what may end its reader."""
    is_page = _wants_page(request.args.getlist("format"))
    wanted = {name: request.args[name] for name in ("format", "snapshot") if name in request.args}
    asked = urlencode({"query": f"DESCRIBE <{node.value}>", **wanted})
    location = f"{request.script_root}/{'query' if is_page else 'sparql'}?{asked}"
    return Response(status=303, headers={"Location": location, "Vary": "Accept"})


def _node(iri: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None


def _wants_page(names: Sequence[str]) -> bool:
    if names:
        return "html" in names
    own = [media_type for found in FORMATS for media_type in found.media_types]
    # Programs come first: a client that accepts anything is one.
    return choose(request.headers.get("Accept"), [*own, HTML]) == HTML


def _page(reader: Reader, node: ox.NamedNode, address: str) -> Response:
    snapshot = reader.snapshot
    kinds = kinds_of(reader, node)
    page = page_of(kinds.all, reader)
    written = render_template(
        page.TEMPLATE,
        version=snapshot.version,
        max_triples=MAX_TRIPLES,
        iri=node.value,
        label=reader.name(node),
        kinds=[cell(kind, reader) for kind in kinds.leading],
        address=address,
        formats=FORMATS,
        work=work_of(snapshot, node.value, reader.label(node)),
        schema_org=about_page(
            reader,
            node,
            kinds.all,
            url=f"{_host()}{_encoded(address)}",
            dataset=_dataset(snapshot),
        ),
        **page.values(reader, node),
    )
    types = (PAGE_TYPE, f"{SCHEMA}{kind_of(kinds.all, reader)}")
    return _respond(reader, node, written.encode(), HTML, address, "html", types=types)


def _host() -> str:
    return request.host_url.removesuffix("/")


def _encoded(address: str) -> str:
    return quote(address, safe=f"{_IN_IRIS}%")


def _dataset(snapshot: Snapshot) -> str:
    return dataset_of(snapshot, f"{request.url_root}sparql")


def _rdf(reader: Reader, node: ox.NamedNode, address: str, names: Sequence[str]) -> Response:
    chosen, media_type = choose_format(FORMATS, accept=request.headers.get("Accept"), names=names)
    found = describe(reader.snapshot, node, in_graphs=_tells_graphs(chosen))
    about = list(_about(found, reader.snapshot, node, f"{address}.{chosen.name}"))
    written = _written(found, about, chosen, reader.snapshot.version.base)
    return _respond(reader, node, written, media_type, address, chosen.name)


def _written(found: ResourceGraph, about: Sequence[ox.Triple], chosen: Format, base: str) -> bytes:
    """Write a description, in its named graphs and with triple terms where the format has them."""
    triples = (*found.triples, *about)
    names = prefixes_for({iri for t in triples for term in t for iri in iris_of(term)}, base)
    if _tells_graphs(chosen):
        quads = {*found.quads, *(ox.Quad(*triple) for triple in about)}
        ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad.triple)))
        return ox.serialize(ordered, format=chosen.of_graphs, prefixes=names) or b""
    # RDF 1.1 for all the others: readers of Turtle without triple terms are the many.
    plain = (t for t in found.triples if not isinstance(t.object, ox.Triple))
    return write_graph([*plain, *about], chosen, names)


def _tells_graphs(chosen: Format) -> bool:
    return chosen in DATASETS and chosen.has_triple_terms


def _about(
    found: ResourceGraph, snapshot: Snapshot, node: ox.NamedNode, address: str
) -> Iterable[ox.Triple]:
    """Say of the description itself what it is about, under what terms, and what it leaves out."""
    document = ox.NamedNode(f"{_host()}{_encoded(address)}")
    yield ox.Triple(document, _named(RDF.type), _named(FOAF.Document))
    yield ox.Triple(document, _named(FOAF.primaryTopic), node)
    yield ox.Triple(document, _named(DCTERMS.license), ox.NamedNode(LICENCE))
    yield ox.Triple(document, _named(DCTERMS.isPartOf), ox.NamedNode(_dataset(snapshot)))
    for sentence in found.cut:
        yield ox.Triple(document, _named(RDFS.comment), ox.Literal(sentence, language="en"))
    if found.cut:
        more = f"{request.url_root}sparql?query={quote(f'DESCRIBE <{node.value}>', safe='')}"
        yield ox.Triple(document, _named(RDFS.seeAlso), ox.NamedNode(more))


def _named(name: str) -> ox.NamedNode:
    return ox.NamedNode(str(name))


def _respond(
    reader: Reader,
    node: ox.NamedNode,
    content: bytes,
    media_type: str,
    address: str,
    extension: str,
    types: Sequence[str] = (),
) -> Response:
    """Answer with this, unless the client has it already."""
    snapshot = reader.snapshot
    response = Response(content, mimetype=media_type)
    parts = (snapshot.version.id, __version__, media_type)
    response.set_etag(hashlib.sha256(repr(parts).encode() + content).hexdigest()[:32])
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Standoff-Snapshot"] = snapshot.version.id
    response.headers["Content-Location"] = _encoded(f"{address}.{extension}")
    links = links_of_thing(node.value, address, FORMATS, kinds=types, dataset=_dataset(snapshot))
    if reader.snapshot.store.contains_named_graph(node):
        links.append(
            Link(f"{request.script_root}/store?graph={quote(node.value, safe='')}", "item")
        )
    response.headers["Link"] = header(links)
    vary(response)
    response.make_conditional(request)
    request.environ[CACHEABLE] = True
    return response
