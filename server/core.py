"""What answers queries, put together without Flask, and what stands in front of Flask.

A server that starts has this ready long before its pages.
"""

from collections.abc import Callable, Iterable

from kg.settings import Settings
from server.constant_headers import CONSTANT_HEADERS
from server.current import followed
from server.endpoint import Endpoint
from server.exchange import Application, Environ, Listener, Recorder, StartResponse
from server.fault import RequestError
from server.front import FAULT, Front, Plain
from server.intake import Intake
from server.monitoring.access_log import AccessLog, RequestIds
from server.monitoring.metrics import Metrics
from server.nudge import Nudge
from server.proxies import behind
from server.transfers import Transfers


class Core:
    """The versions that are served, the endpoint that answers queries on them, and the counts."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.current = followed(settings)
        self.endpoint = Endpoint(self.current, cache_bytes=settings.cache_share // 2)
        self.metrics = Metrics(self.current)

    def in_front_of(self, flask: Application, *, is_nudged: bool = False) -> Application:
        """Answer what needs no Flask, and leave the rest to it; count and log all of it.

        ``is_nudged`` has granian take up requests that it would leave lying.
        """
        settings = self.settings
        listeners: list[Listener] = []
        if settings.access_log:
            listeners.append(AccessLog(settings.access_log, queries=settings.log_queries))
        plain = Plain(Intake(flask), self.endpoint, headers=CONSTANT_HEADERS.items())
        nudge = Nudge(Recorder(Transfers(plain, _refusal(flask)), [self.metrics, *listeners]))
        if is_nudged:
            nudge.watch()
        application: Application = Front(
            nudge,
            self.current.version_id,
            limit=settings.cache_share // 2,
            tally=self.metrics.tally,
            listeners=listeners,
        )
        if settings.access_log:
            application = RequestIds(application)
        return behind(application, settings)


def _refusal(
    flask: Application,
) -> Callable[[RequestError, Environ, StartResponse], Iterable[bytes]]:
    """Let Flask spell a fault that was found outside of it."""

    def refuse(
        fault: RequestError, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        environ[FAULT] = fault
        return flask(environ, start_response)

    return refuse
