"""The project's own questions have the same answers from disk as from memory."""

from pathlib import Path

from kg.build import BuildReport
from kg.paths import project_data
from kg.questions import load_questions
from tests.server.engine.conftest import ON_DISK, asking


def test_disk_and_memory_answer_alike(project_root: Path, project_build: BuildReport):
    differing = []
    with (
        asking(project_root, query_memory=1 << 29) as memory,
        asking(project_root, query_memory=1 << 29, **ON_DISK) as disk,
    ):
        for question in load_questions(project_data().queries):
            ours, theirs = (a.ask(question.text, formats=("json",)) for a in (memory, disk))
            if ours != theirs:
                differing.append(question.name)

    assert differing == []
