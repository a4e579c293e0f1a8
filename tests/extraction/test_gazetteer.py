"""Names are found as whole words, in three scripts, in the case that they may have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.folding import fold
from kg.extraction.gazetteer import Gazetteer, Name

NAMES = [
    Name("Northern Territories", "territory/islands", "northern-territories"),
    Name("Северные территории", "territory/islands"),
    Name("北方領土", "territory/islands"),
    Name("ロシア", "actor/russia"),
    Name("US", "actor/us"),
    Name("USA", "actor/us"),
    Name("Russia", "actor/russia"),
    Name("Russian Ministry of Defence", "actor/ministry"),
    Name("Embassy of Russia in Japan", "actor/embassy"),
    Name("missile defense", "issue/defence"),
    Name("missile defense system", "system/defence"),
    Name("Moscow", "territory/moscow"),
    Name("Moscow", "actor/government"),
    Name("Asia", "territory/asia"),
    Name("East Asia", "territory/east-asia"),
]


def found(text: str) -> list[tuple[str, set[str]]]:
    return [
        (text[each.start : each.end], {name.entity for name in each.names})
        for each in Gazetteer(NAMES).find(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The “Northern territories” are far", [("Northern territories", {"territory/islands"})]),
        ("про СЕВЕРНЫЕ ТЕРРИТОРИИ говорят", [("СЕВЕРНЫЕ ТЕРРИТОРИИ", {"territory/islands"})]),
        ("私は北方領土へ", [("北方領土", {"territory/islands"})]),
        (
            "in East Asia and in Asia",
            [("East Asia", {"territory/east-asia"}), ("Asia", {"territory/asia"})],
        ),
        ("ロシアは", [("ロシア", {"actor/russia"})]),
        ("ベロロシア人", []),
        ("they told us and the US", [("US", {"actor/us"})]),
        ("Russians and Prussia", []),
        ("Russia’s", [("Russia", {"actor/russia"})]),
        ("the russian Ministry of defense", [("russian Ministry of defense", {"actor/ministry"})]),
        ("in Moscow", [("Moscow", {"territory/moscow", "actor/government"})]),
        ("İstanbul and Russia", [("Russia", {"actor/russia"})]),
        ("", []),
    ],
)
def test_a_name_is_found_as_a_whole_word_in_its_case(text: str, expected: list[object]):
    assert found(text) == expected


def test_inside_a_longer_name_another_thing_is_found_and_the_same_kind_of_words_is_not():
    assert found("the Embassy of Russia in Japan has a missile defense system") == [
        ("Embassy of Russia in Japan", {"actor/embassy"}),
        ("Russia", {"actor/russia"}),
        ("missile defense system", {"system/defence"}),
    ]


def test_twenty_thousand_names_are_found():
    names = [Name(f"Place Number {n}", f"territory/n{n}") for n in range(20_000)]
    text = " and ".join(f"Place Number {n}" for n in range(0, 20_000, 7))

    ends = [each.names[0].entity for each in Gazetteer(names).find(text)]

    assert ends == [f"territory/n{n}" for n in range(0, 20_000, 7)]


def test_without_names_nothing_is_found():
    assert Gazetteer([]).find("Russia") == []


@given(st.text())
def test_folding_keeps_every_offset(text: str):
    assert len(fold(text)) == len(text)
