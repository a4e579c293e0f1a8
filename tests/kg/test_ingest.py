import gzip
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import __version__
from kg.errors import InputError
from kg.ingest import ingest
from kg.published import current_version, damaged_files, open_store, published_times

N = "https://example.org/"
ONE = f"<{N}s> <{N}p> <{N}o> ."


def write(folder: Path, name: str, text: str | bytes) -> Path:
    file = folder / name
    data = text.encode() if isinstance(text, str) else text
    file.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return file


def quads_of(root: Path) -> list[str]:
    version = current_version(root)
    on_disk = ox.Store.read_only(str(version.path / "store"))
    in_memory = open_store(version)
    assert set(in_memory) == set(on_disk)
    return sorted(str(quad) for quad in on_disk)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ttl", f"@prefix n: <{N}> . n:s n:p n:o ."),
        ("a.TTL", f"@prefix n: <{N}> . n:s n:p n:o ."),
        ("a.ttl.gz", f"@prefix n: <{N}> . n:s n:p n:o ."),
        ("a.nt", ONE),
        ("a.nq", ONE),
        ("a.trig", f"{{ {ONE} }}"),
        ("a.n3", ONE),
        ("a.jsonld", f'{{"@id": "{N}s", "{N}p": {{"@id": "{N}o"}}}}'),
        (
            "a.rdf",
            f'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:n="{N}">'
            f'<r:Description r:about="{N}s"><n:p r:resource="{N}o"/></r:Description></r:RDF>',
        ),
    ],
)
def test_each_format_is_known_by_its_suffix(tmp_path: Path, name: str, text: str):
    ingest([write(tmp_path, name, text)], tmp_path / "root")

    assert quads_of(tmp_path / "root") == [f"<{N}s> <{N}p> <{N}o>"]


def test_quads_stay_in_their_graphs_and_the_default_graph_is_no_union(tmp_path: Path):
    files = [
        write(tmp_path, "a.ttl", ONE),
        write(tmp_path, "b.trig", f"<{N}g> {{ <{N}s> <{N}p> 1, 2 }}"),
        write(tmp_path, "c.nq", f"<{N}s> <{N}p> <{N}o> <{N}h> ."),
    ]

    version = ingest(files, tmp_path / "root")

    integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    assert quads_of(tmp_path / "root") == [
        f'<{N}s> <{N}p> "1"{integer} <{N}g>',
        f'<{N}s> <{N}p> "2"{integer} <{N}g>',
        f"<{N}s> <{N}p> <{N}o>",
        f"<{N}s> <{N}p> <{N}o> <{N}h>",
    ]
    assert json.loads((version.path / "manifest.json").read_text()) == {
        "id": version.id,
        "base": "https://w3id.org/standoff/",
        "default_graph": "own",
        "ontology_version": "",
        "standoff_version": __version__,
        "graphs": {f"{N}g": 2, f"{N}h": 1},
        "triples": 4,
        "store_quads": 4,
        "shapes_sha256": "",
        "articles": {},
        "files": {},
    }
    assert damaged_files(version) == ()
    assert [move.version for move in published_times(tmp_path / "root")] == [version.id]


def test_blank_nodes_of_two_files_never_meet(tmp_path: Path):
    files = [write(tmp_path, name, f"_:b <{N}p> _:c .") for name in ("a.ttl", "b.nt")]

    ingest(files, tmp_path / "root")

    store = open_store(current_version(tmp_path / "root"))
    assert len({term for quad in store for term in (quad.subject, quad.object)}) == 4


def test_relative_iris_resolve_against_the_file(tmp_path: Path):
    file = write(tmp_path, "a b.ttl", "<x> <#p> <> .")

    ingest([file], tmp_path / "root")

    here = file.as_uri()
    assert quads_of(tmp_path / "root") == [f"<{tmp_path.as_uri()}/x> <{here}#p> <{here}>"]


def test_a_folder_and_a_pattern_stand_for_the_rdf_files_there(tmp_path: Path):
    data = tmp_path / "data"
    data.mkdir()
    write(data, "a.ttl", ONE)
    write(data, "b.nt.gz", ONE)
    write(data, "notes.txt", "no RDF")

    folder = ingest([data], tmp_path / "root")
    pattern = ingest([data / "*.t*l", data / "?.nt.gz"], tmp_path / "root")

    assert folder == pattern
    assert quads_of(tmp_path / "root") == [f"<{N}s> <{N}p> <{N}o>"]


def test_no_file_gives_an_empty_version(tmp_path: Path):
    version = ingest([], tmp_path / "root")

    assert quads_of(tmp_path / "root") == []
    assert (version.manifest["triples"], version.manifest["graphs"]) == (0, {})


def test_the_id_is_that_of_what_was_read(tmp_path: Path):
    a, b = write(tmp_path, "a.nt", ONE), write(tmp_path, "b.nt", f"<{N}s> <{N}p> 1 .")
    b.write_text(f'<{N}s> <{N}p> "1" .')
    packed = write(tmp_path, "a.nt.gz", ONE)

    def version_id(*files: Path) -> str:
        return ingest(files, tmp_path / "root").id

    both = version_id(a, b)
    assert both == version_id(b, a) == version_id(packed, b)
    assert len({both, version_id(a), version_id(b), version_id()}) == 4
    assert len(list((tmp_path / "root" / "versions").iterdir())) == 4


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.ttl", "<s> <p>\n oops .", "a.ttl:2: this is not Turtle: Parser error at line 2"),
        ("a.nt", f"{ONE}\n<s> <p> <o> .", "a.nt:2: this is not N-Triples: Parser error at line 2"),
        ("a.nt", b'<a:b> <a:b> "\xff" .', "a.nt:1: this is not N-Triples: .*UTF-8"),
        ("a.rdf", "<a>\n</b>", "a.rdf: this is not RDF/XML: XML namespaces are required"),
        ("a.jsonld", '{"@context": "http://a.example/"}', "a.jsonld: this is not JSON-LD: No Load"),
        ("a.txt", "", r"a.txt: the name does not tell the format \(.txt\) \[fix: let it end"),
        ("a", "", r"a: the name does not tell the format \(no suffix\)"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_published(
    tmp_path: Path, name: str, text: str | bytes, message: str
):
    good = write(tmp_path, "good.nt", ONE)
    bad = write(tmp_path, name, text)

    with pytest.raises(InputError, match=message):
        ingest([good, bad], tmp_path / "root")

    left = [path.name for path in (tmp_path / "root").rglob("*")]
    assert left in ([], ["versions", ".lock"], [".lock", "versions"])


def test_a_file_that_is_missing_torn_or_no_archive_is_said(tmp_path: Path):
    torn = tmp_path / "torn.nt.gz"
    torn.write_bytes(gzip.compress(ONE.encode() * 1000)[:40])
    no_archive = tmp_path / "no.nt.gz"
    no_archive.write_text(ONE)
    (tmp_path / "empty").mkdir()

    for path, message in (
        (tmp_path / "none.nt", "none.nt: there is no such file"),
        (tmp_path / "*.trig", "no file matches this"),
        (tmp_path / "empty", "empty: no RDF file is in here"),
        (torn, "torn.nt.gz: this file cannot be read: Compressed file ended"),
        (no_archive, "no.nt.gz: this file cannot be read: Not a gzipped file"),
    ):
        with pytest.raises(InputError, match=message.replace("*", r"\*")):
            ingest([path], tmp_path / "root")


@pytest.mark.parametrize("step", ["sync_tree", "move_into_place", "move_current", "record_move"])
def test_an_ingest_killed_at_any_step_leaves_the_earlier_version(tmp_path: Path, step: str):
    root = tmp_path / "root"
    first = ingest([write(tmp_path, "a.nt", ONE)], root)
    more = write(tmp_path, "b.nt", f"<{N}s> <{N}p> <{N}q> .")
    script = (
        "import os, signal, sys; from pathlib import Path; from kg import ingest, published\n"
        f"module = published if {step!r} == 'record_move' else ingest\n"
        f"setattr(module, {step!r}, lambda *_: os.kill(os.getpid(), signal.SIGKILL))\n"
        "ingest.ingest([Path(sys.argv[1])], Path(sys.argv[2]))"
    )
    command = [sys.executable, "-c", script, str(more), str(root)]
    repository = str(Path(__file__).parents[2])
    killed = subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": repository})

    assert killed.returncode == -signal.SIGKILL
    assert (current_version(root) == first) == (step != "record_move")

    second = ingest([more], root)

    assert current_version(root) == second
    assert damaged_files(second) == ()
    assert {path.name for path in (root / "versions").iterdir()} == {first.id, second.id}
    assert [move.version for move in published_times(root)] == [first.id, second.id]
