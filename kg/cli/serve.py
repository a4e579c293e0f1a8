"""``standoff serve``: the endpoint, over the published versions or over any RDF files."""

import http.client
import math
import os
import resource
import shlex
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from kg.cli import options
from kg.cli.broker_process import running_broker
from kg.corpus import load_corpus
from kg.errors import InputError, NotPublishedError
from kg.ingest import ingest
from kg.paths import default_build_root, project_data
from kg.published import current_version
from kg.questions import load_questions
from kg.settings import MIB, Settings
from kg.spans import read_texts, verify_texts

# A name, not an import: nothing in kg imports the server.
APPLICATION: Final = "server.wsgi:app"
FIRST_QUESTION: Final = "who-ties-thaad-to-the-islands"
LOG_TO_STDERR: Final = {
    "filters": {"no-advice": {"()": "kg.cli.serve.NoAdviceOnThreads"}},
    "handlers": {
        name: {
            "class": "logging.StreamHandler",
            "formatter": "generic",
            "stream": "ext://sys.stderr",
            "filters": ["no-advice"],
        }
        for name in ("console", "access")
    },
}
SAME_SIGNAL_SECONDS: Final = 0.5
POLL_SECONDS: Final = 0.1
BACKLOG: Final = 2048
MAX_CONNECTIONS: Final = 16_384
KEPT_VERSIONS: Final = 20
"""Of a store that goes when the server goes."""
PATIENCE_SECONDS: Final = 60.0


class NoAdviceOnThreads:
    """Keeps back granian's advice to have fewer threads: ours wait for queries, and use no time."""

    def filter(self, record: Any) -> bool:
        """Tell whether a record is to be written."""
        return "Python threads" not in str(record.msg)


class PatientServer(Granian):  # type: ignore[misc, valid-type]  # chosen at import, by interpreter
    """A granian server that a second signal, coming while it handles one, cannot lock up.

    granian sets an event in its signal handler, and the lock of an event is not re-entrant: a
    signal that interrupts the handler would wait for it forever. A thread can wait.
    """

    first_signal_at = math.inf
    is_hurried = False

    def signal_handler_interrupt(self, *_args: object, **_options: object) -> None:
        """Note that the server is to stop, and wake its main loop; a later signal is in a hurry."""
        if self.pid not in (None, os.getpid()):
            # A worker that still starts, with the handler it was forked with; it has begun nothing.
            os._exit(0)
        now = time.monotonic()
        # One Ctrl-C may come twice: from the terminal and from make.
        self.is_hurried = self.is_hurried or now > self.first_signal_at + SAME_SIGNAL_SECONDS
        self.first_signal_at = min(now, self.first_signal_at)
        self.interrupt_signal = True
        threading.Thread(target=self.main_loop_interrupt.set).start()

    def _stop_workers(self) -> None:
        # Each is told once: granian's workers lock up at the third signal.
        stopped = threading.Event()
        threading.Thread(target=self._hurry, args=(stopped,), daemon=True).start()
        for worker in self.wrks:
            worker.join = partial(join_whole, worker.inner)
        super()._stop_workers()
        stopped.set()

    def _hurry(self, stopped: threading.Event) -> None:
        while not stopped.wait(POLL_SECONDS):
            if self.is_hurried:
                for worker in list(self.wrks):
                    worker.kill()


def join_whole(process: BaseProcess, timeout: float | None = None) -> None:
    """Wait for the end of a process as its `join` does, and on until that end is noted.

    A thread of granian's waits for it, too. Where that has heard of the end and not noted it yet,
    `join` returns, and granian would warn of a worker that "refused" to stop, and kill it.
    """
    until = time.monotonic() + (math.inf if timeout is None else timeout)
    process.join(timeout)
    while process.is_alive() and time.monotonic() < until:
        time.sleep(POLL_SECONDS / 10)


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
            ingest((), found)
        yield found.resolve()
    elif root is not None:
        ingest(files, root)
        yield root.resolve()
    else:
        with tempfile.TemporaryDirectory(prefix="standoff-") as folder:
            ingest(files, Path(folder))
            yield Path(folder)


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


def free_port(host: str, port: int) -> int:
    """Return the port, or a free one for 0; the worker opens it later, so it is tried first."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            return int(probe.getsockname()[1])
    except OSError as error:
        raise InputError(
            f"{host}:{port} cannot be listened at",
            cause=error.strerror or str(error),
            fix="choose another by --host and --port (0 takes a free one)",
        ) from error


def _announce(host: str, port: int, prefix: str, has_questions: bool) -> None:
    """Print the address once the server answers."""
    if not answers_in_time(host, port, "/livez"):
        return
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}{prefix}/"
    click.echo(f"Standoff answers at {address}")
    questions = load_questions(project_data().queries)
    names = [question.name for question in questions]
    if names and has_questions:
        name = FIRST_QUESTION if FIRST_QUESTION in names else names[0]
        file = shlex.quote(f"query@{_short(project_data().queries / f'{name}.rq')}")
        click.echo(f"Try: curl -H 'Accept: text/csv' --data-urlencode {file} {address}sparql")


def answers_in_time(host: str, port: int, path: str) -> bool:
    """Wait until a server answers at a path, whatever it says; tell whether it did in time."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _answers(host, port, path):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _answers(host: str, port: int, path: str) -> bool:
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- not bound here
    connection = http.client.HTTPConnection(target, port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", path)
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _short(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
