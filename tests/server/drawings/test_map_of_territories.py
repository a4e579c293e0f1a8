"""The map of a territory from one point of view."""

import json
from xml.etree import ElementTree

import pytest

from server.drawings.coast import Box, Frame, clipped, is_near, island_at, land, surroundings
from server.drawings.coast_from_atlas import coast
from server.drawings.map_of_territories import Map, Sign, Spot, draw
from tests.server.drawings.outline import outline

GROUP = Spot("Northern Territories", (146.7, 44.1), "/id/t", "Northern Territories: as Japan says")
ETOROFU = Spot("Etorofu", (147.617, 45.033), "/id/e", "Etorofu: as Japan says")
KUNASHIRI = Spot("Kunashiri", (145.85, 44.117), "/id/k", "Kunashiri: as Japan says")
BASES = Sign("American troops (feared)", "feared", "/id/s", "American troops: feared")


def test_a_map_shows_the_territory_its_parts_and_what_stands_there_as_links():
    found = draw(Map("m", "As Japan", GROUP, (ETOROFU, KUNASHIRI), (BASES,), "claims"))

    assert outline(found) == [
        (GROUP.href, "territory", GROUP.title, ["area claims", "middle"], [GROUP.name]),
        (ETOROFU.href, "place", ETOROFU.title, ["spot"], ["Etorofu"]),
        (KUNASHIRI.href, "place", KUNASHIRI.title, ["spot"], ["Kunashiri"]),
        (BASES.href, "stationed", BASES.title, ["sign feared"], ["American troops (feared)"]),
    ]


def test_all_points_lie_within_the_frame_that_is_drawn_around_them():
    root = ElementTree.fromstring(draw(Map("m", "", GROUP, (ETOROFU, KUNASHIRI))))  # noqa: S314 -- our own
    [area] = [shape for shape in root.iter("rect") if shape.get("class") == "area"]
    left, top, width, height = (float(area.get(k, "")) for k in ("x", "y", "width", "height"))
    spots = [(float(c.get("cx", "")), float(c.get("cy", ""))) for c in root.iter("circle")]

    assert len(spots) == 2
    assert [
        s for s in spots if not (left < s[0] < left + width and top < s[1] < top + height)
    ] == []


def test_a_territory_without_parts_is_a_point_and_has_no_frame():
    assert outline(draw(Map("m", "", KUNASHIRI))) == [
        (KUNASHIRI.href, "place", KUNASHIRI.title, ["spot"], ["Kunashiri"])
    ]


def test_an_island_is_outlined_by_its_coast():
    coast_of = island_at(KUNASHIRI.point)
    assert coast_of is not None
    root = ElementTree.fromstring(draw(Map("m", "", KUNASHIRI, coasts=(coast_of,))))  # noqa: S314 -- our own
    [area] = [shape for shape in root.iter("path") if shape.get("class") == "area"]

    assert len(area.get("d", "").split()) == 2 * len(coast_of)
    west, east = min(x for x, _ in coast_of), max(x for x, _ in coast_of)
    assert (145.3 < west < KUNASHIRI.point[0], KUNASHIRI.point[0] < east < 146.6) == (True, True)


@pytest.mark.parametrize("point", [GROUP.point, (142.0, 46.5), (141.0, 50.0), (37.6, 55.8)])
def test_at_sea_and_on_land_that_is_no_small_island_there_is_no_outline(
    point: tuple[float, float],
):
    assert island_at(point) is None


@pytest.mark.parametrize("point", [(146.7, 44.1), (37.6, 55.8), (0.0, 0.0), (179.9, -89.9)])
def test_a_map_can_be_drawn_of_any_place(point: tuple[float, float]):
    box = surroundings([point], least=3.6)

    assert (box.west < point[0] < box.east, box.south < point[1] < box.north) == (True, True)
    assert draw(Map("m", "", Spot("There", point, "/id/x", "There")))


def test_the_finer_land_is_taken_where_there_is_some():
    islands, moscow = Box(144, 42.5, 150, 46.5), Box(30, 50, 45, 60)

    assert (is_near(islands), is_near(moscow)) == (True, False)
    assert land(Frame(islands, 360.0)).count("M") == 10


def test_north_is_up_and_east_is_right():
    frame = Frame(Box(0, -10, 20, 10), 200.0)

    assert frame.place((0, 10)) == (0, 0)
    assert frame.place((20, -10)) == pytest.approx((200, 200), abs=0.01)


def test_a_ring_is_cut_at_the_edges_of_a_box():
    square = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]

    assert sorted(clipped(square, Box(2, 2, 9, 9))) == [(2, 2), (2, 4), (4, 2), (4, 4)]
    assert clipped(square, Box(5, 5, 9, 9)) == []


def test_land_is_read_from_topojson_with_arcs_in_both_directions():
    atlas = {
        "transform": {"scale": [0.5, 0.5], "translate": [140, 44]},
        "arcs": [[[0, 0], [2, 0], [0, 2]], [[0, 0], [0, 2], [2, 0]]],
        "objects": {"land": {"geometries": [{"type": "MultiPolygon", "arcs": [[[0, -2]]]}]}},
    }
    found = json.loads(json.dumps(coast(atlas, atlas)))

    assert [layer["rings"] for layer in found["layers"]] == [
        [[[140, 44], [141, 44], [141, 45], [140, 45], [140, 44]]]
    ] * 2
