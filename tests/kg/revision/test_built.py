import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import small_build
import small_root
from small_root import GRAPH, ONE_MORE, PREFIXES, built, own, put, quads, shapes_of

from kg.base import BASE
from kg.errors import ConformanceError, RevisionError
from kg.published import (
    Version,
    current_version,
    damaged_files,
    find_version,
    open_store,
    published_ids,
    published_times,
)
from kg.revision.edits import DeleteGraph, Document, Edit, PostGraph, Update
from kg.revision.revise import Revision, revise
from kg.revision.revised import STAGES

REPOSITORY = str(Path(__file__).parents[2])
UPDATE = f"{PREFIXES} INSERT DATA {{ GRAPH <{GRAPH}> {{ {{}} }} }}"


def revised(folder: Path, edit: Edit) -> Revision:
    queries = small_build.project(folder).queries
    return revise(folder / "build", edit, shapes=shapes_of(folder), queries=queries)


def files(version: Version) -> dict[str, bytes]:
    return {f.name: f.read_bytes() for f in version.path.iterdir() if f.is_file()}


def test_a_revision_is_the_version_that_a_build_with_that_content_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "other").mkdir()
    wanted = built(tmp_path / "other", monkeypatch, small_build.MORE_CODING)
    before = built(tmp_path, monkeypatch)

    made = revised(tmp_path, Update(ONE_MORE))

    assert (made.changed, made.created) == (True, False)
    assert made.version.id == wanted.id != before.id
    assert files(made.version) == files(wanted)
    assert quads(made.version) == quads(wanted)
    assert set(open_store(made.version)) == set(open_store(wanted))
    assert damaged_files(made.version) == damaged_files(before) == ()
    assert made.conformance is not None
    assert made.conformance.warnings == 2


def test_the_store_shares_its_files_with_the_earlier_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    old = built(tmp_path, monkeypatch).path / "store"

    new = revised(tmp_path, Update(ONE_MORE)).version.path / "store"

    shared = {f.stat().st_ino for f in old.glob("*.sst")} & {f.stat().st_ino for f in new.iterdir()}
    assert shared


def test_what_follows_from_the_others_is_inferred_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    built(tmp_path, monkeypatch)
    japan = f"<{BASE}id/japan> a <{BASE}ontology#"

    made = revised(tmp_path, Update(UPDATE.replace("{}", "id:japan a stand:State")))
    undone = revised(
        tmp_path, Update(UPDATE.replace("{}", "id:japan a stand:State").replace("INSERT", "DELETE"))
    )

    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    assert [line for line in quads(made.version) if line.startswith(f"<{BASE}id/japan>")] == sorted(
        line.replace(" a ", f" {kind} ")
        for line in (
            f"{japan}Actor>",
            f"{japan}Actor> <{BASE}graph/inferred>",
            f"{japan}State>",
            f"{japan}State> <{GRAPH}>",
        )
    )
    assert not [line for line in quads(undone.version) if "japan" in line]


def test_an_edit_and_its_contrary_lead_back_to_the_same_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    before = built(tmp_path, monkeypatch)

    revised(tmp_path, Update(ONE_MORE))
    back = revised(tmp_path, Update(ONE_MORE.replace("INSERT", "DELETE")))

    assert back.version == before
    assert [move.version for move in published_times(tmp_path / "build")][::2] == [before.id] * 2


def test_what_breaks_the_shapes_is_refused_with_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    before = built(tmp_path, monkeypatch)

    with pytest.raises(ConformanceError, match="A claim has an asserter") as caught:
        revised(tmp_path, Update(UPDATE.replace("{}", "id:c2 a stand:Claim")))

    assert b"sh:conforms false" in caught.value.report
    assert b"shape:Claim-asserter" in caught.value.report
    assert current_version(tmp_path / "build") == before
    assert published_ids(tmp_path / "build") == {before.id}


@pytest.mark.parametrize(
    "edit",
    [
        put(None, "<a:s> <a:p> <a:o> ."),
        PostGraph(None, put(None, "<a:s> <a:p> <a:o> .").documents),
        DeleteGraph(None),
        Update("INSERT DATA { <a:s> <a:p> <a:o> }"),
        Update("DELETE WHERE { ?s ?p ?o }"),
        Update("CLEAR ALL"),
        put(f"{BASE}graph/inferred", ""),
        DeleteGraph(f"{BASE}graph/inferred"),
        Update(f"INSERT DATA {{ GRAPH <{BASE}graph/inferred> {{ <a:s> <a:p> <a:o> }} }}"),
    ],
    ids=repr,
)
def test_derived_graphs_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edit: Edit
):
    before = built(tmp_path, monkeypatch)

    with pytest.raises(RevisionError, match="name another graph to change") as caught:
        revised(tmp_path, edit)

    assert caught.value.reason == "conflict"
    assert current_version(tmp_path / "build") == before


def test_an_edit_that_changes_nothing_publishes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    before = built(tmp_path, monkeypatch)
    ontology = small_build.PREFIXES + small_build.ONTOLOGY  # with a blank node in it

    for edit in (
        put(f"{BASE}graph/ontology", ontology),
        put(f"{BASE}graph/new", ""),
        Update(UPDATE.replace("{}", "id:c1 a stand:Claim")),
    ):
        made = revised(tmp_path, edit)
        assert (made.changed, made.version) == (False, before)


def test_an_ontology_that_is_put_gives_what_a_build_with_it_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    more = small_build.ONTOLOGY + "stand:Claim rdfs:subClassOf [ owl:complementOf stand:State ] ."
    (tmp_path / "other").mkdir()
    with monkeypatch.context() as inner:
        inner.setattr(small_build, "ONTOLOGY", more)
        wanted = built(tmp_path / "other", monkeypatch)
    built(tmp_path, monkeypatch)

    made = revised(tmp_path, put(f"{BASE}graph/ontology", small_build.PREFIXES + more))

    assert (made.version.id, files(made.version)) == (wanted.id, files(wanted))


COUNTED = (
    small_build.CODING + 'id:c1 rdfs:label "7"^^xsd:nonNegativeInteger, "8"^^xsd:integer .'
    "id:russia rdfs:label '8'^^xsd:byte ."
).replace("id:c1 rdfs", " id:c1 rdfs")


def test_types_that_the_engine_forgets_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    xsd = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>"
    monkeypatch.setattr(small_build, "PREFIXES", small_build.PREFIXES + xsd)
    more = COUNTED + 'id:c1 rdfs:comment "9"^^xsd:short .'
    (tmp_path / "other").mkdir()
    wanted = built(tmp_path / "other", monkeypatch, more)
    before = built(tmp_path, monkeypatch, COUNTED)
    assert (
        b'"7"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>'
        in files(before)["standoff.nq"]
    )
    added = f'{small_build.PREFIXES} id:c1 rdfs:comment "9"^^xsd:short .'.encode()
    label = UPDATE.replace("{}", '<a:x> <a:y> "z"')

    posted = revised(tmp_path, PostGraph(GRAPH, (Document(added, "text/turtle"),)))
    assert files(posted.version) == files(wanted)
    revised(tmp_path, Update(label))
    assert revised(tmp_path, Update(label.replace("INSERT", "DELETE"))).version == posted.version
    copied = revised(tmp_path, Update(f"COPY <{GRAPH}> TO <{BASE}graph/copy>")).version
    nquads = files(copied)["standoff.nq"].decode()
    assert f"#nonNegativeInteger> <{BASE}graph/copy>" in nquads
    assert f'"9"^^<http://www.w3.org/2001/XMLSchema#short> <{BASE}graph/copy>' in nquads
    assert damaged_files(copied) == ()


def test_a_graph_is_made_and_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    before = built(tmp_path, monkeypatch)

    made = revised(tmp_path, put(f"{BASE}graph/notes", "<a:s> <a:p> [] . [] <a:q> <a:o> ."))

    assert (made.created, made.version.manifest["graphs"]["notes"]) == (True, 2)
    assert json.loads((made.version.path / "manifest.json").read_text())["default_graph"] == "union"
    gone = revised(tmp_path, DeleteGraph(f"{BASE}graph/notes"))
    assert gone.version == before


def test_a_damaged_store_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    before = built(tmp_path, monkeypatch)
    (before.path / "store" / "CURRENT").write_text("MANIFEST-none\n")

    made = revised(tmp_path, Update(ONE_MORE))

    assert damaged_files(made.version) == ()


@pytest.mark.parametrize("stage", STAGES)
def test_a_revision_killed_at_any_stage_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
):
    before = built(tmp_path, monkeypatch)
    root = tmp_path / "build"

    assert killed(root, ONE_MORE, stage, shapes_of(tmp_path)) == -signal.SIGKILL
    assert current_version(root) == before
    assert damaged_files(before) == ()

    made = revised(tmp_path, Update(ONE_MORE))

    assert damaged_files(find_version(root, before.id)) == damaged_files(made.version) == ()
    assert {f.name for f in (root / "versions").iterdir()} == {before.id, made.version.id}
    assert [move.version for move in published_times(root)] == [before.id, made.version.id]


@pytest.mark.parametrize("stage", ["edit", "write-manifest", "rename", "move-current"])
def test_a_revision_without_shapes_killed_at_any_stage_loses_nothing(tmp_path: Path, stage: str):
    before, text = own(tmp_path), "INSERT DATA { <a:s> <a:p> 1 }"
    root = tmp_path / "root"

    assert killed(root, text, stage, None) == -signal.SIGKILL
    assert current_version(root) == before
    assert damaged_files(before) == ()

    made = revise(root, put("a:g", "<a:s> <a:p> 1 ."))

    integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    assert quads(made.version) == [f'<a:s> <a:p> "1"{integer} <a:g>', "<a:s> <a:p> <a:o>"]
    assert [move.version for move in published_times(root)] == [before.id, made.version.id]


def killed(root: Path, text: str, stage: str, shapes: Path | None) -> int:
    script = [sys.executable, small_root.__file__, str(root), text, stage, str(shapes or "")]
    return subprocess.run(script, check=False, env={"PYTHONPATH": REPOSITORY}).returncode
