import hashlib
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest
from small_root import own, put, quads

from kg import __version__
from kg.errors import ConformanceError, InputError, RevisionError
from kg.published import current_version, damaged_files, open_store, published_ids, versions
from kg.revision.edits import DeleteGraph, Document, PostGraph, PutGraph, Update
from kg.revision.own import revise_unchecked
from kg.revision.revise import revise

XSD = b"http://www.w3.org/2001/XMLSchema#"
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
REPOSITORY = Path(__file__).parents[2]


def digests(folder: Path) -> dict[str, str]:
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in folder.iterdir()}


def test_a_graph_is_put_and_put_again(tmp_path: Path):
    own(tmp_path)
    root = tmp_path / "root"

    first = revise_unchecked(root, put("a:g", "<a:x> <a:p> 'one', 'two' ."))
    second = revise_unchecked(root, put("a:g", "<a:x> <a:p> 'two', 'three' ."))
    third = revise_unchecked(root, put(None, ""))

    assert (first.changed, first.created) == (True, True)
    assert (second.changed, second.created) == (True, False)
    assert quads(first.version) == [
        "<a:s> <a:p> <a:o>",
        '<a:x> <a:p> "one" <a:g>',
        '<a:x> <a:p> "two" <a:g>',
    ]
    assert quads(second.version) == [
        "<a:s> <a:p> <a:o>",
        '<a:x> <a:p> "three" <a:g>',
        '<a:x> <a:p> "two" <a:g>',
    ]
    assert quads(third.version) == quads(second.version)[1:]
    assert third.version.manifest == {
        "id": third.version.id,
        "base": "https://w3id.org/standoff/",
        "default_graph": "own",
        "ontology_version": "",
        "standoff_version": __version__,
        "graphs": {"a:g": 2},
        "triples": 2,
        "store_quads": 2,
        "shapes_sha256": "",
        "articles": {},
        "files": {},
    }
    known = versions(root)
    assert known[:3] == (third.version, second.version, first.version)
    assert [damaged_files(version) for version in known] == [()] * 4


def test_what_is_posted_is_merged_and_its_blank_nodes_are_new(tmp_path: Path):
    own(tmp_path)
    root, document = tmp_path / "root", Document(b"_:b <a:p> 'x' .", "text/turtle")

    first = revise_unchecked(root, PostGraph("a:g", (document, document)))
    second = revise_unchecked(root, PostGraph("a:g", (document,)))
    nothing = revise_unchecked(
        root, PostGraph(None, (Document(b"<a:s> <a:p> <a:o> .", "text/turtle"),))
    )

    assert (first.created, second.created) == (True, False)
    assert first.version.manifest["graphs"] == {"a:g": 2}
    assert second.version.manifest["graphs"] == {"a:g": 3}
    subjects = {quad.subject for quad in open_store(second.version) if quad.object.value == "x"}
    assert len(subjects) == 3
    assert (nothing.changed, nothing.version) == (False, second.version)


def test_a_graph_is_deleted_and_the_default_graph_emptied(tmp_path: Path):
    own(tmp_path, "<a:s> <a:p> <a:o> .\n<a:s> <a:p> <a:o> <a:g> .")
    root = tmp_path / "root"

    first = revise_unchecked(root, DeleteGraph("a:g"))
    second = revise_unchecked(root, DeleteGraph(None))
    third = revise_unchecked(root, DeleteGraph(None))

    assert (quads(first.version), first.version.manifest["graphs"]) == (["<a:s> <a:p> <a:o>"], {})
    assert (quads(second.version), second.version.manifest["store_quads"]) == ([], 0)
    assert third.changed is False
    with pytest.raises(RevisionError, match="there is no graph <a:g>") as caught:
        revise_unchecked(root, DeleteGraph("a:g"))
    assert caught.value.reason == "not found"


def test_an_empty_graph_is_a_graph_until_it_is_deleted(tmp_path: Path):
    own(tmp_path)
    root = tmp_path / "root"

    made = revise_unchecked(root, put("a:g", ""))
    again = revise_unchecked(root, put("a:g", ""))

    assert (made.created, made.version.manifest["graphs"]) == (True, {"a:g": 0})
    assert again.changed is False
    assert list(open_store(made.version).named_graphs()) == [ox.NamedNode("a:g")]
    assert revise_unchecked(root, DeleteGraph("a:g")).changed


def test_an_update_is_made(tmp_path: Path):
    own(tmp_path)

    made = revise_unchecked(
        tmp_path / "root",
        Update("INSERT { GRAPH <g> { ?o <p> ?s } } WHERE { ?s ?p ?o }", base="http://b.example/"),
    )

    assert quads(made.version) == [
        "<a:o> <http://b.example/p> <a:s> <http://b.example/g>",
        "<a:s> <a:p> <a:o>",
    ]
    assert made.version.manifest["graphs"] == {"http://b.example/g": 1}
    assert (made.version.manifest["store_quads"], made.changed) == (2, True)


@pytest.mark.parametrize(
    "edit",
    [
        put(None, "<a:s> <a:p> <a:o> ."),
        put("a:g", "<a:n> <a:p> 7 . [] <a:p> [ <a:q> _:x ] . _:x <a:p> 1 ."),
        PostGraph("a:g", (Document(b"<a:n> <a:p> '07'^^<%sbyte> ." % XSD, "text/turtle"),)),
        Update(""),
        Update("INSERT DATA { <a:s> <a:p> <a:o> }"),
        Update("DELETE DATA { <a:none> <a:p> <a:o> } ; CLEAR SILENT GRAPH <a:none>"),
        Update("DELETE { ?s ?p ?o } INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }"),
    ],
    ids=repr,
)
def test_an_edit_that_changes_nothing_publishes_nothing(
    tmp_path: Path, edit: PutGraph | PostGraph | Update
):
    own(tmp_path)
    root = tmp_path / "root"
    before = revise_unchecked(
        root,
        put("a:g", "<a:n> <a:p> 7 . _:one <a:p> _:two . _:two <a:q> _:three . _:three <a:p> 1 ."),
    ).version
    known = published_ids(root)

    made = revise_unchecked(root, edit)

    assert (made.changed, made.version) == (False, before)
    assert published_ids(root) == known
    assert {path.name for path in (root / "versions").iterdir()} == known


def test_the_id_follows_from_the_earlier_id_and_the_edit(tmp_path: Path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        own(tmp_path / name)
    roots = [tmp_path / name / "root" for name in ("one", "two")]
    edits = [put("a:g", "<a:x> <a:p> 1 ."), Update("INSERT DATA { <a:x> <a:p> 2 }")]

    ids = [[revise_unchecked(r, e, moved_at=NOON).version.id for e in edits] for r in roots]

    assert ids[0] == ids[1]
    assert len({*ids[0], current_version(roots[0]).id}) == 2


def test_data_files_are_linked_and_the_earlier_version_is_not_touched(tmp_path: Path):
    version = own(tmp_path)
    before = digests(version.path / "store")

    made = revise_unchecked(tmp_path / "root", put("a:g", "<a:x> <a:p> 1 ."))

    old, new = version.path / "store", made.version.path / "store"
    shared = {f.name for f in old.glob("*.sst")} & {f.name for f in new.glob("*.sst")}
    assert shared
    assert all((old / name).stat().st_ino == (new / name).stat().st_ino for name in shared)
    assert not {f.stat().st_ino for f in old.iterdir() if f.suffix != ".sst"} & {
        f.stat().st_ino for f in new.iterdir()
    }
    assert digests(old) == before


def test_many_edits_after_each_other_leave_each_version_as_it_was(tmp_path: Path):
    own(tmp_path)
    root = tmp_path / "root"
    made = [
        revise_unchecked(root, put("a:g", f"<a:x> <a:p> {n}, {n + 1} .")).version for n in range(12)
    ]

    assert [len(quads(version)) for version in made] == [3] * 12
    assert len({tuple(quads(version)) for version in made}) == 12
    assert damaged_files(made[0]) == ()


def test_a_reader_of_the_earlier_version_notices_nothing(tmp_path: Path):
    text = "\n".join(f"<a:s{n}> <a:p> <a:o{n}> ." for n in range(2000))
    own(tmp_path, text)
    root = tmp_path / "root"
    script = (
        "import sys; import pyoxigraph as ox\n"
        "store = ox.Store.read_only(sys.argv[1])\n"
        "for line in sys.stdin:\n"
        "    found = list(store.query('SELECT * { ?s ?p ?o }'))\n"
        "    named = list(store.query('SELECT * { GRAPH ?g { ?s ?p ?o } }'))\n"
        "    print(len(found), len(named), flush=True)"
    )
    command = [sys.executable, "-c", script, str(current_version(root).path / "store")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        for place in range(8):
            revise_unchecked(root, put("a:g", f"<a:x> <a:p> {place} ."))
            revise_unchecked(root, DeleteGraph(None) if place % 2 else put(None, text))
            reader.stdin.write("\n")
            reader.stdin.flush()
            assert reader.stdout.readline() == "2000 0\n"
        reader.stdin.close()
    assert len(quads(current_version(root))) == 1


def test_an_edit_for_another_version_than_the_current_is_outdated(tmp_path: Path):
    version = own(tmp_path)
    root = tmp_path / "root"
    made = revise_unchecked(root, put("a:g", "<a:x> <a:p> 1 ."), expected=version.id)

    with pytest.raises(RevisionError, match=f"version {version.id} is no longer current") as caught:
        revise_unchecked(root, DeleteGraph("a:g"), expected=version.id)

    assert caught.value.reason == "outdated"
    assert current_version(root) == made.version


def test_writers_wait_for_each_other_and_lose_nothing(tmp_path: Path):
    own(tmp_path)
    root = tmp_path / "root"

    def write(number: int) -> None:
        revise_unchecked(root, put(f"a:g{number}", "<a:x> <a:p> 1 ."), wait_s=60)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert len(quads(current_version(root))) == 9
    assert len(published_ids(root)) == 9


def test_a_writer_that_waits_too_long_is_told_that_it_is_busy(tmp_path: Path):
    own(tmp_path)
    root = tmp_path / "root"
    script = (
        "import sys; from pathlib import Path; from kg.placing import exclusive\n"
        "with exclusive(Path(sys.argv[1])): print('holding', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "holding\n"
        with pytest.raises(RevisionError, match="another build or change is writing") as caught:
            revise_unchecked(root, DeleteGraph(None), wait_s=0.05)
        other.communicate("")

    assert caught.value.reason == "busy"
    assert revise_unchecked(root, DeleteGraph(None)).changed


def test_shapes_are_asked_where_some_are_given(tmp_path: Path):
    version = own(tmp_path)
    root, shapes = tmp_path / "root", tmp_path / "shapes"
    shapes.mkdir()
    (shapes / "all.ttl").write_text(
        "PREFIX sh: <http://www.w3.org/ns/shacl#>\n"
        "<a:shape> a sh:NodeShape ; sh:targetSubjectsOf <a:p> ; sh:property <a:shape-q> .\n"
        "<a:shape-q> a sh:PropertyShape ; sh:path <a:q> ; sh:minCount 1 ; sh:message 'No q.' ."
    )

    with pytest.raises(ConformanceError, match="breaks the shapes in 2 places") as caught:
        revise(root, put("a:g", "<a:x> <a:p> 1 ."), shapes=shapes)
    assert current_version(root) == version
    assert published_ids(root) == {version.id}
    report = ox.parse(caught.value.report, ox.RdfFormat.TURTLE)
    focus = ox.NamedNode("http://www.w3.org/ns/shacl#focusNode")
    assert {quad.object.value for quad in report if quad.predicate == focus} == {"a:s", "a:x"}

    made = revise(root, put("a:g", "<a:s> <a:q> 1 ."), shapes=shapes)
    assert made.conformance is not None
    assert made.conformance.warnings == 0
    assert made.version.manifest["shapes_sha256"] == made.conformance.shapes_sha256 != ""


def test_a_built_version_is_not_changed_unchecked(
    tmp_path: Path,
):
    version = own(tmp_path)
    manifest = (version.path / "manifest.json").read_text()
    (version.path / "manifest.json").write_text(manifest.replace('"own"', '"union"'))

    with pytest.raises(RevisionError, match="is held to shapes"):
        revise_unchecked(tmp_path / "root", DeleteGraph(None))


def test_a_damaged_store_is_said_and_nothing_is_published(tmp_path: Path):
    version = own(tmp_path)
    (version.path / "store" / "CURRENT").write_text("MANIFEST-none\n")

    with pytest.raises(InputError, match="this store cannot be opened"):
        revise_unchecked(tmp_path / "root", put("a:g", "<a:x> <a:p> 1 ."))

    assert {path.name for path in (tmp_path / "root" / "versions").iterdir()} == {version.id}
