"""An answer with places has a map: of geometries, and of things that have one."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from server import answer_map
from server.drawings.coast import unrolled
from server.drawings.wkt import Shape, read_shape
from tests.server.conftest import MakeApp
from tests.server.drawings.outline import outline
from tests.server.raw import send
from tests.server.resources.pages import BROWSER

GEO = "PREFIX geo: <http://www.opengis.net/ont/geosparql#>\n"
PLACES = f"{GEO}SELECT ?place WHERE {{ ?place geo:hasGeometry ?g }}"
WRITTEN = GEO + (
    "SELECT ?name ?where WHERE { VALUES (?name ?where) {\n"
    '("box" "POLYGON((140 40,148 40,148 46,140 40),(141 41,142 41,142 42,141 41))"'
    "^^geo:wktLiteral)\n"
    '("way" "LINESTRING(135 35,150 48)"^^geo:wktLiteral)\n'
    '("two" "MULTIPOLYGON(((130 33,132 33,132 35,130 33)),((150 44,152 44,151 46,150 44)))"'
    "^^geo:wktLiteral)\n"
    '("spot" "<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(35.7 139.7)"^^geo:wktLiteral)\n'
    '("nothing" "POINT EMPTY"^^geo:wktLiteral) } }'
)


def drawn(text: str) -> list[tuple[str, list[str]]]:
    """Return the address and the shapes of each place of the map of a page."""
    [svg] = re.findall(r'<svg class="drawing" id="answer-map".*?</svg>', text, re.DOTALL)
    return [(href or title, shapes) for href, _, title, shapes, _ in outline(svg)]


def ask(address: str, query: str) -> str:
    return send(address, "GET", f"/query?query={quote(query)}", headers=BROWSER).text


def test_things_with_a_geometry_are_on_the_map_and_lead_to_their_pages(project_address: str):
    found = drawn(ask(project_address, PLACES))

    assert ("/id/territory/iturup-etorofu", ["circle"]) in [
        (href, ["circle" if shape == "spot" else shape for shape in shapes])
        for href, shapes in found
    ]
    assert len(found) == 6


def test_points_lines_and_areas_are_drawn_and_listed(project_address: str):
    text = ask(project_address, WRITTEN)

    assert drawn(text) == [
        ("box", ["area"]),
        ("way", ["course"]),
        ("two", ["area", "area"]),
        ("spot", ["spot"]),
    ]
    assert "<li>spot: 35.7° north, 139.7° east</li>" in text
    assert "<li>box: areas from 40° north, 140° east to 46° north, 148° east</li>" in text
    assert "4 places. " in text


def test_an_answer_without_places_has_no_map(project_address: str):
    assert "answer-map" not in ask(project_address, 'SELECT ("POINT(1 2)" AS ?text) {}')


def test_a_map_says_how_many_places_it_leaves_out(make_app: MakeApp, project_root, monkeypatch):
    monkeypatch.setattr(answer_map, "MAX_PLACES", 3)
    client = make_app(project_root).test_client()

    text = client.get(f"/query?query={quote(PLACES)}", headers=BROWSER).text

    assert len(drawn(text)) == 3
    assert "3 places of 6: a map has at most 3 places" in text


@pytest.fixture
def tab(browser: Browser, project_address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=project_address)
    yield context.new_page()
    context.close()


def test_the_map_is_a_view_that_the_keyboard_opens_and_closes(tab: Page):
    tab.goto(f"/query?query={quote(PLACES)}")
    # The scripts, which may still be on their way, put a button in the place of the part to open.
    tab.wait_for_load_state("networkidle")
    button = tab.get_by_role("button", name="Map")
    if not button.count():  # without the editor, and without JavaScript, it is a part to open
        button = tab.locator("details.answer-map > summary")
    button.press("Enter")
    assert tab.locator("#answer-map").is_visible()
    assert tab.get_by_role("region", name="Map; the list below says the same").is_visible()
    button.press("Enter")
    assert not tab.locator("#answer-map").is_visible()


def test_a_geometry_is_read_as_it_is_or_not_at_all():
    ring = ((0.0, 0.0), (1.0, 0.0), (0.0, 0.0))
    assert {
        text: read_shape(text)
        for text in (
            "POINT Z (1 2 3)",
            "multipoint((1 2), (3 4))",
            "MULTIPOINT(1 2, 3 4)",
            "MULTILINESTRING((0 0, 1 0, 0 0))",
            "POLYGON((0 0, 1 0, 0 0))",
            "<http://www.opengis.net/def/crs/EPSG/0/3857> POINT(1 2)",
            "POINT(181 2)",
            "POINT(1)",
            "POLYGON((0 0, 1",
            "POLYGON" + "(" * 50_000,
            "GEOMETRYCOLLECTION(POINT(1 2))",
        )
    } == {
        "POINT Z (1 2 3)": Shape(points=((1.0, 2.0),)),
        "multipoint((1 2), (3 4))": Shape(points=((1.0, 2.0), (3.0, 4.0))),
        "MULTIPOINT(1 2, 3 4)": Shape(points=((1.0, 2.0), (3.0, 4.0))),
        "MULTILINESTRING((0 0, 1 0, 0 0))": Shape(lines=(ring,)),
        "POLYGON((0 0, 1 0, 0 0))": Shape(areas=((ring,),)),
        "<http://www.opengis.net/def/crs/EPSG/0/3857> POINT(1 2)": None,
        "POINT(181 2)": None,
        "POINT(1)": None,
        "POLYGON((0 0, 1": None,
        "POLYGON" + "(" * 50_000: None,
        "GEOMETRYCOLLECTION(POINT(1 2))": None,
    }


def test_land_across_the_180th_meridian_stays_in_one_piece_on_both_sides():
    east = [(179.0, 1.0), (181.0, 1.0), (181.0, 0.0)]
    west = [(-181.0, 1.0), (-179.0, 1.0), (-179.0, 0.0)]

    assert list(unrolled([(179, 1), (-179, 1), (-179, 0)])) == [east, west]
    assert list(unrolled([(1, 1), (2, 1), (2, 0)])) == [[(1, 1), (2, 1), (2, 0)]]
