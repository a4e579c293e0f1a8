"""HTTP requests as bytes: most of them right, some with a header or a frame that is not."""

import random
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import quote, quote_plus

from server.formats import NAMES
from tests.fuzz.texts import mutated, query, spoiled

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
METHODS: Final = (
    "GET",
    "HEAD",
    "POST",
    "QUERY",
    "OPTIONS",
    "PUT",
    "DELETE",
    "PATCH",
    "TRACE",
    "FOO",
)
PAGES: Final = (
    "/",
    "/query",
    "/cite",
    "/sparql",
    "/sparql/",
    "/sparql/timemap",
    "/snapshots",
    "/store",
    "/healthz",
    "/openapi.json",
    "/.well-known/void",
    "/dump/standoff.nq",
    "/dump/standoff.ttl",
    "/dump/..%2f..%2fmanifest.json",
    "/question/who-fears-whom",
    "/question/%00",
    "/question/%F0%9F%98%80%ff",
    "/static/mark.svg",
    "/static/../app.py",
    "/static/..%5c..%5capp.py",
    "/%2e%2e/%2e%2e/etc/passwd",
    "//sparql",
    "/store/%C3%A9/a%20b",
    "/store//",
    "/nothing",
    "/%",
    "/%zz",
    "*",
)
FORMATS: Final = (*NAMES, "html", "bibtex", "csl", "foo", "\0", "é")
ACCEPTS: Final = (
    "*/*",
    "text/html",
    "text/csv",
    "text/turtle;q=0.5, */*;q=0.1",
    "application/sparql-results+xml",
    "application/problem+json",
    "application/ld+json",
    'text/turtle;version="1.2"',
    "image/png",
    "text/*;q=0",
    ";;;,,,/",
    'a/b;c="',
    "*",
    "text/csv;q=2",
    "text/csv;q=1e9",
    ", ".join(f"a/b{n}" for n in range(900)),
)
HEADERS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("Accept", ACCEPTS),
    ("Accept", ACCEPTS),
    (
        "Accept-Encoding",
        ("gzip", "br", "gzip;q=0, br;q=0, identity;q=0", "*;q=0", "é", ",", "*;q=x"),
    ),
    (
        "Accept-Datetime",
        (
            "Tue, 01 Jan 2030 00:00:00 GMT",
            "Fri, 31 Dec 9999 23:59:59 -2359",
            "Mon, 01 Jan 0001 00:00:00 +2359",
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "yesterday",
            "2020-01-01",
            "0",
        ),
    ),
    ("Accept-Language", ("ja", "*;q=", "é")),
    ("If-None-Match", ("*", '"x"', 'W/"x"', '"', "W/", ",", '"é"', "x" * 3000)),
    ("If-Match", ("*", '"x"', "x")),
    ("If-Modified-Since", ("Tue, 01 Jan 2030 00:00:00 GMT", "x")),
    ("If-Range", ('"x"', "x", "Tue, 99 Jan 2030 00:00:00 GMT")),
    (
        "Range",
        (
            "bytes=0-9",
            "bytes=-5",
            "bytes=9-0",
            "bytes=0-1,3-4",
            "bytes=-" + "9" * 40,
            "x=1",
            "bytes=é",
        ),
    ),
    (
        "Host",
        (
            "localhost",
            "%zz",
            "[::::]",
            "a b",
            "",
            "é",
            "a" * 300,
            "x:99999999",
            "-",
            "a@b",
            "[v1.x]",
        ),
    ),
    ("Origin", ("null", "http://example.org")),
    ("Authorization", ("Bearer", "Bearer x", "Basic !", "é", "Bearer é", "Digest a=")),
    ("Cookie", ("a=b", "é", ";;;=", "a" * 5000)),
    ("Content-Encoding", ("gzip", "br")),
    ("Slug", ("../x",)),
    ("X-Forwarded-For", ("1.2.3.4", "x")),
    ("X-Forwarded-Host", ("evil", "[")),
    ("X-Forwarded-Prefix", ("/x", "é")),
    ("Upgrade", ("h2c", "websocket")),
    ("Connection", ("close", "upgrade", "keep-alive, Host")),
    ("Prefer", ("return=minimal",)),
    ("Max-Forwards", ("-1",)),
    ("TE", ("trailers",)),
    ("X-" + "a" * 200, ("b" * 8000,)),
)
QUERY_TYPES: Final = (
    QUERY,
    QUERY,
    QUERY,
    FORM,
    f"{QUERY}; charset=utf-8",
    f"{QUERY};charset=UTF-16",
    f"{QUERY};charset*=utf-8''%zz",
    f'{QUERY}; charset="',
    f"{QUERY};version=1.2",
    f"{QUERY};version",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "text/plain",
    "application/json",
    "application/sparql-update",
    "",
    "/",
    "é/é",
)


@dataclass(frozen=True)
class Message:
    """A request: as it goes out by default, with every part open to change.

    ``frame`` is how the body is marked off, ``is_sound`` whether an answer must come at all.
    """

    method: str = "GET"
    target: str = "/sparql"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    frame: str = "length"
    version: str = "HTTP/1.1"
    is_sound: bool = True
    what: str = field(default="", compare=False)

    def raw(self) -> bytes:
        """Write it down; it asks for the connection to be closed unless it says otherwise."""
        headers, body = [*self.headers], self.body
        names = {name.lower() for name, _ in headers}
        if "host" not in names and self.version == "HTTP/1.1":
            headers.insert(0, ("Host", "127.0.0.1"))
        if "connection" not in names:
            headers.append(("Connection", "close"))
        if self.frame == "length" and (body or self.method in ("POST", "PUT", "QUERY")):
            headers.append(("Content-Length", str(len(body))))
        elif self.frame in FRAMES:
            more, body = FRAMES[self.frame](body)
            headers += more
        lines = [f"{self.method} {self.target} {self.version}", *(f"{n}: {v}" for n, v in headers)]
        return "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogatepass") + body


def _chunked(body: bytes) -> bytes:
    pieces = [body[n : n + 7] for n in range(0, min(len(body), 700), 7)] + [body[700:]]
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in pieces if p) + b"0\r\n\r\n"


_TE: Final = ("Transfer-Encoding", "chunked")
FRAMES: Final = {
    "chunked": lambda body: ([_TE], _chunked(body)),
    "both": lambda body: ([_TE, ("Content-Length", str(len(body)))], _chunked(body)),
    "both, length last": lambda body: ([("Content-Length", "3"), _TE], _chunked(body)),
    "bad chunk": lambda body: ([_TE], b"zz\r\n" + body),
    "no last chunk": lambda body: ([_TE], _chunked(body)[:-5]),
    "huge chunk": lambda body: ([_TE], b"ffffffffffffffffff\r\n" + body),
    "too long": lambda body: ([("Content-Length", str(len(body) + 10))], body),
    "too short": lambda body: ([("Content-Length", str(len(body) // 2))], body),
    "no number": lambda body: ([("Content-Length", "-1")], body),
    "two lengths": lambda body: ([("Content-Length", "1"), ("Content-Length", "2")], body),
    "enormous": lambda body: ([("Content-Length", "9" * 30)], body),
    "over the limit": lambda body: ([("Content-Length", "99999999999")], body),
    "odd coding": lambda body: ([("Transfer-Encoding", "gzip, chunked")], _chunked(body)),
    "identity": lambda body: ([("Transfer-Encoding", "identity")], body),
    "expect": lambda body: (
        [("Expect", "100-continue"), ("Content-Length", str(len(body)))],
        body,
    ),
    "expect odd": lambda body: (
        [("Expect", "200-maybe"), ("Content-Length", str(len(body)))],
        body,
    ),
    "none": lambda body: ([], body),
}
SOUND_FRAMES: Final = frozenset({"length", "chunked", "expect"})


def message(rng: random.Random) -> Message:
    """Make a request that reads."""
    text = mutated(rng, query(rng)) if rng.random() < 0.6 else query(rng)
    made = rng.choice((_get, _get, _get, _posted, _posted, _form, _page))(rng, text)
    if rng.random() < 0.3:
        made = replace(made, headers=(*made.headers, *_headers(rng)))
    if rng.random() < 0.08:
        made = _misframed(rng, made)
    if rng.random() < 0.04:
        made = replace(made, method=rng.choice(METHODS))
    if rng.random() < 0.02:
        made = replace(made, **rng.choice(ODD_LINES), is_sound=False)
    # A blank in the target, a header that is no header: the server may close the connection.
    is_clean = made.target.isascii() and made.target.isprintable() and " " not in made.target
    fine = all(v.isprintable() and n.isascii() for n, v in made.headers)
    return replace(made, is_sound=made.is_sound and is_clean and fine)


ODD_LINES: Final[tuple[dict[str, str], ...]] = (
    {"version": "HTTP/1.0"},
    {"version": "HTTP/2.0"},
    {"version": "HTTP/0.9"},
    {"version": ""},
    {"method": ""},
    {"method": "G\0T"},
    {"method": "A" * 9000},
    {"target": ""},
    {"target": "sparql"},
    {"target": "http://127.0.0.1/sparql?query=ASK%7B%7D"},
    {"target": "http://[::/sparql"},
    {"target": "/sparql?query=ASK {}"},
    {"target": "/sparql?query=é"},
    {"target": "/" + "a" * 70000},
    {"target": "/sparql?" + "&".join(["a=b"] * 20000)},
    {"target": "/sparql?query=" + "%20" * 30000},
)


def _headers(rng: random.Random) -> list[tuple[str, str]]:
    chosen = rng.sample(HEADERS, rng.choice((1, 1, 2, 4)))
    return [(name, rng.choice(values)) for name, values in chosen]


def _misframed(rng: random.Random, made: Message) -> Message:
    frame = rng.choice(list(FRAMES))
    return replace(made, frame=frame, is_sound=made.is_sound and frame in SOUND_FRAMES)


def _parameters(rng: random.Random) -> str:
    """Return what may stand beside the query, with an & before each."""
    found = ""
    while rng.random() < 0.25:
        found += "&" + rng.choice(
            (
                f"format={quote(rng.choice(FORMATS))}",
                f"timeout={rng.choice(('1', '0.01', '-1', 'nan', '1e-320', '1e999', 'x', ''))}",
                f"version={rng.choice(('1.1', '1.2', '1.2-basic', '9', ''))}",
                f"snapshot={rng.choice(('', '0' * 16, '..%2f', '%00', 'f' * 3000))}",
                "default-graph-uri="
                + rng.choice(("http%3A%2F%2Fe%2F", "x", "a:%20b", "a:%3E", "")),
                "named-graph-uri="
                + rng.choice(("https://w3id.org/standoff/graph/entities", "a:%00")),
                "query=ASK%7B%7D",
                "update=CLEAR%20ALL",
                "graph="
                + rng.choice(("a:b", "x", "https://w3id.org/standoff/graph/entities", "%ff")),
                "default",
                "=",
                "%ff=%ff",
                "é",
                "a" * 3000,
            )
        )
    return found


def _encoded(rng: random.Random, text: str) -> str:
    data = text.encode()
    if rng.random() < 0.1:
        data = spoiled(rng, data)
    found = (quote_plus if rng.random() < 0.5 else quote)(data, safe="")
    return found.replace("%20", rng.choice(("%20", "%zz", "%2"))) if rng.random() < 0.03 else found


def _get(rng: random.Random, text: str) -> Message:
    path = rng.choice(("/sparql",) * 8 + ("/query", "/query", "/cite", "/sparql/timemap"))
    if path == "/sparql" and rng.random() < 0.15:
        path = f"/sparql.{quote(rng.choice(FORMATS))}"
    target = f"{path}?query={_encoded(rng, text)}{_parameters(rng)}"
    accept = (("Accept", rng.choice(ACCEPTS)),) if rng.random() < 0.4 else ()
    return Message("HEAD" if rng.random() < 0.05 else "GET", target, accept)


def _posted(rng: random.Random, text: str) -> Message:
    body = text.encode()
    if rng.random() < 0.15:
        body = spoiled(rng, body)
    kind = rng.choice(QUERY_TYPES) if rng.random() < 0.3 else QUERY
    target = "/sparql" + _parameters(rng).replace("&", "?", 1)
    return Message(rng.choice(("POST", "QUERY")), target, (("Content-Type", kind),), body)


def _form(rng: random.Random, text: str) -> Message:
    kind = rng.choice(QUERY_TYPES) if rng.random() < 0.1 else FORM
    body = f"query={_encoded(rng, text)}{_parameters(rng)}".encode()
    return Message(rng.choice(("POST", "QUERY")), "/sparql", (("Content-Type", kind),), body)


def _page(rng: random.Random, text: str) -> Message:
    target = rng.choice(PAGES) + _parameters(rng).replace("&", "?", 1)
    if rng.random() < 0.1:
        target = f"/question/{quote(text[:200], safe='')}"
    method = "GET" if rng.random() < 0.8 else rng.choice(METHODS)
    return Message(method, target, tuple(_headers(rng)))
