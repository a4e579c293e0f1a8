"""What the first visitors would wait for, done when a server starts, while it answers already."""

import gc
import time
from threading import Thread
from typing import Final

from flask import Flask

from kg.errors import StandoffError
from kg.vocab import STAND
from server.addresses import local_path
from server.current import current_of
from server.reading import Reader

A_PAGE: Final = "/query"
"""One that reads next to nothing."""
LONGEST: Final = (
    *("/ontology", "/.well-known/void", "/vocabulary.json"),
    "/explain?s=stand:Claim&p=rdf:type&o=owl:Class",
)
"""What takes longest the first time, up to half a second, and is kept for its version or reads what
is kept."""
MOST_ARTICLES: Final = 4
"""So many articles' maps are made for those to come."""
_HEADERS: Final = {"Accept": "text/html, */*;q=0.5", "Accept-Language": "en"}
_SETTLED_S: Final = 2.0
"""When a server that has started is through with what is more urgent."""
_PATIENCE_S: Final = 60.0
"""How long queries of visitors are waited for; then one of them makes what is left."""
_LOOK_AGAIN_S: Final = 0.25


def warm_up(app: Flask) -> None:
    """Compile the templates, make a page, and have the collector leave alone what stays for good.

    A page's templates take up to a tenth of a second; looking through all that was imported takes
    25 ms, time and again, in whichever request it falls.
    """
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    show(app, A_PAGE)
    gc.collect()
    gc.freeze()


def show(app: Flask, path: str) -> None:
    """Make a page as for a visitor, whatever comes of it."""
    with app.test_request_context(path, headers=_HEADERS):
        app.full_dispatch_request()


def warm_up_meanwhile(app: Flask) -> None:
    """Do so in a thread, and some seconds later what takes longest."""
    Thread(target=_in_turn, args=(app,), name="warm up", daemon=True).start()


def _in_turn(app: Flask) -> None:
    warm_up(app)
    time.sleep(_SETTLED_S)
    prepare(app)


def prepare(app: Flask) -> None:
    """Make what takes longest the first time, of the version that is current, in nobody's way."""
    until = time.monotonic() + _PATIENCE_S
    for path in ("/", *LONGEST, *articles(app)):
        while not _is_at_rest(app):
            if time.monotonic() > until:
                return
            time.sleep(_LOOK_AGAIN_S)
        show(app, path)


def _is_at_rest(app: Flask) -> bool:
    try:
        return current_of(app).snapshot().engine.is_at_rest
    except StandoffError:  # nothing is published, so nobody asks anything
        return True


def articles(app: Flask) -> list[str]:
    """Return the addresses of the first articles; none where nothing is published."""
    try:
        snapshot = current_of(app).snapshot()
    except StandoffError:
        return []
    found = Reader(snapshot, {}).instances(STAND.Article)[:MOST_ARTICLES]
    paths = (local_path(node.value, snapshot.version.base) for node in found)
    return [path for path in paths if path]
