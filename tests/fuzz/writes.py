"""Changes by whoever has the token: RDF and updates, sound, wrong and harmful."""

import random
from typing import Final

from tests.fuzz.documents import document
from tests.fuzz.messages import Message
from tests.fuzz.serving import TOKEN
from tests.fuzz.texts import mutated, spoiled, update

GRAPHS: Final = (
    "?default",
    "?graph=http%3A%2F%2Fexample.org%2Fg",
    "?graph=http%3A%2F%2Fexample.org%2F%C3%A9",
    "?graph=relative",
    "?graph=..%2F..%2Fx",
    "?graph=",
    "?graph=urn%3Aa&graph=urn%3Ab",
    "?graph=a%3A%3E%20%7D",
    "?graph=http%3A%2F%2F%5B",
    "?default&graph=urn%3Aa",
    "?default=1",
    "",
    "/name",
    "/%C3%A9",
    "/%2e%2e/x",
    "/%00",
    "/a%20b%3C%3E",
)
CONDITIONS: Final = (
    ("If-Match", "*"),
    ("If-None-Match", "*"),
    ("If-Match", '"x"'),
    ("If-Match", "x"),
)


def write(rng: random.Random, listener: str) -> Message:
    """Make a request that changes something; nothing may be read from ``listener``."""
    headers = [("Authorization", f"Bearer {TOKEN}")]
    if rng.random() < 0.05:
        headers = [("Authorization", rng.choice(("Bearer x", "Basic x", "", f"bearer  {TOKEN} ")))]
    if rng.random() < 0.1:
        headers.append(rng.choice(CONDITIONS))
    if rng.random() < 0.35:
        return _update(rng, headers)
    method = rng.choice(("PUT", "PUT", "POST", "POST", "DELETE", "GET", "HEAD"))
    target = f"/store{rng.choice(GRAPHS[:2]) if rng.random() < 0.6 else rng.choice(GRAPHS)}"
    if method in ("DELETE", "GET", "HEAD"):
        return Message(method, target, tuple(headers))
    kind, text = document(rng, listener)
    body = text.encode()
    if rng.random() < 0.15:
        body = spoiled(rng, body) if rng.random() < 0.5 else mutated(rng, text[:5000]).encode()
    if rng.random() < 0.08:
        body, kind = _multipart(rng, body, kind), "multipart/form-data; boundary=x"
    frame = "chunked" if rng.random() < 0.1 else "length"
    return Message(method, target, (*headers, ("Content-Type", kind)), body, frame)


def _update(rng: random.Random, headers: list[tuple[str, str]]) -> Message:
    text = mutated(rng, update(rng)) if rng.random() < 0.5 else update(rng)
    target = "/sparql" + rng.choice(
        (
            "",
            "",
            "",
            "?using-graph-uri=urn%3Aa",
            "?using-named-graph-uri=x",
            "?using-graph-uri=a%3A%3E",
        )
    )
    body = text.encode()
    if rng.random() < 0.1:
        body = spoiled(rng, body)
    return Message("POST", target, (*headers, ("Content-Type", "application/sparql-update")), body)


def _multipart(rng: random.Random, body: bytes, kind: str) -> bytes:
    head = f'--x\r\nContent-Disposition: form-data; name="f"; filename="é"\r\nContent-Type: {kind}'
    part = head.encode() + b"\r\n\r\n" + body + b"\r\n"
    return rng.choice((part + b"--x--\r\n", part * 2 + b"--x--\r\n", part, b"--x--\r\n", b"--x"))
