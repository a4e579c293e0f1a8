import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.located_yaml import load_yaml, parse_yaml

QUOTE = "correct the indentation or the punctuation there; quote text that contains ': ' or ' #'"


def test_only_whole_numbers_and_truth_values_are_not_text():
    source = (
        b"a: 7\nb: -7\nc: true\nd: 007\ne: 1.0\nf: no\ng: 2017-06-15\nh: '7'\ni: 1e3\nj: \"\"\n"
    )

    assert parse_yaml(source, "f").value == {
        "a": 7,
        "b": -7,
        "c": True,
        "d": "007",
        "e": "1.0",
        "f": "no",
        "g": "2017-06-15",
        "h": "7",
        "i": "1e3",
        "j": "",
    }


def test_a_path_leads_to_its_line_and_a_path_that_ends_early_to_the_nearest():
    source = parse_yaml(b"a: 1\nb:\n  - x\n  - c: 2\n    d: 3\n", "f.yaml")
    paths = [(), ("a",), ("b",), ("b", 0), ("b", 1, "d"), ("b", 1, "no"), ("b", 7), ("no", "a")]

    assert [source.where(path) for path in paths] == [
        "f.yaml:1",
        "f.yaml:1",
        "f.yaml:2",
        "f.yaml:3",
        "f.yaml:5",
        "f.yaml:4",
        "f.yaml:2",
        "f.yaml:1",
    ]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"", "f:1: the file is empty [fix: give it content, or delete the file]"),
        (b"# no more\n", "f:1: the file is empty [fix: give it content, or delete the file]"),
        (b"a: 1\na: 2\n", "f:2:1: key 'a' occurs twice [fix: keep one of the two]"),
        (b"a:\n", "f:1:3: a value is missing [fix: write the value, or leave the key out]"),
        (b"a: ~\n", "f:1:4: a value is missing [fix: write the value, or leave the key out]"),
        (b"a:\t1\n", "f:1:3: a tab character [fix: indent with spaces]"),
        (
            b"a: !!set {}\n",
            "f:1:4: tag 'tag:yaml.org,2002:set' is not allowed [fix: remove the tag]",
        ),
        (b"? [a]\n: 1\n", "f:1:3: a key must be a plain word [fix: write `key: value`]"),
        (b"a: 1\nb: \xff\n", "f:2:4: byte 0xff is not UTF-8 [fix: save the file as UTF-8]"),
        (
            b"\xef\xbb\xbfa: 1\n",
            "f:1:1: the file starts with a byte order mark [fix: save it as UTF-8 without BOM]",
        ),
        (
            b"a: b: c\n",
            f"f:1:5: not valid YAML: mapping values are not allowed in this context [fix: {QUOTE}]",
        ),
        (
            b"a: 1\nb: \x07\n",
            f"f:2:4: not valid YAML: control characters are not allowed [fix: {QUOTE}]",
        ),
        (
            b"--- 1\n--- 2\n",
            "f:2:1: not valid YAML: expected a single document in the stream; but found another"
            f" document [fix: {QUOTE}]",
        ),
        (b"[" * 50 + b"]" * 50, "f:1:42: nested deeper than 40 levels [fix: flatten it]"),
    ],
)
def test_what_leaves_the_subset_is_refused(source: bytes, message: str):
    with pytest.raises(InputError) as caught:
        parse_yaml(source, "f")

    assert str(caught.value) == message


def test_all_faults_of_a_file_are_reported_together():
    with pytest.raises(InputError) as caught:
        parse_yaml(b"a: &x 1\nb: *x\na: 2\nc:\n", "f")

    anchor = "anchor or alias 'x' is not allowed"
    fix = "write the value out, or put a text that starts with & or * in quotes"
    assert [str(fault) for fault in caught.value.faults] == [
        f"f:1:4: {anchor} [fix: {fix}]",
        f"f:2:4: {anchor} [fix: {fix}]",
        "f:3:1: key 'a' occurs twice [fix: keep one of the two]",
        "f:4:3: a value is missing [fix: write the value, or leave the key out]",
    ]


def test_an_ampersand_or_an_asterisk_within_a_text_is_no_anchor():
    assert parse_yaml(b'a: x & y\nb: "&z"\nc: 2 *3\n', "f").value == {
        "a": "x & y",
        "b": "&z",
        "c": "2 *3",
    }


def test_a_file_that_is_not_there_is_an_input_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(InputError) as caught:
        load_yaml(tmp_path / "none.yaml")

    assert str(caught.value) == (
        "none.yaml: cannot read the file: No such file or directory"
        " [fix: check the path and its permissions]"
    )


TEXTS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff\ufffe\uffff"
    )
)
VALUES = st.recursive(
    st.integers(-(10**17), 10**17) | st.booleans() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_whatever_is_written_as_json_is_read_back_as_it_was(value: object):
    """JSON with quoted texts lies inside the subset."""
    source = json.dumps(value, ensure_ascii=False).replace("\u2028", "\\u2028")
    source = source.replace("\u2029", "\\u2029").replace("\x85", "\\u0085")

    assert parse_yaml(source.encode(), "f").value == value


@given(
    st.binary(max_size=60) | st.text("ab:-[]{}&*!?#'\"|>%@,. \n\t~", max_size=60).map(str.encode)
)
def test_any_bytes_are_read_or_refused_with_an_input_error(source: bytes):
    with suppress(InputError):
        parse_yaml(source, "f")
