"""``standoff serve``: the endpoint, over the published versions."""

import http.client
import os
import shlex
import socket
import threading
import time
from pathlib import Path
from typing import Final

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from kg.cli import options
from kg.corpus import load_corpus
from kg.errors import InputError
from kg.paths import project_data
from kg.published import current_version
from kg.questions import load_questions
from kg.spans import read_texts, verify_texts

# A name, not an import: nothing in kg imports the server.
APPLICATION: Final = "server.wsgi:app"
FIRST_QUESTION: Final = "who-ties-thaad-to-the-islands"
LOG_TO_STDERR: Final = {
    "handlers": {
        name: {
            "class": "logging.StreamHandler",
            "formatter": "generic",
            "stream": "ext://sys.stderr",
        }
        for name in ("console", "access")
    }
}
STOP_SECONDS: Final = 3
POLL_SECONDS: Final = 0.1
PATIENCE_SECONDS: Final = 60.0


class PatientServer(Granian):  # type: ignore[misc, valid-type]  # chosen at import, by interpreter
    """A granian server that a second signal, coming while it handles one, cannot lock up.

    granian sets an event in its signal handler, and the lock of an event is not re-entrant: a
    signal that interrupts the handler would wait for it forever. A thread can wait.
    """

    def signal_handler_interrupt(self, *_args: object, **_options: object) -> None:
        """Note that the server is to stop, and wake its main loop."""
        self.interrupt_signal = True
        threading.Thread(target=self.main_loop_interrupt.set).start()


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
@options.build_root
def command(host: str, port: int, text: Path | None, *, root: Path) -> None:
    """Serve the current version until Ctrl-C; print the address and a question to try."""
    current_version(root)
    if text is not None:
        _verify(text)
    port = _free_port(host, port)
    # The workers are processes of their own: they read their settings from here.
    os.environ["STANDOFF_BUILD"] = str(root.resolve())
    if text is not None:
        os.environ["STANDOFF_TEXT"] = str(text.resolve())
    announcer = threading.Thread(target=_announce, args=(host, port), daemon=True)
    announcer.start()
    cores = os.cpu_count() or 1
    PatientServer(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=min(2, cores),
        blocking_threads=2 * cores + 1,
        respawn_failed_workers=True,
        # A worker that is told to stop while it starts does not hear it.
        workers_kill_timeout=STOP_SECONDS,
        log_dictconfig=LOG_TO_STDERR,
        log_level=LogLevels.warning,
    ).serve()


def _verify(text: Path) -> None:
    data = project_data()
    corpus = load_corpus(data.entities, data.links, data.articles)
    verify_texts(corpus, read_texts(text, corpus))


def _free_port(host: str, port: int) -> int:
    """Return the port, or a free one for 0; the workers share it later, so it is tried first."""
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


def _announce(host: str, port: int) -> None:
    """Print the address once the server answers."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _answers(host, port):
        if time.monotonic() > deadline:
            return
        time.sleep(POLL_SECONDS)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}/"
    click.echo(f"Standoff answers at {address}")
    questions = load_questions(project_data().queries)
    names = [question.name for question in questions]
    if names:
        name = FIRST_QUESTION if FIRST_QUESTION in names else names[0]
        file = shlex.quote(f"query@{_short(project_data().queries / f'{name}.rq')}")
        click.echo(f"Try: curl -H 'Accept: text/csv' --data-urlencode {file} {address}sparql")


def _answers(host: str, port: int) -> bool:
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- not bound here
    connection = http.client.HTTPConnection(target, port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _short(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
