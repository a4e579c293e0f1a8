"""The server on the wire: whole answers, odd requests, slow and vanishing clients."""

import base64
import gzip
import hashlib
import http.client
import json
import re
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

import brotli
import pytest

from kg.published import current_version
from server.endpoint import MAX_DEPTH
from tests.server.processes import descendants, open_files, resident_kib, wait_until
from tests.server.raw import Answer, ask, post, send

SPARQL = "application/sparql-query"
ONE = "SELECT (1 AS ?x) {}"
ONE_JSON = {"head": {"vars": ["x"]}}
PAIRS = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a ?b ?c ?d ?e ?f"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 10000"
RUN_AWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress}


@contextmanager
def connected(address: str, timeout: float = 20) -> Iterator[socket.socket]:
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), timeout=timeout) as found:
        yield found


def on_the_wire(address: str, data: bytes) -> bytes:
    """Send these bytes, and return all that comes until the server closes."""
    with connected(address) as sock:
        sock.sendall(data)
        return b"".join(iter(lambda: sock.recv(1 << 16), b""))


def digest_of(body: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def web_process(pid: int) -> int:
    """Return the process that answers, below the one that was started."""
    [found] = [p for p, name in descendants(pid).items() if "granian" in name]
    return found


def kept(answer: Answer) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "date"}


@pytest.mark.parametrize("coding", ["gzip", "br"])
@pytest.mark.parametrize("query", [PAIRS, LARGE], ids=["in memory", "in a file"])
def test_an_answer_is_packed_as_the_client_takes_it(address: str, coding: str, query: str):
    path = f"/sparql?query={quote(query)}"
    plain = send(address, "GET", path)

    packed = send(address, "GET", path, headers={"Accept-Encoding": coding})

    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == coding
    assert packed.headers["content-length"] == str(len(packed.body))
    assert packed.headers["vary"] == "Accept, Accept-Encoding, Accept-Datetime"
    assert packed.headers["etag"] != plain.headers["etag"]
    assert UNPACK[coding](packed.body) == plain.body
    for answer in (plain, packed):
        assert answer.headers["content-digest"] == digest_of(answer.body)
        assert answer.headers["repr-digest"] == digest_of(answer.body)


def test_a_large_answer_comes_whole_with_its_length_rows_and_digest(address: str):
    answer = ask(address, LARGE)

    assert answer.status == 200
    assert len(answer.body) > 4 << 20
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["content-digest"] == digest_of(answer.body)
    assert answer.headers["standoff-rows"] == "10000"
    assert len(json.loads(answer.body)["results"]["bindings"]) == 10_000


@pytest.mark.parametrize("query", [ONE, LARGE, "SELECT * {"], ids=["small", "large", "wrong"])
@pytest.mark.parametrize("path", ["/sparql", "/sparql.csv"])
def test_head_says_what_get_would_without_a_body(address: str, path: str, query: str):
    target = f"{path}?query={quote(query)}"

    by_get, by_head = send(address, "GET", target), send(address, "HEAD", target)

    assert (by_head.status, by_head.body) == (by_get.status, b"")
    assert kept(by_head) == kept(by_get)


@pytest.mark.parametrize("query", [ONE, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("tag", ["{}", "W/{}", '"x", {}', "*"])
def test_whoever_has_the_answer_is_told_so(address: str, tag: str, method: str, query: str):
    path = f"/sparql?query={quote(query)}"
    first = send(address, "GET", path)
    headers = {"If-None-Match": tag.format(first.headers["etag"])}

    again = send(address, method, path, headers=headers)

    assert (again.status, again.body) == (304, b"")
    for name in ("etag", "vary", "cache-control", "standoff-snapshot"):
        assert again.headers[name] == first.headers[name]
    assert "content-type" not in again.headers


def test_whoever_has_another_answer_gets_this_one(address: str):
    path = f"/sparql?query={quote(ONE)}"

    assert send(address, "GET", path, headers={"If-None-Match": '"x"'}).status == 200


@pytest.mark.parametrize(
    ("extension", "kind"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("json", "application/sparql-results+json"),
        ("srx", "application/sparql-results+xml"),
        ("tsv", "text/tab-separated-values; charset=utf-8"),
    ],
)
def test_an_extension_names_the_format_even_for_a_browser(address: str, extension: str, kind: str):
    path = f"/sparql.{extension}?query={quote(ONE)}"

    answer = send(address, "GET", path, headers={"Accept": "text/html"})

    assert (answer.status, answer.kind) == (200, kind)


def test_an_extension_that_is_no_format_is_404(address: str):
    assert send(address, "GET", f"/sparql.doc?query={quote(ONE)}").status == 404


def test_the_method_query_is_answered_as_post_is(address: str):
    headers = {"Content-Type": SPARQL}

    by_query = send(address, "QUERY", "/sparql", headers=headers, body=ONE.encode())
    empty = send(address, "QUERY", "/sparql", headers=headers)
    wrong = send(address, "QUERY", "/sparql", headers={"Content-Type": "text/plain"}, body=b"x")

    assert (by_query.status, by_query.body) == (200, post(address, ONE.encode(), SPARQL).body)
    assert (empty.status, wrong.status) == (400, 415)
    assert SPARQL in wrong.headers["accept-query"]


def test_options_says_what_may_be_sent(address: str):
    answer = send(address, "OPTIONS", "/sparql")

    assert (answer.status, answer.body) == (200, b"")
    assert {"GET", "HEAD", "POST", "QUERY", "OPTIONS"} <= set(answer.headers["allow"].split(", "))


@pytest.mark.parametrize("given", ["0.3", "3e-1"])
def test_a_client_may_ask_for_less_time(address: str, given: str):
    began = time.monotonic()
    answer = ask(address, RUN_AWAY, "application/problem+json", f"&timeout={given}")

    assert time.monotonic() - began < 1.5
    problem = json.loads(answer.body)
    assert (answer.status, problem["bound"], problem["limit"]) == (504, "timeout_s", 0.3)


@pytest.mark.parametrize("given", ["0", "-1", "x", "nan", "inf", ""])
def test_a_time_that_is_none_is_the_clients_fault(address: str, given: str):
    assert ask(address, ONE, more=f"&timeout={given}").status == 400


def test_a_snapshot_is_reached_by_its_id_and_its_answer_never_changes(address: str, build_root):
    name = current_version(build_root).id

    answer = ask(address, ONE, more=f"&snapshot={name}")

    assert (answer.status, answer.headers["standoff-snapshot"]) == (200, name)
    assert "immutable" in answer.headers["cache-control"]
    assert ask(address, ONE, more="&snapshot=0000000000000000").status == 404


def test_the_citable_address_in_the_link_gives_the_same_answer(address: str):
    query = "SELECT ?x { VALUES ?x { 'é>; rel=\"x\" & +%20' <http://e/a?b=c> } }"
    first = ask(address, query)
    with connected(address) as sock:
        request = f"GET /sparql?query={quote(query)} HTTP/1.0\r\nHost: {urlsplit(address).netloc}"
        sock.sendall(f"{request}\r\n\r\n".encode())
        head = b"".join(iter(lambda: sock.recv(1 << 16), b"")).partition(b"\r\n\r\n")[0].decode()
    [target] = re.findall(r'(?m)^link: <([^>]*)>; rel="cite-as"', head)

    again = send(address, "GET", target.removeprefix(address))

    assert target.startswith(f"{address}/sparql?query=")
    assert (again.body, again.headers["etag"]) == (first.body, first.headers["etag"])


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ('\r\nX-Evil: 1' AS ?x) {}",
        "SELECT (1 AS ?x) {} #\r\nX-Evil: 1\r\n\r\nbody",
        "SELECT (1 AS ?x) {} #>; rel=\"next\", <http://evil/>",
        "#\r\nSELECT (1 AS ?x) {}",
    ],
)  # fmt: skip
def test_no_query_writes_a_header(address: str, text: str):
    for answer in (ask(address, text), post(address, text.encode(), SPARQL)):
        assert "x-evil" not in answer.headers
        assert answer.headers.get("link", "").count("<") <= 2
        assert "evil/" not in answer.headers.get("link", "").replace("http%3A%2F%2Fevil%2F", "")


@pytest.mark.parametrize(
    "host", ["evil>; rel=x", "a@b/c?d", "a b", "x" * 3000 + "/", "é", "[::1", "", "a:b:c"]
)
def test_a_hostile_host_appears_in_no_answer(address: str, host: str):
    request = (
        f"GET /sparql?query={quote(ONE)} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )

    answer = on_the_wire(address, request.encode())

    status = int(answer.split(b" ", 2)[1])
    assert status in (200, 400)
    if status == 200:
        assert f"<{address}/sparql?query=".encode() in answer


@pytest.mark.parametrize(("version", "line"), [("1.0", b"HTTP/1.0 200"), ("1.1", b"HTTP/1.1 200")])
def test_both_versions_of_http_are_spoken(address: str, version: str, line: bytes):
    request = (
        f"GET /sparql?query={quote(ONE)} HTTP/{version}\r\nHost: a\r\nConnection: close\r\n\r\n"
    )

    answer = on_the_wire(address, request.encode())

    assert answer.startswith(line)
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["head"] == ONE_JSON["head"]


def test_http_1_0_needs_no_host(address: str):
    answer = on_the_wire(address, f"GET /sparql?query={quote(ONE)} HTTP/1.0\r\n\r\n".encode())

    assert answer.startswith(b"HTTP/1.0 200")


def test_requests_sent_one_behind_the_other_are_answered_in_turn(address: str):
    queries = [f"SELECT ({number} AS ?x) {{}}" for number in (101, 202, 303)]
    lines = [f"GET /sparql.csv?query={quote(query)} HTTP/1.1\r\nHost: a\r\n" for query in queries]
    lines[-1] += "Connection: close\r\n"

    answer = on_the_wire(address, "".join(f"{line}\r\n" for line in lines).encode())

    assert re.findall(rb"x\r\n(\d+)\r\n", answer) == [b"101", b"202", b"303"]


@pytest.mark.parametrize("size", [1, 7, 100_000])
@pytest.mark.parametrize("method", ["POST", "QUERY"])
def test_a_body_sent_in_chunks_is_read_whole(address: str, method: str, size: int):
    text = f"SELECT ('{'y' * 1000}' AS ?x) {{}}".encode()
    chunks = [text[i : i + size] for i in range(0, len(text), size)]
    body = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
    head = (
        f"{method} /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: {SPARQL}\r\nAccept: text/csv\r\n"
        "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    )

    answer = on_the_wire(address, head.encode() + body)

    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"x\r\n" + b"y" * 1000 + b"\r\n")


def test_a_body_sent_in_chunks_past_the_bound_is_refused_and_not_cut(address: str):
    text = b"ASK {} #" + b" " * (1 << 20) + b"\n}"
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(text), text)
    head = (
        f"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: {SPARQL}\r\n"
        "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    )

    assert on_the_wire(address, head.encode() + body).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("query", ["SELECT('é'AS?x){}", "SELECT(\x7fAS?x){}"])
def test_text_that_is_not_percent_encoded_is_the_clients_fault(address: str, query: str):
    request = f"GET /sparql?query={query} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

    assert on_the_wire(address, request.encode()).split(b" ")[1] == b"400"


@pytest.mark.parametrize("header", ["Accept", "Accept-Encoding", "If-None-Match", "Content-Type"])
def test_bytes_that_are_no_text_in_a_header_hurt_nobody(address: str, header: str):
    request = (
        f"GET /sparql?query={quote(ONE)} HTTP/1.1\r\nHost: a\r\n".encode()
        + header.encode() + b": \xff\xfe\r\nConnection: close\r\n\r\n"
    )  # fmt: skip

    assert on_the_wire(address, request).split(b" ")[1] in (b"200", b"400")


@pytest.mark.parametrize(("length", "status"), [(50_000, 200), (700_000, 431)])
def test_a_very_long_address_is_answered_or_refused(address: str, length: int, status: int):
    answer = ask(address, f"{ONE} #{'x' * length}")

    assert answer.status == status
    assert len(str(answer.headers)) < 6000
    assert send(address, "GET", "/healthz").status == 200


@pytest.mark.parametrize("depth", [MAX_DEPTH - 10, MAX_DEPTH + 10, 2000])
@pytest.mark.parametrize(
    ("head", "tail"), [("SELECT(", "AS?x){}"), ("CONSTRUCT{<a:><a:>?x}{BIND(", "AS?x)}")]
)
def test_terms_within_terms_do_not_end_the_server(address: str, head: str, tail: str, depth: int):
    text = head + "<<(<a:><a:>" * depth + "1" + ")>>" * depth + tail
    path = f"query?query={quote(text, safe='(){}:?')}"

    page = send(address, "GET", f"/{path}", headers={"Accept": "text/html"})
    answer = send(address, "GET", f"/sparql?{path.partition('?')[2]}&format=nt&format=tsv")

    assert page.status == (200 if depth < MAX_DEPTH else 400)
    assert answer.status in (200, 400)
    assert send(address, "GET", "/healthz").status == 200


def test_slow_readers_of_large_answers_keep_nobody_waiting(address: str):
    path = f"/sparql?query={quote(LARGE)}"
    whole = send(address, "GET", path)
    slow = []
    try:
        for _ in range(8):
            parts = urlsplit(address)
            sock = socket.socket()
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            sock.settimeout(20)
            sock.connect((parts.hostname, parts.port))
            request = f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            sock.sendall(request.encode())
            slow.append(sock)
        for sock in slow:
            assert sock.recv(100).startswith(b"HTTP/1.1 200")

        began = time.monotonic()
        others = [ask(address, f"SELECT ({n} AS ?x) {{}}", "text/csv").text for n in range(20)]
        took = time.monotonic() - began
        late = slow[0]
        received = sum(len(part) for part in iter(lambda: late.recv(1 << 16), b""))
    finally:
        for sock in slow:
            sock.close()

    assert others == [f"x\r\n{n}\r\n" for n in range(20)]
    assert took < 5
    assert received > len(whole.body)


def test_a_client_that_goes_away_leaves_nothing_behind(server: tuple[str, int]):
    address, pid = server
    web = web_process(pid)
    path = f"/sparql?query={quote(LARGE)}"
    ask(address, LARGE)
    before = open_files(web)

    for _ in range(10):
        with connected(address) as sock:
            sock.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            sock.recv(100)  # the answer is on its way
    for _ in range(5):
        with connected(address) as sock:
            sock.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())

    assert wait_until(lambda: open_files(web) <= before + 4, seconds=20)
    assert ask(address, ONE).status == 200


def test_many_clients_on_lasting_connections_get_their_own_answers(address: str):
    def converse(number: int) -> list[str]:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
        found = []
        for turn in range(15):
            query = f"SELECT ({number * 1000 + turn % 5} AS ?x) {{}}"
            connection.request("GET", f"/sparql.csv?query={quote(query)}")
            found.append(connection.getresponse().read().decode())
        connection.close()
        return found

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(converse, range(16)))

    assert answers == [
        [f"x\r\n{number * 1000 + turn % 5}\r\n" for turn in range(15)] for number in range(16)
    ]


ANYWHERE = "(!<x:b>|^!<x:b>)*"
RUN_AWAYS = [
    RUN_AWAY,
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?c ?f",
    f"SELECT * {{ ?a {ANYWHERE} ?b . ?b {ANYWHERE} ?c . ?c {ANYWHERE} ?d . ?d {ANYWHERE} ?e }}"
    " ORDER BY ?e",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l ."
    " FILTER(REGEX(CONCAT(STR(?c), STR(?f), STR(?i), STR(?l)), '(x+x+)+y$')) }",
    "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } }",
]


def ask_from(source: str, address: str, query: str) -> int:
    """Ask as a client at this address does, and return the status of the answer."""
    target = urlsplit(address)
    connection = http.client.HTTPConnection(target.netloc, timeout=20, source_address=(source, 0))
    connection.request("GET", f"/sparql?query={quote(query)}")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def test_a_hundred_run_away_queries_at_once_hurt_nobody(build_root, run_away_server):
    address, pid = run_away_server
    queries = [f"{RUN_AWAYS[number % len(RUN_AWAYS)]} #{number}" for number in range(100)]
    most = 0
    ordinary = []
    with ThreadPoolExecutor(100) as pool:
        running = [pool.submit(ask, address, query, "application/json") for query in queries]
        while not all(each.done() for each in running):
            began = time.monotonic()
            status = ask_from(
                "127.0.0.2", address, f"SELECT ({len(ordinary)} AS ?x) {{ ?s ?p ?o }}"
            )
            ordinary.append((status, time.monotonic() - began))
            most = max(most, sum(map(resident_kib, descendants(pid))))
            time.sleep(0.05)
        faults = [each.result() for each in running]

    assert {fault.status for fault in faults} <= {429, 503, 504}
    assert all(json.loads(fault.body)["bound"] for fault in faults)
    assert {status for status, _ in ordinary} == {200}
    assert max(took for _, took in ordinary) < 2.5
    assert most < (8 * 64 + 400) << 10
    assert wait_until(lambda: len(descendants(pid)) <= 8)
    assert ask(address, ONE).status == 200
