import os
import subprocess
import sys
from pathlib import Path

import pytest
import small_build
from small_build import BAD_CODING, CONTRADICTORY_CODING, MORE_CODING, write_project

from kg import build
from kg.base import BASE
from kg.build import STAGES, check
from kg.checks import Check, read_checks
from kg.errors import ConformanceError, InputError
from kg.published import current_version, open_store, versions

OTHER_BASE = "https://example.org/other/"


@pytest.fixture(autouse=True)
def turtle_as_coding(monkeypatch: pytest.MonkeyPatch) -> None:
    small_build.use_turtle_as_coding(monkeypatch)


def dumps(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_build_goes_through_its_stages_and_publishes_what_it_reports(tmp_path: Path):
    root, stages = tmp_path / "build", []

    report = build.build(write_project(tmp_path), root, on_stage=stages.append)

    version = current_version(root)
    assert stages == list(STAGES)
    assert (report.version, report.path) == (version.id, version.path)
    assert report.graphs == version.manifest["graphs"]
    catalog = version.manifest["graphs"]["catalog"]
    assert report.graphs == {"article/a": 4, "catalog": catalog, "inferred": 1, "ontology": 10}
    assert (report.conforms, report.hermit, report.text) == (True, "consistent", "not given")
    assert [warning.shape.rpartition("/")[2] for warning in report.warnings] == ["Claim-label"]
    assert read_checks(root) == (Check(version.id, "consistent", "not given", 1),)


def test_a_build_without_hermit_says_so_in_its_report_and_in_the_record(tmp_path: Path):
    report = build.build(write_project(tmp_path), tmp_path / "build", hermit=False)

    assert report.hermit == "skipped"
    assert [made.hermit for made in read_checks(tmp_path / "build")] == ["skipped"]


def test_the_same_data_built_with_and_without_hermit_is_one_version(tmp_path: Path):
    data, root = write_project(tmp_path), tmp_path / "build"

    one = build.build(data, root, hermit=False)
    other = build.build(data, root, hermit=True)

    assert one.version == other.version
    assert len(versions(root)) == 1


@pytest.mark.parametrize(
    ("coding", "message"),
    [(BAD_CODING, "breaks the shapes"), (CONTRADICTORY_CODING, "contradict each other")],
)
def test_what_does_not_conform_publishes_nothing_and_leaves_the_old_version(
    tmp_path: Path, coding: str, message: str
):
    root = tmp_path / "build"
    old = build.build(write_project(tmp_path), root)

    with pytest.raises(ConformanceError, match=message):
        build.build(write_project(tmp_path, coding), root)

    assert current_version(root).id == old.version
    assert [version.id for version in versions(root)] == [old.version]
    assert len(read_checks(root)) == 1


def test_an_input_that_cannot_be_read_leaves_the_old_version(tmp_path: Path):
    root, data = tmp_path / "build", write_project(tmp_path)
    old = build.build(data, root, hermit=False)
    (data.shapes / "all.ttl").write_text("not Turtle")

    with pytest.raises(InputError, match="this is not Turtle"):
        build.build(data, root, hermit=False)

    assert current_version(root).id == old.version


def test_a_check_tells_violations_and_writes_nothing(tmp_path: Path):
    data = write_project(tmp_path, BAD_CODING)
    before = sorted(tmp_path.rglob("*"))

    checked = check(data, hermit=False)

    assert [result.severity for result in checked.validation.results] == [
        "Violation",
        "Warning",
        "Warning",
    ]
    assert sorted(tmp_path.rglob("*")) == before


def test_another_base_reaches_everything_that_is_published(tmp_path: Path):
    report = build.build(write_project(tmp_path), tmp_path / "build", base=OTHER_BASE, hermit=False)

    found = dumps(report.path)
    assert b"https://w3id.org/standoff" not in b"".join(found.values())
    assert f"<{OTHER_BASE}graph/inferred>".encode() in found["standoff.nq"]
    assert current_version(tmp_path / "build").base == OTHER_BASE


@pytest.mark.parametrize(
    "base",
    [
        *("", "standoff", "ftp://x/", "https://", "https:///", "https://example.org/x"),
        *("https://a b/", "https://x/\n/", "https://x/k#", "https://x/?k/", 'https://x/"/'),
        *("https://x/<k>/", "https://x/\\k/", "https://x/%zz/"),
    ],
)
def test_a_base_that_makes_no_iris_is_an_error(tmp_path: Path, base: str):
    with pytest.raises(InputError, match="is not a base for IRIs"):
        build.build(write_project(tmp_path), tmp_path / "build", base=base, hermit=False)


def test_a_version_describes_itself_and_the_description_is_validated(tmp_path: Path):
    data = write_project(tmp_path)
    report = build.build(data, tmp_path / "build", hermit=False)
    shape = data.shapes / "catalog.ttl"
    shape.write_text(
        f"{small_build.PREFIXES} shape:T a sh:PropertyShape ; sh:path sh:prefix ;"
        ' sh:targetNode <https://w3id.org/standoff/dataset> ; sh:minCount 1 ; sh:message "No." .'
    )
    text = f"<{BASE}dataset> <http://rdfs.org/ns/void#triples> "

    assert text.encode() + b'"15"' in dumps(report.path)["standoff.nq"]
    with pytest.raises(ConformanceError, match=r"standoff/dataset"):
        build.build(data, tmp_path / "build", hermit=False)


def test_the_published_store_answers_from_asserted_and_inferred(tmp_path: Path):
    build.build(write_project(tmp_path, MORE_CODING), tmp_path / "build", hermit=False)
    store = open_store(current_version(tmp_path / "build"))
    query = "SELECT ?c { ?c stand:assertedBy ?a . ?a a stand:Actor }"
    found = store.query(query, prefixes={"stand": f"{BASE}ontology#"})

    assert sorted(row["c"].value[-2:] for row in found) == ["c1", "c2"]


def test_the_same_input_gives_the_same_bytes_whatever_the_hash_seed_and_the_folder(
    tmp_path: Path,
):
    found = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        write_project(folder, MORE_CODING)
        subprocess.run(
            [sys.executable, small_build.__file__, str(folder), str(folder / "build"), "never"],
            check=True,
            capture_output=True,
            env={
                **os.environ,
                "PYTHONHASHSEED": seed,
                "PYTHONPATH": str(Path(__file__).parents[2]),
            },
        )
        found.append(current_version(folder / "build"))

    assert found[0].id == found[1].id
    assert dumps(found[0].path) == dumps(found[1].path)
    assert sorted(dumps(found[0].path)) == [
        "manifest.json",
        "report.ttl",
        "standoff.nq",
        "standoff.trig",
        "standoff.ttl",
    ]
