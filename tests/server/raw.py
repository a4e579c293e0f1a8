"""Requests over a plain socket connection: nothing is added, nothing followed."""

import http.client
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """A response as it came: header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str | None:
        """The content type."""
        return self.headers.get("content-type")

    @property
    def text(self) -> str:
        """The body as UTF-8."""
        return self.body.decode()


def send(
    address: str,
    method: str,
    path: str,
    *,
    headers: dict[str, str] | None = None,
    body: bytes | None = None,
) -> Answer:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    try:
        connection.request(method, path, body=body, headers=headers or {})
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, response.read())
    finally:
        connection.close()


def ask(address: str, query: str, accept: str | None = None, more: str = "") -> Answer:
    """Send a query by GET; `more` is further parameters, with their `&`."""
    headers = {} if accept is None else {"Accept": accept}
    return send(address, "GET", f"/sparql?query={quote(query)}{more}", headers=headers)


def post_form(address: str, pairs: list[tuple[str, str]]) -> Answer:
    body = urlencode(pairs).encode()
    return send(address, "POST", "/sparql", headers={"Content-Type": FORM}, body=body)


def post(address: str, body: bytes, kind: str | None, path: str = "/sparql") -> Answer:
    headers = {} if kind is None else {"Content-Type": kind}
    return send(address, "POST", path, headers=headers, body=body)
