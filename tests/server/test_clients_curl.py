"""curl, with the options that people have in their notes."""

import gzip
import json
import shutil
import subprocess
from pathlib import Path

import pytest

LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
JAPAN = "https://w3id.org/standoff/id/actor/japan"
NAMES = f"SELECT ?name {{ <{JAPAN}> <{LABEL}> ?name FILTER(LANG(?name) = 'en') }}"
ROWS = "name\r\nJapan\r\n"
ALL = "CONSTRUCT WHERE { ?s ?p ?o }"


def curl(*arguments: str, data: str = "") -> str:
    program = shutil.which("curl")
    if program is None:
        pytest.skip("needs curl")
    command = [program, "--silent", "--show-error", "--noproxy", "*", *arguments]
    run = subprocess.run(command, input=data.encode(), capture_output=True, check=True)
    return run.stdout.decode()


@pytest.fixture
def endpoint(project_address: str) -> str:
    return f"{project_address}/sparql"


@pytest.mark.parametrize(
    "way",
    [
        pytest.param(("--get", "--data-urlencode", f"query={NAMES}"), id="get"),
        pytest.param(("--data-urlencode", f"query={NAMES}"), id="form"),
        pytest.param(
            ("--header", "Content-Type: application/sparql-query", "--data-binary", NAMES),
            id="direct",
        ),
        pytest.param(
            (
                *("--request", "QUERY", "--header", "Content-Type: application/sparql-query"),
                *("--data-binary", NAMES),
            ),
            id="the QUERY method",
        ),
        pytest.param(
            ("--request", "QUERY", "--data-urlencode", f"query={NAMES}"),
            id="the QUERY method with a form",
        ),
    ],
)
def test_a_query_is_sent_by_each_way(endpoint: str, way: tuple[str, ...]):
    assert curl("--header", "Accept: text/csv", *way, endpoint) == ROWS


def test_a_query_is_sent_from_a_file(endpoint: str, tmp_path: Path):
    (tmp_path / "names.rq").write_text(f"# the name\n{NAMES}\n", encoding="utf-8")
    file = f"query@{tmp_path}/names.rq"

    assert curl("--header", "Accept: text/csv", "--data-urlencode", file, endpoint) == ROWS
    assert curl("--get", "--data-urlencode", file, f"{endpoint}.csv") == ROWS


def test_without_any_wish_rows_are_json(endpoint: str):
    found = json.loads(curl("--data-urlencode", f"query={NAMES}", endpoint))

    value = {"type": "literal", "value": "Japan", "xml:lang": "en"}
    assert found["results"]["bindings"] == [{"name": value}]


def test_a_compressed_answer_is_the_same(endpoint: str, tmp_path: Path):
    plain = curl("--data-urlencode", f"query={ALL}", endpoint)
    unpacked = curl("--compressed", "--data-urlencode", f"query={ALL}", endpoint)
    packed = tmp_path / "packed"
    curl(
        *("--header", "Accept-Encoding: gzip", "--output", str(packed)),
        *("--data-urlencode", f"query={ALL}", endpoint),
    )

    assert plain == unpacked == gzip.decompress(packed.read_bytes()).decode()
    assert packed.stat().st_size < len(plain.encode()) / 4


def test_head_gives_the_headers_of_get(endpoint: str):
    asked = ("--get", "--header", "Accept: text/csv", "--data-urlencode", f"query={NAMES}")
    head = curl(*asked, "--head", endpoint)
    got = curl(*asked, "--include", endpoint)

    assert head.splitlines()[0].endswith(" 200 OK")
    assert _headers(head) == _headers(got)
    assert _headers(head)["content-length"] == str(len(ROWS))
    assert _headers(head)["standoff-rows"] == "1"


def test_an_answer_that_is_at_hand_is_not_sent_again(endpoint: str, tmp_path: Path):
    asked = ("--get", "--header", "Accept: text/csv", "--data-urlencode", f"query={NAMES}")
    tag, kept = str(tmp_path / "tag"), str(tmp_path / "kept")
    code = ("--write-out", "%{http_code}", "--output", kept)
    first = curl(*asked, *code, "--etag-save", tag, endpoint)
    again = curl(*asked, *code, "--etag-compare", tag, endpoint)

    assert (first, again) == ("200", "304")


def test_a_refused_query_fails_the_command_and_says_why(endpoint: str):
    code = ("--write-out", "%{http_code}")
    said = curl(*code, "--data-urlencode", "query=SELECT ?s WHER { ?s ?p ?o }", endpoint)
    with pytest.raises(subprocess.CalledProcessError) as caught:
        curl("--fail-with-body", "--data-urlencode", "query=SELECT", endpoint)

    assert said == (
        "400 Bad Request\n"
        "line 1, column 11: the query cannot be read from 'WHER' on.\n\n"
        "SELECT ?s WHER { ?s ?p ?o }\n"
        "          ^\n"
        "expected: a variable  (  {  a keyword\n"
        "400"
    )
    assert caught.value.stdout.startswith(b"400 Bad Request\n")


def _headers(text: str) -> dict[str, str]:
    lines = text.partition("\r\n\r\n")[0].splitlines()[1:]
    pairs = (line.partition(": ") for line in lines)
    return {name.lower(): value for name, _, value in pairs if name.lower() != "date"}
