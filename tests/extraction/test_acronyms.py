"""An acronym is what the text says it stands for, and no name where that is none."""

import pytest

from kg.extraction.acronyms import Expansion, expansions
from kg.extraction.cutting import cut
from kg.extraction.names import new_names


@pytest.mark.parametrize(
    ("words", "acronym", "is_name"),
    [
        ("Coastal Strike Missile", "CSM", True),
        ("Precise Strike Missile", "PrSM", True),
        ("Over-Water Patrol Group", "OWPG", True),
        ("Department of the Sea", "DoS", True),
        ("United Nations Convention on the Law of the Sea", "UNCLOS", True),
        ("exclusive economic zone", "EEZ", False),
        ("unmanned surface vessels", "USVs", False),
    ],
)
def test_what_stands_before_the_bracket_is_read(words: str, acronym: str, is_name: bool):
    text = f"They spoke of the {words} ({acronym}) again."

    assert expansions(text) == {
        acronym.removesuffix("s"): Expansion(18, 18 + len(words), is_name),
    }


def test_a_bracket_after_other_words_is_no_expansion():
    assert expansions("The missile was shown (TASS) in a hall (NATO).") == {}


def test_an_acronym_of_common_nouns_is_no_name_and_one_of_a_weapon_is_a_weapon():
    text = (
        "The Coastal Strike Missile (CSM) sinks unmanned surface vessels (USVs). "
        "A CSM costs more than ten USVs, and the PLA has none."
    )

    found = [(text[n.start : n.end], n.class_) for n in new_names(text, cut(text))]

    assert found == [
        ("Coastal Strike Missile", "WeaponSystem"),
        ("CSM", "WeaponSystem"),
        ("CSM", "WeaponSystem"),
        ("PLA", "Organization"),
    ]
