"""What the service description says of this server, gathered from where each of it is known."""

from datetime import datetime

from flask import Response, current_app, request

from kg.published import UNION
from kg.settings import Settings
from server.cache import CACHEABLE
from server.catalog import dataset_of, read_catalog
from server.current import Snapshot, current_of
from server.description import PREFIXES, Limit, ServiceFacts, describe_service
from server.downloads import REPORT
from server.engine.evaluation import write_graph
from server.formats import GRAPHS, choose_format
from server.memento import first_move
from server.owner import is_writable


def service_description(snapshot: Snapshot, formats: tuple[str, ...]) -> Response:
    """Describe the service in the format asked for."""
    accept = request.headers.get("Accept")
    # Whoever asks for rows, or for anything, and sends no query gets the description all the same.
    chosen, media_type = choose_format(GRAPHS, accept=accept, names=formats)
    triples = describe_service(_facts(snapshot))
    response = Response(write_graph(triples, chosen, PREFIXES), mimetype=media_type)
    response.vary.update(("Accept", "Accept-Encoding"))
    response.cache_control.no_cache = True
    response.headers["Standoff-Snapshot"] = snapshot.version.id
    response.headers["Link"] = '</.well-known/void>; rel="describedby"'
    response.add_etag()
    response.make_conditional(request)
    request.environ[CACHEABLE] = True
    return response


def published_at(snapshot: Snapshot) -> datetime | None:
    """Return when the version became the current one."""
    move = first_move(current_of(current_app), snapshot.version.id)
    return move.time if move else None


def _facts(snapshot: Snapshot) -> ServiceFacts:
    root, version = request.url_root, snapshot.version
    settings = current_of(current_app).settings
    endpoint = f"{root}sparql"
    catalog = read_catalog(snapshot)
    has_report = REPORT in version.manifest["files"]
    return ServiceFacts(
        endpoint=endpoint,
        dataset=dataset_of(snapshot, endpoint),
        base=version.base,
        version_id=version.id,
        manifest=version.manifest,
        catalog=catalog,
        updated=published_at(snapshot),
        limits=limits_of(settings),
        services=settings.allow_services,
        has_federation=bool(settings.allow_services),
        has_updates=is_writable(),
        has_union_default_graph=version.default_graph == UNION,
        input_formats=GRAPHS if is_writable() else (),
        void_address=f"{root}.well-known/void",
        examples_address=f"{root}.well-known/sparql-examples" if catalog else None,
        report_address=f"{root}dump/{REPORT}?snapshot={version.id}" if has_report else None,
    )


def limits_of(settings: Settings) -> tuple[Limit, ...]:
    """Name the bounds that a client may meet."""
    return (
        Limit("timeout", "how long a query may run", settings.timeout_s, "s"),
        Limit("query-memory", "the memory of a query", settings.query_memory, "byte"),
        Limit("answer", "the size of an answer", settings.answer_bytes, "byte"),
        Limit("body", "the size of a query as the body of a request", settings.body_bytes, "byte"),
        Limit("short-queries", "queries at once in their first second", settings.short_queries),
        Limit("long-queries", "queries at once after their first second", settings.long_queries),
        Limit("waiting", "queries that may wait, of all clients", settings.waiting),
        Limit("waiting-per-client", "queries of a client that wait", settings.waiting_per_client),
    )
