"""``standoff serve``: the endpoint, over the published versions or over any RDF files.

What some calls alone need is imported in their functions: a server that starts answers sooner.
"""

import math
import resource
import shlex
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click
from granian.constants import Interfaces
from granian.log import LogLevels

from kg.cli import options
from kg.cli.broker_process import running_broker
from kg.cli.http_server import LOG_TO_STDERR, PatientServer, import_once
from kg.cli.listening import answers_in_time, free_port
from kg.errors import InputError, NotPublishedError
from kg.paths import default_build_root, project_data
from kg.published import current_version
from kg.settings import MIB, Settings

# A name, not an import: nothing in kg imports the server.
APPLICATION: Final = "server.wsgi:app"
PARTS: Final = "server.core"
FIRST_QUESTION: Final = "who-ties-thaad-to-the-islands"
BACKLOG: Final = 2048
MAX_CONNECTIONS: Final = 16_384
KEPT_VERSIONS: Final = 20
"""Of a store that goes when the server goes."""


def _bound(name: str, kind: click.ParamType[Any], help_text: str) -> Callable[..., Any]:
    option = f"--{name.removesuffix('_s').replace('_', '-')}"
    return click.option(option, name, type=kind, default=None, help=help_text)


_SECONDS: Final = click.FloatRange(min=0, min_open=True)
_SIZE: Final = click.IntRange(min=1)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Listen at this address.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="Listen at this port; 0 takes a free one.",
)
@options.text
@click.option(
    "--build",
    "root",
    type=click.Path(file_okay=False, path_type=Path),
    help=f"Serve what is published in this folder.  [default: {options.BUILD_ROOT_DEFAULT}]",
)
@click.option(
    "--data",
    is_flag=True,
    help="Serve the RDF files named behind the options, without a build; none is an empty store.",
)
@click.option("--writable", is_flag=True, help="Take updates from whoever has the token.")
@click.option(
    "--token-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file that holds the token for --writable, and nothing else.",
)
@click.option(
    "--shapes",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Hold updates to the SHACL in this folder.  [default: the project's; with --data, none]",
)
@_bound("workers", _SIZE, "Processes that answer HTTP.  [default: one a core, up to 8]")
@_bound("timeout_s", _SECONDS, "Stop a query after so many seconds.  [default: 30]")
@_bound("query_memory", _SIZE, "MiB of memory for one query.  [default: up to 1024]")
@_bound("answer", _SIZE, "MiB that one answer may have.  [default: 1024]")
@_bound("store_memory", _SIZE, "MiB for data that is held in memory.  [default: a quarter]")
@_bound("short_queries", _SIZE, "Queries at once in their first second.  [default: 4 a core]")
@_bound("long_queries", _SIZE, "Queries at once after it.  [default: 2 a core]")
@_bound("waiting", _SIZE, "Queries that may wait in all.  [default: 256]")
@_bound("waiting_per_client", _SIZE, "Queries that may wait of one client.  [default: 128]")
@click.option(
    "--allow-service",
    "allow_services",
    multiple=True,
    metavar="URL",
    help="Let queries call this endpoint by SERVICE; may be given again.",
)
@click.option(
    "--access-log",
    default="",
    metavar="FILE",
    help="Write a line of JSON for each request to this file; - is standard error.",
)
@click.option("--log-queries", is_flag=True, help="Write the text of queries there, too.")
@click.option(
    "--proxies",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="How many reverse proxies in front of us to believe, by their X-Forwarded headers.",
)
@click.option("--prefix", default="", metavar="PATH", help="The path that we are served under.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def command(
    *,
    host: str,
    port: int,
    root: Path | None,
    data: bool,
    writable: bool,
    files: tuple[Path, ...],
    **given: Any,
) -> None:
    """Serve the current version, or FILES with --data, until Ctrl-C; print where.

    Every option can be set in the environment, too: STANDOFF_TIMEOUT_S=10. Sizes are bytes there.
    """
    _require_sense(data=data, writable=writable, files=files, root=root, given=given)
    with _build_root(root, files, is_data=data, is_writable=writable) as served:
        settings = _settings(served, given, is_data=data, is_temporary=data and root is None)
        if settings.text is not None:
            _verify(settings.text)
        if settings.access_log not in ("", "-"):
            _require_log(Path(settings.access_log))
        port = free_port(host, port)
        connections = _connections()
        with running_broker(settings):
            announcer = threading.Thread(
                target=_announce, args=(host, port, settings.prefix, not data), daemon=True
            )
            announcer.start()
            import_once(PARTS)
            PatientServer(
                APPLICATION,
                address=host,
                port=port,
                interface=Interfaces.WSGI,
                # Each reads its settings from the environment.
                workers=settings.workers,
                blocking_threads=settings.threads,
                backlog=BACKLOG,
                backpressure=connections,
                respawn_failed_workers=True,
                workers_kill_timeout=math.ceil(settings.grace_s),
                log_dictconfig=LOG_TO_STDERR,
                log_level=LogLevels.warning,
            ).serve()


def _require_sense(
    *,
    data: bool,
    writable: bool,
    files: tuple[Path, ...],
    root: Path | None,
    given: dict[str, Any],
) -> None:
    if files and not data:
        raise click.UsageError(f"To serve {files[0]} and no build, put --data in front of it.")
    if data and given["text"]:
        raise click.UsageError("--text belongs to a build; leave it out with --data.")
    if writable != bool(given["token_file"]):
        raise click.UsageError("--writable and --token-file FILE go together; give both.")
    if root is not None and data and (root / "versions").exists():
        raise click.UsageError(f"{root} is a build already; --data wants a new folder, or none.")


@contextmanager
def _build_root(
    root: Path | None, files: tuple[Path, ...], *, is_data: bool, is_writable: bool
) -> Iterator[Path]:
    """Give the folder to serve from: with --data a new one, which goes when the server goes.

    One in which nothing is published serves an empty store, if that can be written to.
    """
    if not is_data:
        found = root or default_build_root()
        try:
            current_version(found)
        except NotPublishedError:
            if not is_writable:
                raise
            _ingest((), found)
        yield found.resolve()
    elif root is not None:
        _ingest(files, root)
        yield root.resolve()
    else:
        with tempfile.TemporaryDirectory(prefix="standoff-") as folder:
            _ingest(files, Path(folder))
            yield Path(folder)


def _ingest(files: tuple[Path, ...], root: Path) -> None:
    from kg.ingest import ingest

    ingest(files, root)


def _settings(root: Path, given: dict[str, Any], *, is_data: bool, is_temporary: bool) -> Settings:
    """Put the options over what the environment sets, and that over the defaults."""
    given["answer_bytes"] = given.pop("answer")
    for name in ("answer_bytes", "query_memory", "store_memory"):
        given[name] = (given[name] or 0) * MIB
    chosen = {name: value for name, value in given.items() if value}
    if not is_data:
        chosen.setdefault("shapes", project_data().shapes)
    chosen["build"] = root
    if is_temporary:
        chosen["keep_versions"] = KEPT_VERSIONS
    for name in ("text", "token_file", "shapes"):
        if name in chosen:
            chosen[name] = chosen[name].resolve()
    return Settings.from_environment(**chosen)


def _verify(text: Path) -> None:
    from kg.corpus import load_corpus
    from kg.spans import read_texts, verify_texts

    data = project_data()
    corpus = load_corpus(data.entities, data.links, data.articles)
    verify_texts(corpus, read_texts(text, corpus))


def _require_log(log: Path) -> None:
    """Open the access log once: the worker would fail at it again and again."""
    try:
        log.open("ab").close()
    except OSError as error:
        raise InputError(
            "the access log cannot be written",
            where=str(log),
            cause=error.strerror or str(error),
            fix="name another file by --access-log, or - for standard error",
        ) from error


def _connections() -> int:
    """Allow as many files as may be opened, and return how many connections may have of them."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return min(MAX_CONNECTIONS, most // 2) if most > 0 else MAX_CONNECTIONS


def _announce(host: str, port: int, prefix: str, has_questions: bool) -> None:
    """Print the address once the server answers."""
    if not answers_in_time(host, port, "/livez"):
        return
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}{prefix}/"
    click.echo(f"Standoff answers at {address}")
    # Nothing is imported in this thread: a process forked meanwhile would wait for it forever.
    files = sorted(project_data().queries.glob("*.rq"))
    if files and has_questions:
        file = next((file for file in files if file.stem == FIRST_QUESTION), files[0])
        data = shlex.quote(f"query@{_short(file)}")
        click.echo(f"Try: curl -H 'Accept: text/csv' --data-urlencode {data} {address}sparql")


def _short(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
