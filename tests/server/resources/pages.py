"""Pages of things, as a browser gets them from a running server."""

from tests.server.html_page import Page, read_page
from tests.server.raw import send

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def page_at(address: str, path: str) -> Page:
    answer = send(address, "GET", path, headers=BROWSER)
    assert (answer.status, answer.kind) == (200, "text/html; charset=utf-8")
    return read_page(answer.text)
