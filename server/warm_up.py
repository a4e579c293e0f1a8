"""What the first visitors would wait for, done when a server starts, while it answers already."""

import gc
from threading import Thread
from typing import Final

from flask import Flask

A_PAGE: Final = "/query"
"""One that reads next to nothing."""


def warm_up(app: Flask) -> None:
    """Compile the templates, make a page, and have the collector leave alone what stays for good.

    A page's templates take up to a tenth of a second; looking through all that was imported takes
    25 ms, time and again, in whichever request it falls.
    """
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    with app.test_request_context(A_PAGE):
        app.full_dispatch_request()
    gc.collect()
    gc.freeze()


def warm_up_meanwhile(app: Flask) -> None:
    """Do so in a thread."""
    Thread(target=warm_up, args=(app,), name="warm up", daemon=True).start()
