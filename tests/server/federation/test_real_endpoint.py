from collections.abc import Iterator

import pytest

from server.fault import RequestError
from server.federation.allowed import ServicePolicy
from tests.server.federation.oxigraph_server import serving_oxigraph
from tests.server.federation.run import run

DATA = """
<http://e/0> <http://e/label> "nought"@en .
<http://e/1> <http://e/label> "one"@en .
<http://e/9> <http://e/label> "nine"@en .
"""


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve three labels with Oxigraph's own server; give its address."""
    log = tmp_path_factory.mktemp("oxigraph") / "log"
    with serving_oxigraph(DATA, log) as address:
        yield address


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
