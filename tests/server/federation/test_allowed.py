import json
import socket
from dataclasses import asdict

import pytest

from server.fault import RequestError
from server.federation.allowed import ServicePolicy, is_public, parse_entry, permitted, resolve

LISTED = (
    "https://one.example/sparql",
    "https://all.example/",
    "http://below.example:8080/data/",
    "https://bücher.example/sparql",
    "http://127.0.0.1:9000/sparql",
)
POLICY = ServicePolicy(LISTED)


def lead_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Make every name lead to these addresses; return the names that were asked for."""
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        if not addresses:
            raise socket.gaierror
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


@pytest.mark.parametrize(
    ("iri", "entry"),
    [
        ("https://one.example/sparql", LISTED[0]),
        ("HTTPS://ONE.example:443/sparql", LISTED[0]),
        ("https://all.example", LISTED[1]),
        ("https://all.example/a/b?default-graph-uri=x", LISTED[1]),
        ("http://below.example:8080/data/sparql", LISTED[2]),
        ("https://bücher.example/sparql", LISTED[3]),
        ("https://BÜCHER.example/sparql", LISTED[3]),
        ("https://xn--bcher-kva.example/sparql", LISTED[3]),
        ("http://127.0.0.1:9000/sparql", LISTED[4]),
    ],
)
def test_an_endpoint_on_the_list_or_below_an_entry_is_allowed(iri: str, entry: str) -> None:
    assert permitted(iri, POLICY)[1] == parse_entry(entry)


@pytest.mark.parametrize(
    "iri",
    [
        "http://one.example/sparql",
        "https://one.example/sparql2",
        "https://one.example/sparql/",
        "https://one.example/sparql?x=1",
        "https://one.example/sparql#x",
        "https://one.example:444/sparql",
        "https://one.example./sparql",
        "https://one.example:0/sparql",
        "https://one.example:99999/sparql",
        "https://user@one.example/sparql",
        "https://one.example@evil.example/sparql",
        "https://one.example:x@evil.example/sparql",
        "https://one.example\\@evil.example/sparql",
        "https://evil.example\\.all.example/",
        "https://all.example.evil.example/",
        "https://evil-all.example/",
        "https:/all.example/",
        "https://",
        "//all.example/",
        "ftp://all.example/",
        "file:///etc/passwd",
        "urn:x:all.example",
        "http://below.example:8080/",
        "http://below.example:8080/database",
        "http://below.example:8080/data/../secret",
        "http://below.example:8080/data/%2e%2E/secret",
        "http://below.example:8080/data/%252e%252e/secret",
        "http://below.example:8080/data/..%2Fsecret",
        "http://below.example:8080/data/..%5Csecret",
        "http://127.0.0.1/sparql",
        "http://127.1:9000/sparql",
        "http://2130706433:9000/sparql",
        "http://0177.0.0.1:9000/sparql",
        "http://0x7f000001:9000/sparql",
        "http://[::1]:9000/sparql",
        "http://[::ffff:127.0.0.1]:9000/sparql",
        "http://localhost:9000/sparql",
    ],
)
def test_anything_else_is_refused_by_name(iri: str) -> None:
    with pytest.raises(RequestError) as caught:
        permitted(iri, POLICY)

    assert (caught.value.status, caught.value.detail) == (
        403,
        f"SERVICE <{iri}> is not allowed: this endpoint calls only "
        + ", ".join(f"<{entry}>" for entry in LISTED)
        + ".",
    )


@pytest.mark.parametrize(
    "entry",
    ["", "one.example", "ftp://one.example/", "https://u:p@one.example/", "https://one.example/#x",
     "https://one.example./", "https:///", "https://one.example:port/", "*"],
)  # fmt: skip
def test_an_entry_that_can_allow_nothing_is_refused_at_once(entry: str) -> None:
    with pytest.raises(ValueError, match="write it as https://"):
        ServicePolicy((entry,))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::93.184.216.34", True),
        ("127.0.0.1", False),
        ("127.8.8.8", False),
        ("0.0.0.0", False),  # noqa: S104 -- nothing is bound
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.0.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::127.0.0.1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::127.0.0.1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("64:ff9b:1::1", False),
        ("2002:7f00:1::", False),
        ("2001:0:1:2:3:4:5:6", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("2606:2800:220:1::1%eth0", False),
        ("fec0::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
        ("no address", False),
    ],
)
def test_public_is_what_the_open_internet_routes(address: str, expected: bool) -> None:
    assert is_public(address) is expected


def test_an_allowed_name_is_resolved_to_its_public_address(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = lead_to(monkeypatch, "93.184.216.34")

    assert resolve(*permitted("https://BÜCHER.example/sparql", POLICY), POLICY) == "93.184.216.34"
    assert asked == ["xn--bcher-kva.example"]


@pytest.mark.parametrize("private", ["127.0.0.1", "10.1.2.3", "::1", "169.254.169.254", "fe80::1"])
def test_an_allowed_name_that_leads_to_a_private_address_is_refused(
    monkeypatch: pytest.MonkeyPatch, private: str
) -> None:
    lead_to(monkeypatch, "93.184.216.34", private)
    with pytest.raises(RequestError) as caught:
        resolve(*permitted("https://one.example/sparql", POLICY), POLICY)

    assert (caught.value.status, caught.value.detail) == (
        403,
        "SERVICE <https://one.example/sparql> is not allowed: its host is not at a public address.",
    )


def test_private_addresses_are_called_where_the_owner_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lead_to(monkeypatch, "10.1.2.3")
    private = ServicePolicy(("https://one.example/sparql",), allow_private=True)
    itself = ServicePolicy(("http://10.1.2.3/sparql",))

    assert resolve(*permitted("https://one.example/sparql", private), private) == "10.1.2.3"
    assert resolve(*permitted("http://10.1.2.3/sparql", itself), itself) == "10.1.2.3"


def test_a_private_address_on_the_list_speaks_for_itself_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    policy = ServicePolicy(("http://10.1.2.3/sparql", "http://localhost/sparql"))
    lead_to(monkeypatch, "10.1.2.4")

    for iri in policy.allowed:
        with pytest.raises(RequestError):
            resolve(*permitted(iri, policy), policy)


def test_localhost_on_the_list_is_the_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = ServicePolicy(("http://localhost:9000/sparql",))
    lead_to(monkeypatch, "::1")

    assert resolve(*permitted("http://localhost:9000/sparql", policy), policy) == "::1"


def test_a_name_that_does_not_resolve_is_no_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    lead_to(monkeypatch)

    assert resolve(*permitted("https://one.example/sparql", POLICY), POLICY) is None


def test_a_policy_survives_the_way_to_another_process() -> None:
    sent = json.loads(json.dumps(asdict(POLICY)))

    assert ServicePolicy(**{**sent, "allowed": tuple(sent["allowed"])}) == POLICY
    assert (ServicePolicy().is_on, POLICY.is_on) == (False, True)
