"""The site's colours, read from the sheet that names them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PALETTE = ROOT / "kg/ontology/templates/palette.css"
SHEETS = [*ROOT.glob("kg/**/*.css"), *ROOT.glob("server/static/*.css")]
TEXT = ["ink", "quiet", "link", "hedged", "imputed", "denied", "reported"]
GROUNDS = ["paper", "raised"]
AA = 4.5


def palettes() -> list[dict[str, str]]:
    light, dark = re.findall(r":root \{(.*?)\}", PALETTE.read_text(), re.DOTALL)
    read = [dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", part)) for part in (light, dark)]
    return [read[0], read[0] | read[1]]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *((t, g) for t in TEXT for g in GROUNDS),
        ("quiet", "sunk"),
        ("paper", "accent"),
        ("paper", "link"),
    ],
)
def test_text_stands_out_from_its_ground_in_light_and_dark(text: str, ground: str):
    assert [p for p in palettes() if contrast(p[text], p[ground]) < AA] == []


def test_contrast_is_measured_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_one_sheet_names_the_colours_and_others_use_what_it_names():
    named = set(re.findall(r"(--[a-z]+):", PALETTE.read_text()))
    others = {sheet.name: sheet.read_text() for sheet in SHEETS if sheet != PALETTE}
    naming = {name for name, text in others.items() if re.search(r"--[a-z]+:|:root", text)}
    unnamed = {found for text in others.values() for found in re.findall(r"var\((--[a-z]+)", text)}

    assert len(others) > 8
    assert naming == set()
    assert unnamed - named == set()


def test_the_sheets_take_nothing_from_elsewhere():
    taken = [
        found
        for sheet in SHEETS
        for found in re.findall(r"url\((?!#)|@import|https?:", sheet.read_text())
    ]

    assert taken == []
