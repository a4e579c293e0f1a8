import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from server.federation.allowed import ServicePolicy
from tests.listener import Listener, listening
from tests.server.federation.run import run

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="needs the openssl command")


@contextmanager
def certified(folder: Path, host: str) -> Iterator[tuple[Listener, Path, list[str | None]]]:
    """Serve HTTPS with a certificate of this host; note which host each caller names."""
    certificate, key = folder / f"{host}.pem", folder / f"{host}.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}",
         "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )  # fmt: skip
    named: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.sni_callback = lambda _socket, name, _context: named.append(name)
    with listening(context) as listener:
        yield listener, certificate, named


@pytest.fixture
def name_example(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every name lead to the loopback."""

    def getaddrinfo(_host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.mark.usefixtures("name_example")
def test_a_call_over_tls_names_and_verifies_the_host_and_not_the_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with certified(tmp_path, "name.example") as (listener, certificate, named):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        address = f"https://name.example:{listener.port}/sparql"
        policy = ServicePolicy((address,), allow_private=True)

        assert run(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}", policy) == [{"s": "hi"}]
        assert [c.headers["Host"] for c in listener.calls] == [f"name.example:{listener.port}"]
        assert named == ["name.example"]


@pytest.mark.usefixtures("name_example")
@pytest.mark.parametrize(
    ("trusted", "said"),
    [
        (True, "Hostname mismatch, certificate is not valid for 'other.example'."),
        (False, "self-signed certificate"),
    ],
)
def test_a_certificate_that_does_not_hold_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool, said: str
) -> None:
    with certified(tmp_path, "name.example") as (listener, certificate, _):
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        host = "other.example" if trusted else "name.example"
        address = f"https://{host}:{listener.port}/sparql"
        found = run(
            f"ASK {{ SERVICE <{address}> {{ ?s ?p ?o }} }}",
            ServicePolicy((address,), allow_private=True),
        )

    assert str(found) == (
        f"the endpoint <{address}> could not be reached: its certificate does not hold ({said})."
    )
    assert listener.calls == []
