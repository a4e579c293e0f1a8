import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.fault import RequestError
from server.federation.allowed import ServicePolicy
from tests.server.federation.run import run

OXIGRAPH = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}")
DATA = """
<http://e/0> <http://e/label> "nought"@en .
<http://e/1> <http://e/label> "one"@en .
<http://e/9> <http://e/label> "nine"@en .
"""


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve three labels with Oxigraph's own server; give its address."""
    if OXIGRAPH is None:
        pytest.skip("needs the oxigraph command, which the test extra installs")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("oxigraph") / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [OXIGRAPH, "serve", "--bind", f"127.0.0.1:{port}"], stdout=output, stderr=output
        )
    try:
        _store(f"http://127.0.0.1:{port}/store?default", server)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        server.terminate()
        server.wait(20)


def _store(address: str, server: subprocess.Popen[bytes]) -> None:
    request = urllib.request.Request(
        address, DATA.encode(), {"Content-Type": "text/turtle"}, method="PUT"
    )
    deadline = time.monotonic() + 20
    while True:
        try:
            urllib.request.urlopen(request, timeout=20).close()
        except urllib.error.URLError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def test_a_query_joins_what_is_here_with_what_is_there(oxigraph: str) -> None:
    found = run(
        "PREFIX e: <http://e/> SELECT ?number ?label { ?thing e:p ?number "
        f"SERVICE <{oxigraph}> {{ ?thing e:label ?label FILTER(STRLEN(?label) > 2) }} }}",
        ServicePolicy((oxigraph,)),
    )

    assert found == [{"number": "0", "label": "nought"}, {"number": "1", "label": "one"}]


def test_what_has_no_match_there_stays_without(oxigraph: str) -> None:
    found = run(
        "PREFIX e: <http://e/> SELECT ?number ?label { ?thing e:p ?number "
        f"OPTIONAL {{ SERVICE <{oxigraph}> {{ ?thing e:label ?label }} }} }}",
        ServicePolicy((oxigraph,)),
    )

    assert found == [
        {"number": "0", "label": "nought"},
        {"number": "1", "label": "one"},
        {"number": "2"},
    ]


def test_what_is_there_builds_a_graph(oxigraph: str) -> None:
    found = run(
        "PREFIX e: <http://e/> CONSTRUCT { ?thing e:named ?label } "
        f"{{ ?thing e:p 0 SERVICE <{oxigraph}> {{ ?thing e:label ?label }} }}",
        ServicePolicy((oxigraph,)),
    )

    assert found == ['<http://e/0> <http://e/named> "nought"@en']


def test_an_address_of_the_server_that_is_no_endpoint_is_said_so(oxigraph: str) -> None:
    wrong = oxigraph.replace("/query", "/nothing")
    found = run(f"ASK {{ SERVICE <{wrong}> {{ ?s ?p ?o }} }}", ServicePolicy((wrong,)))

    assert isinstance(found, RequestError)
    assert found.status == 502
    assert found.detail.startswith(f"the endpoint <{wrong}> answered 404 Not Found")
