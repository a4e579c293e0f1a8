"""What the first visitors would wait for, done when a server starts, while it answers already."""

import gc
import time
from threading import Thread
from typing import Final

from flask import Flask

A_PAGE: Final = "/query"
"""One that reads next to nothing."""
LONGEST: Final = (
    *("/ontology", "/.well-known/void", "/vocabulary.json"),
    "/explain?s=stand:Claim&p=rdf:type&o=owl:Class",
)
"""What takes longest the first time, up to half a second, and is kept for its version or reads what
is kept."""
_SETTLED_S: Final = 2.0
"""When a server that has started is through with what is more urgent."""


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
    with app.test_request_context(path, headers={"Accept": "text/html, */*;q=0.5"}):
        app.full_dispatch_request()


def warm_up_meanwhile(app: Flask) -> None:
    """Do so in a thread, and some seconds later what takes longest."""
    Thread(target=_in_turn, args=(app,), name="warm up", daemon=True).start()


def _in_turn(app: Flask) -> None:
    warm_up(app)
    time.sleep(_SETTLED_S)
    for path in LONGEST:
        show(app, path)
