"""A YAML text is changed at its places, and says the same otherwise, to the byte."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.yaml_edits import Edit, appending, applied, inverse, setting, written

TEXT = """\
# Ω: two scripts before a place, so that bytes are no code points
first: {a: жук, b: 2}  # kept
items:
- name: one  # a comment
  note: >-
    two
    lines

- name: 'two'
other: 3
"""


def node(text: str) -> yaml.MappingNode:
    root = yaml.compose(text, yaml.CSafeLoader)
    assert isinstance(root, yaml.MappingNode)
    return root


def set_in(text: str, path: tuple[str, int | None], **values: str | int) -> str:
    name, number = path
    value = next(value for key, value in node(text).value if key.value == name)
    return applied(text, setting(text, value if number is None else value.value[number], values))


@pytest.mark.parametrize(
    ("path", "values", "old", "new"),
    [
        (("first", None), {"b": 5}, "b: 2}", "b: 5}"),
        (("first", None), {"c": "x, y"}, "b: 2}", "b: 2, c: 'x, y'}"),
        (("items", 0), {"name": "1"}, "name: one  # a", "name: '1'  # a"),
        (("items", 0), {"note": "z"}, "note: >-\n    two\n    lines\n", "note: z\n"),
        (("items", 0), {"new": "z"}, "    lines\n", "    lines\n  new: z\n"),
        (("items", 1), {"new": 7}, "'two'\n", "'two'\n  new: 7\n"),
    ],
)
def test_a_key_gets_its_value_and_all_else_stays(
    path: tuple[str, int | None], values: dict[str, str | int], old: str, new: str
):
    assert TEXT.count(old) == 1
    assert set_in(TEXT, path, **values) == TEXT.replace(old, new)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1\nlist: []\nb: 2\n", "a: 1\nlist:\n  - x: 1\n    y: 2\nb: 2\n"),
        ("a: 1\nlist:\nb: 2\n", "a: 1\nlist:\n  - x: 1\n    y: 2\nb: 2\n"),
        (
            "list:\n- x: 0  # why\n\n# b\nb: 2\n",
            "list:\n- x: 0  # why\n- x: 1\n  y: 2\n\n# b\nb: 2\n",
        ),
        ("list:\n  - {x: 0}", "list:\n  - {x: 0}\n  - x: 1\n    y: 2"),
        ("a: 1\n", "a: 1\n\nlist:\n  - x: 1\n    y: 2\n"),
    ],
)
def test_an_item_is_added_at_the_end_of_its_list(before: str, after: str):
    assert applied(before, [appending(before, node(before), "list", ["x: 1\ny: 2"])]) == after


def test_a_list_in_brackets_is_not_added_to():
    text = "list: [{x: 0}]\n"

    with pytest.raises(ValueError, match="list in brackets"):
        appending(text, node(text), "list", ["x: 1"])


def test_edits_at_one_place_keep_their_order():
    assert applied("abc", [Edit(3, 3, "z"), Edit(1, 1, "x"), Edit(1, 2, "y")]) == "axycz"


@pytest.mark.parametrize("value", [7, "Aegis", "2017", "a: b", "a, b", "yes", "é ж 日", "- x", "#"])
def test_a_written_value_reads_back_in_brackets_and_out(value: str | int):
    assert yaml.safe_load(f"[{written(value)}]") == [value]
    assert yaml.safe_load(f"key: {written(value)}  # end") == {"key": value}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- a: 1\n  b: x  # why\n  c: 3\n", "- a: 1\n  b: x  # why\n"),
        ("- a: 1\n  c: >-\n    two\n    lines\n  d: 4\n", "- a: 1\n  d: 4\n"),
        ("- {a: 1, c: 3, d: 4}\n", "- {a: 1, d: 4}\n"),
        ("- {a: 1, c: 3}\n", "- {a: 1}\n"),
        ("- a: 1\n", "- a: 1\n"),
    ],
)
def test_a_key_is_taken_out_with_its_value(before: str, after: str):
    [item] = yaml.compose(before, yaml.CSafeLoader).value

    assert applied(before, setting(before, item, {"c": None})) == after


@given(st.text(max_size=20), st.lists(st.tuples(st.integers(0, 20), st.text(max_size=3))))
def test_edits_are_taken_back_to_the_letter(text: str, given: list[tuple[int, str]]):
    places = sorted(min(place, len(text)) for place, _ in given)
    edits = [
        Edit(start, end, new)
        for start, end, (_, new) in zip(places[::2], places[1::2], given, strict=False)
    ]

    assert applied(applied(text, edits), inverse(text, edits)) == text
