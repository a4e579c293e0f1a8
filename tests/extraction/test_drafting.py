"""Many texts, side by side: what ends the process of one stops no other."""

from pathlib import Path

import pytest

from kg.errors import Fault
from kg.extraction import drafting
from kg.extraction.drafting import Task, make_drafts
from tests.extraction import dying


def test_a_text_that_ends_its_process_is_named_and_all_others_are_read(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(drafting, "_outcome", dying.outcome)
    slugs = [*(f"text-{number:02}" for number in range(12)), "deadly", "after"]
    tasks = [Task(Path(slug), slug, Path(), "2026", "en") for slug in slugs]
    seen: list[str] = []

    found = list(make_drafts(tasks, jobs=2, on_done=lambda task, _: seen.append(task.slug)))

    dead = "the process that read the text was ended, perhaps for want of memory"
    assert sorted(seen) == sorted(slugs)
    assert {(each.where, each.message) for each in found if isinstance(each, Fault)} == {
        ("deadly", dead),
        *((slug, "read") for slug in slugs if slug != "deadly"),
    }
