"""spaCy suggests names beside the rules, where it is installed, and is missed where it is not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli import run
from kg.extraction import recogniser
from kg.extraction.cutting import cut
from kg.extraction.gazetteer import Gazetteer
from kg.extraction.mentions import find_mentions
from kg.extraction.naming import NewName

TEXT = "Later iskra spoke in Manila."


def suggested(*words: str) -> Iterator[NewName]:
    for each in words:
        start = TEXT.index(each)
        yield NewName(start, start + len(each), "Person", recogniser.RULE, recogniser.SCORE)


def test_a_suggestion_counts_only_where_no_rule_found_a_name():
    found = find_mentions(TEXT, cut(TEXT), Gazetteer([]), suggested("iskra", "in Manila"))

    assert [(TEXT[m.start : m.end], m.class_, m.rule) for m in found] == [
        ("iskra", "Person", "spaCy"),
        ("Manila", "Place", "list of names"),
    ]


def test_who_asks_for_it_where_it_is_missing_is_told_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(recogniser, "MODEL", "no_such_model")
    recogniser.recogniser.cache_clear()
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")

    assert run(["article", "new", str(tmp_path), "--ner", "--output", str(tmp_path / "d")]) == 2

    told = capsys.readouterr().err
    assert told.startswith("error: spaCy and its model are not installed [fix: pip install")
    assert not (tmp_path / "d").exists()


def test_the_model_suggests_names_at_their_places():
    if not recogniser.is_installed():
        pytest.skip("spaCy's model is not installed")
    text = "A first line 🛰\nThe Philippine Navy’s Admiral Reyes met Angela Merkel in Berlin."

    names = {text[n.start : n.end]: n.class_ for n in recogniser.recogniser()(text)}

    assert names["Angela Merkel"] == "Person"
    assert names["Berlin"] == "State"
