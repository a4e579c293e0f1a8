"""The application for a WSGI server, configured by the environment: ``granian server.wsgi:app``.

``STANDOFF_BUILD`` is the build root (``build`` in the working directory where it is not set).
``STANDOFF_TEXT`` is a text, or a folder of texts as ``<slug>/text.txt`` or ``<slug>.txt``.

Queries are answered at once. Flask and its pages, which take twice as long to import, are put
together meanwhile, and whoever asks for one of them waits.
"""

import sys
from collections.abc import Mapping
from functools import partial

from kg.errors import NotPublishedError
from kg.published import current_version
from kg.settings import Settings
from server.core import Core
from server.exchange import Application
from server.late import Late
from server.lifeline import hold_on
from server.texts import read_files


def _app_from_environment() -> Application:
    settings = Settings.from_environment()
    hold_on(settings.grace_s)
    try:
        current_version(settings.build)
    except NotPublishedError as error:
        print(f"standoff: {error}; every page answers 503 until then", file=sys.stderr)  # noqa: T201
    texts = read_files(settings.text) if settings.text else None
    core = Core(settings)
    core.current.engines.prepare()
    flask = Late(partial(_flask, core, texts))
    flask.prepare_meanwhile()
    return core.in_front_of(flask, is_nudged=True)


def _flask(core: Core, texts: Mapping[str, str] | None) -> Application:
    from server.app import create_flask
    from server.warm_up import warm_up_meanwhile

    made = create_flask(core, texts=texts)
    warm_up_meanwhile(made)
    return made.wsgi_app


app = _app_from_environment()
