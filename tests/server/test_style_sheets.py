"""The style sheets that lie outside the folder of static files."""

import re

import pytest
from flask.testing import FlaskClient

SHEETS = ("/palette.css", "/ontology/documentation.css")


@pytest.mark.parametrize("path", SHEETS)
def test_a_shared_sheet_is_sent_once_and_asked_after(client: FlaskClient, path: str):
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, first.mimetype) == (200, "text/css")
    assert (
        first.headers["Cache-Control"] == client.get("/static/style.css").headers["Cache-Control"]
    )
    assert (again.status_code, again.data) == (304, b"")


def test_the_palette_comes_before_what_uses_it_on_every_page(client: FlaskClient):
    for path in ("/", "/query", "/ontology", "/id/actor/ruritania.html"):
        text = client.get(path, headers={"Accept": "text/html"}).text
        sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', text)

        assert sheets[:2] == ["/palette.css", "/static/style.css"]
