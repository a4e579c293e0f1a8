"""Behind proxies and under a path, through a real nginx where there is one."""

import re
import shutil
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from werkzeug.test import EnvironBuilder

from kg.errors import InputError
from kg.settings import Settings
from server.app import create_app
from server.exchange import Environ
from server.proxies import behind
from tests.server.monitoring.test_access_log import written
from tests.server.raw import Answer, send
from tests.server.served import eventually, served, whole
from tests.server.small import QUESTIONS

ONE = quote("ASK { ?s ?p ?o }")
SAID = {
    "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "data.example.org",
    "X-Forwarded-Prefix": "/standoff",
}
needs_nginx = pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")


def seen(settings: Settings, path: str = "/sparql", **headers: str) -> Environ:
    """Return what the application sees of a request."""
    found: list[Environ] = []

    def application(environ: Environ, start_response: Any) -> list[bytes]:
        found.append(environ)
        return []

    environ = EnvironBuilder(path, headers=headers).get_environ()
    environ |= {"REMOTE_ADDR": "127.0.0.1", "SCRIPT_NAME": "", "PATH_INFO": path}
    behind(application, settings)(environ, lambda *_: None)
    return found[0]


def told(environ: Environ) -> tuple[str, ...]:
    names = ("REMOTE_ADDR", "wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO")
    return tuple(environ[name] for name in names)


def test_nobody_is_believed_unless_asked_for():
    assert told(seen(Settings(), **SAID)) == ("127.0.0.1", "http", "localhost", "", "/sparql")


def test_a_proxy_says_who_asked_and_what_for():
    assert told(seen(Settings(proxies=1), **SAID)) == (
        "198.51.100.7", "https", "data.example.org", "/standoff", "/sparql",
    )  # fmt: skip


def test_of_two_proxies_the_outer_one_says_who_asked():
    assert told(seen(Settings(proxies=2), **SAID))[0] == "203.0.113.9"


def test_what_cannot_be_is_not_believed():
    odd = {
        "X-Forwarded-Proto": "javascript",
        "X-Forwarded-Host": "a>b/..",
        "X-Forwarded-Prefix": "//elsewhere.example/%0d",
    }

    assert told(seen(Settings(proxies=1), **odd)) == (
        "127.0.0.1", "http", "localhost", "", "/sparql",
    )  # fmt: skip


def test_a_prefix_of_ours_is_not_a_matter_of_headers():
    settings = Settings(proxies=1, prefix="/own/path/")

    assert told(seen(settings, **SAID))[3:] == ("/own/path", "/sparql")


@pytest.mark.parametrize(
    ("path", "inside"),
    [
        ("/p/q/sparql", "/sparql"),
        ("/sparql", "/sparql"),
        ("/p/q", "/"),
        ("/p/q/", "/"),
        ("/p/query", "/p/query"),
        ("/p/q/p/q/x", "/p/q/x"),
    ],
)
def test_it_does_not_matter_whether_the_proxy_takes_the_prefix_off(path: str, inside: str):
    assert told(seen(Settings(prefix="/p/q"), path))[3:] == ("/p/q", inside)


@pytest.mark.parametrize("given", ["", "/", "//"])
def test_no_prefix_is_the_root(given: str):
    assert Settings(prefix=given).prefix == ""


@pytest.mark.parametrize(
    "given",
    ["standoff", "/a b", "/a/../b", "/..", "/./a", "//a", "/a//b", "/a?b", "/a#b", "/%41", "/é",
     "/a\n", "http://a/b"],
)  # fmt: skip
def test_a_prefix_that_is_no_path_is_an_error(given: str):
    with pytest.raises(InputError, match="is no path that the server can stand under"):
        Settings(prefix=given)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_address_in_an_answer_has_the_prefix(build_root: Path, method: str):
    app = create_app(Settings(build=build_root, prefix="/p"), questions=QUESTIONS)
    client = app.test_client()
    found = whole(client, f"/sparql?query={ONE}")
    form = whole(client, "/p/sparql", headers={"Accept": "text/html"})
    description = whole(client, "/p/sparql", headers={"Accept": "text/turtle"})
    home = whole(client, "/p/")

    cited = [link for link in found.headers.getlist("Link") if "cite-as" in link]
    assert len(cited) == 1
    assert cited[0].startswith("<http://localhost/p/sparql?query=ASK")
    assert (form.status_code, form.location) == (303, "query")  # relative to /p/sparql
    assert "<http://localhost/p/sparql>" in description.text
    assert "http://localhost/sparql" not in description.text
    assert all(address.startswith("/p/") for address in addresses(home.text))
    assert whole(client, "/robots.txt").text == (
        "User-agent: *\nDisallow: /p/sparql\nDisallow: /p/query\nDisallow: /p/evidence\n"
        "Disallow: /p/cite\nDisallow: /p/explain\nDisallow: /p/store\n"
        "Disallow: /p/dump/\nDisallow: /p/metrics\n"
    )


def addresses(page: str) -> list[str]:
    """Return where the links, images and forms of a page lead to, its lasting name left out."""
    page = re.sub(r'<link rel="canonical"[^>]*>', "", page)
    found = [
        part.split('"', 1)[0]
        for name in ('href="', 'src="', 'action="')
        for part in page.split(name)[1:]
    ]
    assert found
    return [address for address in found if not address.startswith("#")]


def test_clients_have_their_own_limits_by_the_address_that_the_proxy_gives(build_root: Path):
    asked: list[str] = []
    app = create_app(Settings(build=build_root, proxies=1), questions=QUESTIONS)
    lanes = app.extensions["standoff-current"].engines.lanes
    enter = lanes.enter
    lanes.enter = lambda client, **more: asked.append(client) or enter(client, **more)
    client = app.test_client()
    for number in (1, 2):
        headers = {"X-Forwarded-For": f"203.0.113.{number}"}
        whole(client, f"/sparql?query={ONE}%23{number}", headers=headers)
        whole(client, f"/query?query={ONE}%23{number}%20", headers=headers)

    assert asked == ["203.0.113.1"] * 2 + ["203.0.113.2"] * 2


def test_crawlers_may_read_pages_and_nothing_that_runs_queries(address: str):
    answer = send(address, "GET", "/robots.txt")

    assert (answer.status, answer.kind) == (200, "text/plain; charset=utf-8")
    assert "Disallow: /sparql\nDisallow: /query\n" in answer.text


def test_the_server_says_its_name(address: str):
    found = [send(address, "GET", path) for path in ("/", "/livez", f"/sparql?query={ONE}", "/x")]

    assert {answer.headers["server"] for answer in found} == {"Standoff/0.1.0"}


NGINX = """\
daemon off;
master_process off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    server_name data.example.org;
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header X-Forwarded-Proto https;
    proxy_set_header X-Forwarded-Host $host;
    proxy_set_header X-Forwarded-Prefix "";
    location /standoff/ {{ proxy_pass {behind}{slash}; }}
    location = /.well-known/void {{ proxy_pass {behind}; }}
  }}
}}
"""


@contextmanager
def nginx(folder: Path, address: str, *, strips: bool) -> Iterator[str]:
    """Run nginx in front of an address, which takes the prefix off or not."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    slash = "/" if strips else ""
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, port=port, behind=address, slash=slash))
    process = subprocess.Popen(
        ["nginx", "-c", str(config), "-e", str(folder / "error.log")], stderr=subprocess.PIPE
    )
    try:
        found = f"http://127.0.0.1:{port}"
        assert eventually(lambda: answers(found) or process.poll() is not None)
        assert process.poll() is None, (folder / "error.log").read_text()
        yield found
    finally:
        process.terminate()
        process.communicate(timeout=20)


def links_of(address: str, path: str) -> str:
    """Return all Link headers as one."""
    request = urllib.request.Request(address + path, headers={"Host": "data.example.org"})
    with urllib.request.urlopen(request, timeout=20) as response:
        return ", ".join(response.headers.get_all("Link"))


def answers(address: str) -> bool:
    try:
        send(address, "GET", "/")
    except OSError:
        return False
    return True


@needs_nginx
@pytest.mark.parametrize("strips", [True, False])
def test_through_nginx_every_address_is_the_one_that_clients_use(
    build_root: Path, tmp_path: Path, strips: bool
):
    log = tmp_path / "access.log"
    options = ("--prefix", "/standoff", "--proxies", "1", "--access-log", str(log))
    with (
        served(build_root, *options) as server,
        nginx(tmp_path, server.host, strips=strips) as outside,
    ):

        def get(path: str, **headers: str) -> Answer:
            sent = {"Host": "data.example.org", **headers}
            return send(outside, "GET", path, headers=sent)

        own = {"X-Forwarded-For": "192.0.2.1"}
        answer = get(f"/standoff/sparql?query={ONE}", **own)
        cited = links_of(outside, f"/standoff/sparql?query={ONE}")
        description = get("/standoff/sparql", Accept="text/turtle")
        form = get("/standoff/sparql", Accept="text/html")
        home = get("/standoff/")
        links = [get(path) for path in addresses(home.text) if "?" not in path and "#" not in path]
        at_root = get("/.well-known/void")
        written(log, 8)

    prefix = "https://data.example.org/standoff"
    assert answer.status == 200
    assert f"<{prefix}/sparql?query=ASK" in cited
    assert f"<{prefix}/sparql>" in description.text
    assert (form.status, form.headers["location"]) == (303, "query")
    assert len(links) > 3
    assert {found.status for found in links} == {200}
    assert at_root.headers["server"].startswith("nginx")
    lines = [line for line in written(log, 8) if line["path"] == "/standoff/sparql"]
    # nginx adds the address it saw to what the client made up.
    assert {line["client"] for line in lines} == {"127.0.0.1"}
