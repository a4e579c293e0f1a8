"""SSSOM tables: what is read of them, and each fault of a row."""

from pathlib import Path

import pytest
from fixture_corpus import LINKS, load, refusal

from kg.errors import InputError
from kg.mappings import load_mappings

FAULTS = [
    pytest.param(
        LINKS,
        "ex:N1",
        "wx:N1",
        (
            "links/entities.sssom.tsv:8: object_id 'wx:N1' has no known prefix [fix: "
            "use one of ex, id, semapv, skos, or add it to curie_map]"
        ),
        id="a mapping without a prefix",
    ),
    pytest.param(
        LINKS,
        "skos:exactMatch",
        "skos:related",
        (
            "links/entities.sssom.tsv:8: predicate 'skos:related' is not allowed [fix: "
            "use skos:exactMatch, skos:closeMatch or skos:broadMatch]"
        ),
        id="a mapping by another predicate",
    ),
    pytest.param(
        LINKS,
        "id:territory/strait\tskos:closeMatch",
        "id:territory/gull-rocks\tskos:broadMatch",
        (
            "links/entities.sssom.tsv:10: the same mapping as in "
            "links/entities.sssom.tsv:9 [fix: remove one]"
        ),
        id="a mapping that occurs twice",
    ),
    pytest.param(
        LINKS,
        "ex:\tseen",
        "\tseen",
        ("links/entities.sssom.tsv:8: object_source is empty [fix: fill it in, or remove the row]"),
        id="a mapping without its source",
    ),
    pytest.param(
        LINKS,
        "\tseen",
        "",
        ("links/entities.sssom.tsv:8: 7 cells, and the head has 8 [fix: use tabs]"),
        id="a mapping of too few cells",
    ),
    pytest.param(
        LINKS,
        "\tseen",
        "\tseen\tagain",
        ("links/entities.sssom.tsv:8: 9 cells, and the head has 8 [fix: use tabs]"),
        id="a mapping of too many cells",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), FAULTS)
def test_a_fault_is_reported_with_its_place_and_a_way_to_mend_it(
    file: str, old: str, new: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)

    assert refusal(tmp_path, {file: (old, new)}) == message


def test_a_row_is_read_with_its_curies_written_out():
    ours, thing = "https://w3id.org/standoff/id/", "https://example.org/thing/"
    skos = "http://www.w3.org/2004/02/skos/core#"

    found = [(m.subject, m.predicate, m.object, m.label) for m in load().mappings]

    assert found == [
        (f"{ours}actor/norland", f"{skos}exactMatch", f"{thing}N1", "Norland"),
        (f"{ours}territory/gull-rocks", f"{skos}broadMatch", f"{thing}S", "Strait islands"),
        (f"{ours}territory/strait", f"{skos}closeMatch", f"{thing}S", "Strait islands"),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "t.sssom.tsv: the table is empty [fix: give it a head and rows]"),
        (
            "subject_id\n",
            "t.sssom.tsv: there is no curie_map [fix: start the table with #curie_map: and a line"
            " '#  prefix: \"IRI\"' for each prefix]",
        ),
        (
            '#curie_map:\n#  a: "b"\nsubject_id\tobject_id\tcolour\n',
            "t.sssom.tsv:3: the head of the table is wrong: missing: ['predicate_id',"
            " 'object_label', 'mapping_justification', 'object_source']; unknown: ['colour']"
            " [fix: use these columns, once each: subject_id, predicate_id, object_id,"
            " object_label, mapping_justification, object_source, mapping_date, comment]",
        ),
    ],
)
def test_a_table_without_rows_prefixes_or_columns_is_refused(
    content: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    Path("t.sssom.tsv").write_text(content, encoding="utf-8")

    with pytest.raises(InputError) as caught:
        load_mappings(Path("t.sssom.tsv"))

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            None,
            "t.sssom.tsv: cannot read the file: No such file or directory"
            " [fix: check the path and its permissions]",
        ),
        (b"#\n\xff", "t.sssom.tsv:2:1: byte 0xff is not UTF-8 [fix: save the file as UTF-8]"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(
    content: bytes | None, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    if content is not None:
        Path("t.sssom.tsv").write_bytes(content)

    with pytest.raises(InputError) as caught:
        load_mappings(Path("t.sssom.tsv"))

    assert str(caught.value) == message
