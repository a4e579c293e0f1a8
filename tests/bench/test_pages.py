from pathlib import Path

from bench.pages import FORMATS, Served, addresses, busiest, first_showing, measure
from kg.settings import Settings
from tests.server.small import publish_small


def test_the_busiest_page_of_each_kind_is_asked_for_in_html_and_turtle(tmp_path: Path):
    publish_small(tmp_path)

    things = list(busiest(tmp_path))
    asked = addresses(tmp_path)

    assert things == [
        "/id/proposition/guns-stand",
        "/id/passage/harbour/s01",
        "/id/document/harbour",
    ]
    assert asked[0] == ("/", "text/html")
    assert asked[1:7] == [(path, kind) for path in things for kind in FORMATS]


def test_a_page_is_measured_at_its_first_showing_and_again_and_without_drawings(tmp_path: Path):
    publish_small(tmp_path)
    served = Served(Settings(build=tmp_path), {})
    asked = [("/id/document/harbour", "text/html")]

    [figure] = measure(served, asked, anew=first_showing, rounds=1, fresh=1)

    assert (figure.path, figure.media_type) == asked[0]
    assert min(figure.first, figure.again) > 0
    assert 500 < figure.undrawn < figure.size
