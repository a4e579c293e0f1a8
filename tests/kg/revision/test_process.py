import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_root import own, put, quads

from kg.errors import ConformanceError, InputError, RevisionError
from kg.published import current_version, published_ids
from kg.revision.edits import DeleteGraph, Document, Edit, PostGraph, PutGraph, Update
from kg.revision.process import revise_in_process

MANY = "\n".join(f"<a:s{n}> <a:p{n}> <a:o{n}> ." for n in range(400))
SHAPES = """PREFIX sh: <http://www.w3.org/ns/shacl#>
<a:shape> a sh:NodeShape ; sh:targetSubjectsOf <a:p> ; sh:property <a:shape-q> .
<a:shape-q> a sh:PropertyShape ; sh:path <a:q> ; sh:minCount 1 ; sh:message "No q." .
"""


def shapes_in(folder: Path) -> Path:
    (folder / "shapes").mkdir()
    (folder / "shapes" / "all.ttl").write_text(SHAPES)
    return folder / "shapes"


def test_every_edit_reaches_the_process_as_it_is(tmp_path: Path):
    own(tmp_path)
    root, file = tmp_path / "root", tmp_path / "sent"
    file.write_bytes(b"<a:f> <a:p> <rel> .")
    documents = (
        Document("<a:ü> <a:p> 'x\n' .".encode().replace(b"\n", b"\\n"), "text/turtle"),
        Document(file, "text/turtle", "http://b.example/"),
    )

    put_made = revise_in_process(root, PutGraph("a:g", documents))
    posted = revise_in_process(root, PostGraph(None, documents), expected=put_made.version.id)
    update = Update(
        "DELETE { ?s ?p ?o } INSERT { ?s ?p <x> } WHERE { ?s ?p ?o GRAPH <a:g> { ?a ?b ?s } }",
        "http://b.example/",
        ("a:none",),
        ("a:g",),
    )
    updated = revise_in_process(root, update)
    deleted = revise_in_process(root, DeleteGraph("a:g"))

    rel = "<http://b.example/rel>"
    new = [f"<a:f> <a:p> {rel}", '<a:ü> <a:p> "x\\n"']
    assert quads(put_made.version) == sorted([*(f"{q} <a:g>" for q in new), "<a:s> <a:p> <a:o>"])
    assert quads(posted.version) == sorted([*quads(put_made.version), *new])
    assert (updated.changed, updated.version) == (False, posted.version)
    assert quads(deleted.version) == sorted([*new, "<a:s> <a:p> <a:o>"])
    assert (put_made.changed, put_made.created, posted.created) == (True, True, False)


@pytest.mark.parametrize(
    ("edit", "reason", "message"),
    [
        (put("a:g", "oops"), "malformed", "the data is not Turtle of one graph"),
        (put("g", ""), "malformed", "'g' is no absolute IRI"),
        (put("a:g", "", "b"), "malformed", "the base is no absolute IRI"),
        (
            PutGraph("a:g", (Document(b"<a:s> <a:p> 1 <a:h> .", "application/n-quads"),)),
            "malformed",
            "the data is not N-Quads of one graph",
        ),
        (PutGraph("a:g", (Document(b"", "text/csv"),)), "unsupported", "text/csv is not read"),
        (DeleteGraph("a:g"), "not found", "there is no graph <a:g>"),
        (Update("INSERT"), "malformed", "this is not a SPARQL update"),
        (Update("SELECT * { ?s ?p ?o }"), "malformed", "this is not a SPARQL update"),
        (Update("CREATE GRAPH <a:g> ; CREATE GRAPH <a:g>"), "conflict", "already exists"),
        (Update("LOAD <http://127.0.0.1:9/x>"), "refused", "LOAD is not allowed"),
        (Update("INSERT { ?s ?p 1 } WHERE { ?s ?p " + "(" * 9 + "<a:o>" + ")" * 9 + " }"), "", ""),
        (
            Update(
                "INSERT { ?s ?p 1 } WHERE { FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }"
            ),
            "crashed",
            "the process that made the change died",
        ),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    tmp_path: Path, edit: Edit, reason: str, message: str
):
    version = own(tmp_path)
    root = tmp_path / "root"
    if not reason:
        assert revise_in_process(root, edit).version == version
        return

    with pytest.raises(RevisionError, match=message) as caught:
        revise_in_process(root, edit)

    assert caught.value.reason == reason
    assert current_version(root) == version
    assert published_ids(root) == {version.id}


def test_an_update_past_its_time_is_ended_and_the_next_one_is_made(tmp_path: Path):
    version = own(tmp_path, MANY)
    endless = Update(
        "INSERT { <a:x> <a:n> ?n } WHERE { SELECT (COUNT(*) AS ?n)"
        " { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } }"
    )

    with pytest.raises(RevisionError, match=r"takes longer than 0\.5 s") as caught:
        revise_in_process(tmp_path / "root", endless, timeout_s=0.5)

    assert caught.value.reason == "timeout"
    made = revise_in_process(tmp_path / "root", put("a:g", "<a:s> <a:p> 1 ."))
    assert published_ids(tmp_path / "root") == {version.id, made.version.id}
    assert len(list((tmp_path / "root" / "versions").iterdir())) == 2


def test_an_update_past_its_memory_is_ended(tmp_path: Path):
    version = own(tmp_path, MANY)
    product = Update("INSERT { ?a ?e ?l } WHERE { ?a ?b ?c . ?d ?e ?f . ?j ?k ?l }")

    with pytest.raises(RevisionError, match="needs more than 300 MiB of memory") as caught:
        revise_in_process(tmp_path / "root", product, memory_bytes=300 << 20)

    assert caught.value.reason == "memory"
    assert current_version(tmp_path / "root") == version


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a folder on a file system of its own, with room for 4 MiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if (
        sys.platform != "linux"
        or subprocess.run(command, capture_output=True, check=False).returncode
    ):
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_change_that_finds_no_room_on_the_disk_changes_nothing(small_disk: Path):
    version = own(small_disk)
    many = "\n".join(f"<a:s{n}> <a:p> '{n} of very many' ." for n in range(60_000))

    with pytest.raises(RevisionError, match="no room on the disk") as caught:
        revise_in_process(small_disk / "root", put("a:g", many))

    assert caught.value.reason == "full"
    assert current_version(small_disk / "root") == version
    made = revise_in_process(small_disk / "root", put("a:g", "<a:s> <a:p> 1 ."))
    assert published_ids(small_disk / "root") == {version.id, made.version.id}


def test_what_breaks_shapes_comes_back_with_the_report(tmp_path: Path):
    version = own(tmp_path)
    shapes = shapes_in(tmp_path)

    with pytest.raises(ConformanceError, match=r"No q\.") as caught:
        revise_in_process(tmp_path / "root", put("a:g", "<a:x> <a:p> 1 ."), shapes=shapes)
    assert b"sh:ValidationReport" in caught.value.report
    assert len(caught.value.faults) == 2
    assert current_version(tmp_path / "root") == version

    made = revise_in_process(tmp_path / "root", put("a:g", "<a:s> <a:q> 1 ."), shapes=shapes)
    assert made.conformance is not None
    assert b"sh:conforms true" in made.conformance.report


def test_unusable_shapes_are_not_the_fault_of_the_edit(tmp_path: Path):
    own(tmp_path)
    (tmp_path / "shapes").mkdir()

    with pytest.raises(InputError) as caught:
        revise_in_process(tmp_path / "root", put("a:g", ""), shapes=tmp_path / "shapes")

    assert not isinstance(caught.value, RevisionError)


def test_a_process_that_cannot_start_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    own(tmp_path)
    monkeypatch.setattr(sys, "executable", shutil.which("false"))

    with pytest.raises(RevisionError, match="nothing was changed: exit code 1"):
        revise_in_process(tmp_path / "root", put("a:g", ""))
