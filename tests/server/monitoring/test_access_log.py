import json
import os
import re
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from kg.errors import InputError
from kg.settings import Settings
from server.app import create_app
from server.monitoring.access_log import AccessLog
from tests.server.raw import ask, post_form, send
from tests.server.served import eventually, served, whole
from tests.server.small import QUESTIONS

ONE = "ASK { ?s ?p ?o }"


def lines(log: Path) -> list[dict[str, Any]]:
    if not log.exists():
        return []
    return [json.loads(line) for line in log.read_text("ascii").split("\n")[:-1]]


def logging_app(build_root: Path, log: Path, **more: Any) -> Flask:
    settings = Settings(build=build_root, access_log=str(log), **more)
    return create_app(settings, questions=QUESTIONS)


def written(log: Path, number: int) -> list[dict[str, Any]]:
    """Wait until so many lines are there, and return them."""
    assert eventually(lambda: len(lines(log)) >= number)
    return lines(log)


def test_a_request_is_one_line_that_says_what_came_and_went(
    build_root: Path, version_id: str, tmp_path: Path
):
    log = tmp_path / "access.log"
    before = datetime.now(UTC)
    headers = {"User-Agent": "reader/1", "X-Request-ID": "from-the-proxy.1"}
    with served(build_root, "--access-log", str(log)) as server:
        query = "SELECT ?s WHERE { ?s ?p ?o } LIMIT 3"
        path = f"/sparql?query={quote(query)}"
        answer = send(server.address, "GET", path, headers=headers)
        (line,) = [found for found in written(log, 2) if found["path"] == "/sparql"]

    when, seconds = datetime.fromisoformat(line.pop("time")), line.pop("seconds")
    assert before <= when.astimezone(UTC) <= datetime.now(UTC)
    assert when.utcoffset() is not None
    assert 0 < seconds < 30
    assert line == {
        "client": "127.0.0.1",
        "method": "GET",
        "path": "/sparql",
        "status": 200,
        "bytes": len(answer.body),
        "snapshot": version_id,
        "rows": 3,
        "cache": None,
        "request_id": "from-the-proxy.1",
        "user_agent": "reader/1",
    }
    assert answer.headers["x-request-id"] == "from-the-proxy.1"


def test_the_log_says_which_cache_answered(build_root: Path, tmp_path: Path):
    log = tmp_path / "access.log"
    client = logging_app(build_root, log).test_client()
    address = f"/sparql?query={quote(ONE)}"
    whole(client, address)
    whole(client, address)
    whole(client, f"{address}&nothing=")
    whole(client, address, method="HEAD")

    found = [(line["method"], line["cache"], line["bytes"]) for line in written(log, 4)]
    size = found[0][2]
    assert found == [
        ("GET", None, size),
        ("GET", "responses", size),
        ("GET", "answers", size),
        ("HEAD", "responses", 0),
    ]


def test_neither_queries_nor_tokens_are_written_unless_queries_are_asked_for(
    build_root: Path, tmp_path: Path
):
    log = tmp_path / "access.log"
    with served(build_root, "--access-log", str(log)) as server:
        secret = {"Authorization": "Bearer s3cret-token", "Cookie": "s3cret-cookie"}
        address = f"/sparql?query={quote('ASK { <urn:s3cret> ?p ?o }')}&token=s3cret"
        send(server.address, "GET", address, headers=secret)
        post_form(server.address, [("query", "ASK { <urn:s3cret> ?p ?o }")])
        written(log, 3)

    assert "s3cret" not in log.read_text()
    assert "s3cret" not in "".join(server.errors)


def test_queries_are_written_where_they_are_asked_for_however_they_were_sent(
    build_root: Path, tmp_path: Path
):
    log = tmp_path / "access.log"
    options = ("--access-log", str(log), "--log-queries")
    with served(build_root, *options) as server:
        secret = {"Authorization": "Bearer s3cret-token"}
        ask(server.address, ONE)
        ask(server.address, ONE)
        ask(server.address, "nonsense {\n")
        post_form(server.address, [("query", "ASK { ?x ?y ?z }")])
        send(server.address, "GET", "/livez?token=s3cret", headers=secret)
        found = [line["query"] for line in written(log, 6) if line["path"] == "/sparql"]

    # Each worker writes its own, a few times a second.
    assert sorted(found) == sorted([ONE, ONE, "nonsense {\n", "ASK { ?x ?y ?z }"])
    assert "s3cret" not in log.read_text()


def test_nothing_that_a_client_sends_breaks_a_line(build_root: Path, tmp_path: Path):
    log = tmp_path / "access.log"
    client = logging_app(build_root, log, log_queries=True).test_client()
    odd = "\n\r\x1b[2J\x7f\u2028\x85"
    whole(
        client, f"/{quote(odd)}?query={quote(odd)}", headers={"User-Agent": "\x1b[2J\x7f\x85\xff"}
    )
    whole(client, "/" + "x" * 5000, headers={"X-Request-ID": "id\x1b[2J" * 100})

    first, second = written(log, 2)
    assert all(0x20 <= byte < 0x7F or byte == 0x0A for byte in log.read_bytes())
    assert log.read_bytes().count(b"\n") == 2
    assert (first["path"], first["query"]) == (f"/{odd}", odd)
    assert len(second["path"]) == 1000
    assert re.fullmatch("[0-9a-f]{16}", second["request_id"])


def test_a_log_that_was_moved_is_begun_anew_and_one_that_was_emptied_goes_on(
    build_root: Path, tmp_path: Path
):
    log, moved = tmp_path / "access.log", tmp_path / "access.log.1"
    client = logging_app(build_root, log).test_client()
    whole(client, "/livez")
    written(log, 1)

    log.rename(moved)
    whole(client, "/readyz")
    assert [line["path"] for line in written(log, 1)] == ["/readyz"]
    os.truncate(log, 0)
    whole(client, "/healthz")
    assert [line["path"] for line in written(log, 1)] == ["/healthz"]
    assert [line["path"] for line in lines(moved)] == ["/livez"]


def test_the_last_requests_are_written_when_the_server_stops(build_root: Path, tmp_path: Path):
    log = tmp_path / "access.log"
    with served(build_root, "--access-log", str(log)) as server:
        for _ in range(20):
            send(server.address, "GET", "/livez")
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(30)

    assert len(lines(log)) == 21  # the first one is from `standoff serve` itself


def test_a_dash_is_standard_error(build_root: Path):
    with served(build_root, "--access-log", "-") as server:
        send(server.address, "GET", "/livez?here")
        assert eventually(lambda: sum('"path":"/livez"' in line for line in server.errors) == 2)


def test_a_log_that_cannot_be_written_is_an_error_before_anything_is_served(
    build_root: Path, tmp_path: Path
):
    with pytest.raises(InputError) as caught:
        AccessLog(str(tmp_path / "no" / "access.log"))
    assert caught.value.where == str(tmp_path / "no" / "access.log")

    with (
        pytest.raises(RuntimeError) as refused,
        served(build_root, "--access-log", str(tmp_path / "no" / "access.log")),
    ):
        pass
    assert "the access log cannot be written" in str(refused.value)
    assert "Traceback" not in str(refused.value)


def test_a_disk_that_is_full_keeps_nobody_from_an_answer(caplog: pytest.LogCaptureFixture):
    log = AccessLog("/dev/full")
    for _ in range(2):
        log({"REQUEST_METHOD": "GET"}, "200 OK", [], 0, 0.1)
        log.flush()

    assert caplog.messages == [
        "the access log /dev/full cannot be written: No space left on device"
    ]
