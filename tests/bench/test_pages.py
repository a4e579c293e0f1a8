from pathlib import Path

from bench.pages import busiest, measure
from tests.server.small import publish_small


def test_the_busiest_page_of_each_kind_is_measured_in_html_and_turtle(tmp_path: Path):
    publish_small(tmp_path)

    figures = measure(tmp_path, rounds=1)

    paths = list(busiest(tmp_path))
    assert paths == [
        "/",
        "/id/proposition/guns-stand",
        "/id/passage/harbour/s01",
        "/id/document/harbour",
    ]
    assert [(found.path, found.media_type) for found in figures] == [
        ("/", "text/html"),
        *((path, kind) for path in paths[1:] for kind in ("text/html", "text/turtle")),
    ]
    assert all(found.milliseconds > 0 and found.size > 500 for found in figures)
