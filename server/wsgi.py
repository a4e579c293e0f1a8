"""The application for a WSGI server, configured by the environment: ``granian server.wsgi:app``.

``STANDOFF_BUILD`` is the build root (``build`` in the working directory where it is not set).
``STANDOFF_TEXT`` is a text, or a folder of texts as ``<slug>/text.txt`` or ``<slug>.txt``.

Queries are answered at once. Flask and its pages, which take three times as long to import, are put
together meanwhile, and whoever asks for one of them waits.
"""

import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from kg.errors import InputError, NotPublishedError
from kg.published import current_version
from kg.settings import Settings
from server.core import Core
from server.exchange import Application
from server.late import Late
from server.lifeline import hold_on


def read_files(path: Path) -> dict[str, str]:
    """Read the texts of a file or a folder as they are, by slug; digests tell later whose they are.

    Raises `InputError` where nothing is found or a file is not UTF-8.
    """
    files = [*path.glob("*.txt"), *path.glob("*/text.txt")] if path.is_dir() else [path]
    try:
        found = {_slug(file): file.read_bytes().decode("utf-8") for file in sorted(files)}
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, str(error)) from error
    if not found:
        raise _unreadable(path, "there is no <slug>.txt and no <slug>/text.txt in it")
    return found


def _slug(file: Path) -> str:
    return file.parent.name if file.name == "text.txt" else file.stem


def _unreadable(path: Path, cause: str) -> InputError:
    return InputError(
        "no text can be read here",
        where=str(path),
        cause=cause,
        fix="let STANDOFF_TEXT name a UTF-8 text or a folder of them, or leave it unset",
    )


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
