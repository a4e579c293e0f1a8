"""A listener on the loopback that notes who calls, and answers like a SPARQL endpoint."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Final

ROW: Final = (
    b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"hi"}}]}}'
)
JSON_RESULTS: Final = "application/sparql-results+json"


@dataclass
class Call:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: str


@dataclass
class Answer:
    """What the listener answers to every request."""

    status: int = 200
    body: bytes = ROW
    content_type: str = JSON_RESULTS
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Listener:
    """Where it listens, who called, and what it answers."""

    port: int
    calls: list[Call] = field(default_factory=list)
    answer: Answer = field(default_factory=Answer)

    @property
    def address(self) -> str:
        """Return where queries are sent to."""
        return f"http://127.0.0.1:{self.port}/sparql"

    def handle(self, request: BaseHTTPRequestHandler) -> None:
        """Note the call before anything is answered."""
        body = request.rfile.read(int(request.headers.get("Content-Length", 0)))
        self.calls.append(Call(request.path, dict(request.headers), body.decode()))
        request.send_response(self.answer.status)
        request.send_header("Content-Type", self.answer.content_type)
        request.send_header("Content-Length", str(len(self.answer.body)))
        for name, value in self.answer.headers.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(self.answer.body)


@contextmanager
def listening(context: ssl.SSLContext | None = None) -> Iterator[Listener]:
    """Listen on a free port until the block ends, over TLS if a context is given."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            listener.handle(self)

        do_GET = do_POST  # noqa: N815 -- the name that http.server looks for

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            pass

    with Server(("127.0.0.1", 0), Handler) as server:
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        listener = Listener(server.server_address[1])
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield listener
        server.shutdown()
