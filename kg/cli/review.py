"""``standoff review``: a draft's candidates decided on in the browser, on this machine alone."""

import os
import secrets
import threading
import webbrowser
from pathlib import Path
from typing import Final

import click
from granian.constants import Interfaces
from granian.log import LogLevels

from kg.cli.article_review import drafts_option
from kg.cli.http_server import LOG_TO_STDERR, PatientServer
from kg.cli.listening import answers_in_time, free_port
from kg.errors import InputError
from kg.extraction.draft_text import draft_text

# A name, not an import: nothing in kg imports the server.
APPLICATION: Final = "server.review.wsgi:app"
HOST: Final = "127.0.0.1"
THREADS: Final = 4


@click.command("review")
@click.argument("slug")
@click.option(
    "--text",
    type=click.Path(exists=True, path_type=Path),
    envvar="STANDOFF_TEXT",
    help="The text that the draft was made from, or a folder with it.  [default: $STANDOFF_TEXT]",
)
@drafts_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    show_default="a free one",
    help="Listen at this port of 127.0.0.1.",
)
@click.option(
    "--open/--no-open", "opens", default=False, show_default=True, help="Open it in a browser."
)
def command(slug: str, text: Path | None, drafts: Path, port: int, *, opens: bool) -> None:
    """Accept, correct or reject a draft's candidates in the browser, until Ctrl-C; print where.

    Each decision is written to candidates.yaml at once. The address holds a token: whoever has it,
    on this machine, can write.
    """
    folder = drafts / slug
    if text is None:
        raise InputError(
            "the review shows the article's text, which is nowhere in the draft",
            fix=f"give it with --text, such as: standoff review {slug} --text {slug}.txt",
        )
    draft_text(folder, text)
    port = free_port(HOST, port)
    token = secrets.token_urlsafe(32)
    os.environ |= {
        "STANDOFF_REVIEW_DRAFT": str(folder.resolve()),
        "STANDOFF_REVIEW_TEXT": str(text.resolve()),
        "STANDOFF_REVIEW_TOKEN": token,
        "STANDOFF_REVIEW_PORT": str(port),
    }
    address = f"http://{HOST}:{port}/?token={token}"
    threading.Thread(target=_announce, args=(slug, port, address, opens), daemon=True).start()
    PatientServer(
        APPLICATION,
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        log_dictconfig=LOG_TO_STDERR,
        log_level=LogLevels.warning,
    ).serve()


def _announce(slug: str, port: int, address: str, opens: bool) -> None:
    """Print the address once the server answers."""
    if not answers_in_time(HOST, port, "/"):
        return
    click.echo(f"Review {slug} at {address}")
    if opens:
        webbrowser.open(address)
