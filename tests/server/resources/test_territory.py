"""The page of a territory, over real HTTP."""

import re

from tests.server.drawings.outline import outline
from tests.server.raw import send
from tests.server.resources.pages import BROWSER, page_at

ISLANDS = "/id/territory/disputed-islands-hokkaido-urup"


def drawings(address: str, path: str) -> list[str]:
    text = send(address, "GET", path, headers=BROWSER).text
    return re.findall(r"<svg .*?</svg>", text, re.DOTALL)


def test_a_territory_is_on_the_map_from_each_point_of_view(project_address: str):
    maps = [
        [(href, kind, texts) for href, kind, _, _, texts in outline(drawing)][:5]
        for drawing in drawings(project_address, ISLANDS)
    ]
    iturup, kunashir = "/id/territory/iturup-etorofu", "/id/territory/kunashir-kunashiri"
    habomai, shikotan = "/id/territory/habomai", "/id/territory/shikotan"

    assert maps == [
        [
            (ISLANDS, "territory", ["disputed islands between Hokkaido", "and Urup"]),
            (habomai, "place", ["Habomai Islands"]),
            (iturup, "place", ["Iturup / Etorofu"]),
            (kunashir, "place", ["Kunashir / Kunashiri"]),
            (shikotan, "place", ["Shikotan"]),
        ],
        [
            (ISLANDS, "territory", ["Northern Territories"]),
            (habomai, "place", ["Habomai"]),
            (iturup, "place", ["Etorofu"]),
            (kunashir, "place", ["Kunashiri"]),
            (shikotan, "place", ["Shikotan"]),
        ],
        [
            (ISLANDS, "territory", ["Southern Kuril Islands"]),
            (habomai, "place", ["Habomai"]),
            (iturup, "place", ["Iturup"]),
            (kunashir, "place", ["Kunashir"]),
            (shikotan, "place", ["Shikotan"]),
        ],
    ]


def test_the_outline_of_who_claims_differs_from_that_of_who_controls(project_address: str):
    maps = drawings(project_address, ISLANDS)
    shores = [re.findall(r'<path class="area[^>]* d="([^"]*)"', drawing) for drawing in maps]

    assert [outline(drawing)[0][3][0] for drawing in maps] == [
        "area",
        "area claims",
        "area controls",
    ]
    # Iturup, Kunashir, Shikotan and the four of the Habomai that the land has.
    assert [shore.count("Z") for [shore] in shores] == [7, 7, 7]
    assert len(set(map(tuple, shores))) == 1


def test_what_is_stationed_is_told_apart_by_its_status_in_words(project_address: str):
    first = outline(drawings(project_address, ISLANDS)[0])[5:]
    page = page_at(project_address, ISLANDS)

    assert [(kind, title, shapes) for _, kind, title, shapes, _ in first] == [
        (
            "stationed",
            "new Russian missile systems on the disputed islands: in place",
            ["sign in-place"],
        ),
        ("stationed", "American troops on the disputed islands: feared", ["sign feared"]),
    ]
    assert [text for text in page.paragraphs["what"] if "islands" in text] == [
        "Japan claims it: Japan's claim to the disputed islands",
        "Russia controls it: Russia's control of the disputed islands",
        "in place new Russian missile systems on the disputed islands",
        "feared American troops on the disputed islands",
    ]


def test_whose_a_name_is_stands_in_a_table_as_does_every_point(project_address: str):
    points, names = page_at(project_address, ISLANDS).tables

    assert points[1:] == [
        ["disputed islands between Hokkaido and Urup", "146.7", "44.1"],
        ["Habomai Islands", "145.906", "43.438"],
        ["Habomai Islands", "146.066", "43.425"],
        ["Habomai Islands", "146.154", "43.505"],
        ["Habomai Islands", "146.315", "43.635"],
        ["Iturup / Etorofu", "147.617", "45.033"],
        ["Kunashir / Kunashiri", "145.85", "44.117"],
        ["Shikotan", "146.772", "43.794"],
    ]
    assert [(row[0], row[2]) for row in names[1:]] == [
        ("Northern Territories", "Japan"),
        ("Southern Kuril Islands", "Russia"),
    ]


def test_without_a_point_there_is_no_map(project_address: str):
    page = page_at(project_address, "/id/territory/korean-peninsula")

    assert drawings(project_address, "/id/territory/korean-peninsula") == []
    assert "No map: the data hold no point for it." in page.paragraphs["note"]


def test_what_nobody_claims_and_the_silence_of_the_text_are_told(project_address: str):
    page = page_at(project_address, "/id/territory/habomai")

    assert "Neither a claim to it nor control over it is coded." in page.texts
    assert page.paragraphs["silence"] == [
        "the text is silent No island is named: the text speaks only of the group. (column on "
        "Russia's new rules for the islands question: no name of an island stands in any sentence)"
    ]
