"""Being served behind reverse proxies and under a path: what a request was, seen by its client."""

from collections.abc import Iterable
from typing import Final

from werkzeug.middleware.proxy_fix import ProxyFix

from kg.errors import InputError
from kg.settings import Settings, normal_prefix
from server.exchange import Application, Environ, StartResponse
from server.protocol import is_host

SCHEMES: Final = frozenset({"http", "https"})
ORIGINAL: Final = "werkzeug.proxy_fix.orig"


def behind(application: Application, settings: Settings) -> Application:
    """Put in front of an application what the settings say of proxies and a prefix."""
    if settings.prefix:
        application = Prefixed(application, settings.prefix)
    if settings.proxies:
        application = ProxyFix(
            Checked(application),
            x_for=settings.proxies,
            # Proxies in a row pass these on as they are: each has one value.
            x_proto=1,
            x_host=1,
            x_prefix=0 if settings.prefix else 1,
        )
    return application


class Prefixed:
    """Serves under a path, whether or not the proxy takes it off."""

    def __init__(self, application: Application, prefix: str) -> None:
        self._application = application
        self._prefix = prefix

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        path: str = environ["PATH_INFO"]
        environ["SCRIPT_NAME"] = self._prefix
        if path == self._prefix or path.startswith(f"{self._prefix}/"):
            environ["PATH_INFO"] = path[len(self._prefix) :] or "/"
        return self._application(environ, start_response)


class Checked:
    """Forgets what proxies said where it cannot be: a client may have said it."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        original = environ[ORIGINAL]
        if environ["wsgi.url_scheme"] not in SCHEMES:
            environ["wsgi.url_scheme"] = original["wsgi.url_scheme"]
        if not is_host(environ.get("HTTP_HOST", "")):
            for name in ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT"):
                environ[name] = original[name] or ""
        try:
            environ["SCRIPT_NAME"] = normal_prefix(environ["SCRIPT_NAME"])
        except InputError:
            environ["SCRIPT_NAME"] = original["SCRIPT_NAME"]
        return self._application(environ, start_response)
