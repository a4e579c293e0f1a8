"""Two states of the ontology are compared in words, with the files that a change touches."""

import shutil
import subprocess
from pathlib import Path

import pytest

from kg.cli import run
from kg.ontology.revisions import default_baseline, named_baseline
from kg.paths import project_data


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a git working folder with the ontology, committed; return the ontology's folder."""
    shutil.copytree(project_data().ontology, tmp_path / "project" / "ontology")
    git(tmp_path / "project", "init", "--quiet")
    commit(tmp_path / "project", "first")
    return tmp_path / "project" / "ontology"


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Editor", "-c", "user.email=editor@example.org")
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True)


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)


def edit(file: Path, instead_of: str, put: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert instead_of in text
    file.write_text(text.replace(instead_of, put), encoding="utf-8")


def diff(capsys: pytest.CaptureFixture[str], folder: Path, *states: str) -> tuple[int, list[str]]:
    code = run(["ontology", "diff", "--folder", str(folder), *states])
    return code, capsys.readouterr().out.splitlines()


def untouched(lines: list[str]) -> list[str]:
    """Leave out who is touched, which the rest of the project decides."""
    words = ("queries", "shapes", "data", "alignments", "code")
    return [line for line in lines if not line.startswith(tuple(f"  {word}:" for word in words))]


def test_equal_states_differ_in_nothing(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert diff(capsys, repository) == (0, [])


def test_another_layout_is_no_difference(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = repository / "world.ttl"
    text = world.read_text(encoding="utf-8")
    head, *blocks = text.split("\n\n")
    world.write_text("\n\n".join([head, *reversed(blocks)]), encoding="utf-8")

    assert diff(capsys, repository) == (0, [])


def test_added_and_removed_axioms_are_told_in_words_with_what_they_touch(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(
        repository / "discourse.ttl",
        'rdfs:label "cue"@en ;',
        'rdfs:label "cue word"@en ;\n    a owl:FunctionalProperty ;',
    )

    code, lines = diff(capsys, repository)

    assert code == 1
    assert untouched(lines) == [
        "Data property cue “cue word” (discourse.ttl)",
        "  no longer rdfs:label “cue” (en)",
        "  now functional",
        "  now rdfs:label “cue word” (en)",
    ]
    shapes, code_files = (
        next(line for line in lines if line.startswith(f"  {word}:")) for word in ("shapes", "code")
    )
    assert "shapes/claims.ttl" in shapes
    assert "kg/graph/claims.py" in code_files


@pytest.mark.parametrize(
    ("axiom", "words"),
    [
        ("stand:Deployment owl:disjointWith stand:Agreement .", "disjoint with Deployment"),
        (
            "stand:Agreement rdfs:subClassOf [ a owl:Class ; owl:unionOf ( stand:Event "
            "[ a owl:Restriction ; owl:onProperty stand:party ; owl:someValuesFrom stand:Actor ] )"
            " ] .",
            "kind of ((party some Actor) or Event)",
        ),
        (
            "stand:Agreement rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stand:party ; "
            "owl:minQualifiedCardinality 2 ; owl:onClass stand:State ] .",
            "kind of (party min 2 State)",
        ),
        (
            "stand:Agreement owl:equivalentClass [ a owl:Class ; owl:complementOf stand:Event ] .",
            "the same as not Event",
        ),
        (
            "[] a owl:Axiom ; owl:annotatedSource stand:Agreement ; owl:annotatedProperty "
            'rdfs:subClassOf ; owl:annotatedTarget stand:Entity ; rdfs:comment "why"@en .',
            "of “Agreement kind of Entity”: rdfs:comment “why” (en)",
        ),
    ],
)
def test_class_expressions_and_annotated_axioms_are_put_into_words(
    axiom: str, words: str, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = repository / "world.ttl"
    world.write_text(world.read_text(encoding="utf-8") + f"\n{axiom}\n", encoding="utf-8")

    code, lines = diff(capsys, repository)

    assert (code, untouched(lines)) == (
        1,
        ["Class Agreement “agreement” (world.ttl)", f"  now {words}"],
    )


def test_terms_that_came_went_changed_their_name_or_are_deprecated_are_listed_first(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world, discourse = repository / "world.ttl", repository / "discourse.ttl"
    edit(world, "stand:Handout", "stand:Leaflet")
    edit(
        world,
        "stand:Person\n",
        "stand:Human a owl:Class .\n\nstand:Person\n",
    )
    edit(
        discourse,
        'rdfs:label "cue"@en ;',
        'rdfs:label "cue"@en ; owl:deprecated true ; dcterms:isReplacedBy stand:about ;',
    )

    code, lines = diff(capsys, repository)

    assert code == 1
    assert lines[:4] == [
        "renamed: class Handout “handout” is Leaflet now",
        "added: class Human",
        "deprecated: data property cue “cue”, replaced by about",
        "",
    ]


def test_revisions_folders_and_files_are_compared_alike(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = repository / "world.ttl"
    edit(world, 'rdfs:label "state"@en', 'rdfs:label "polity"@en')
    commit(repository, "second")
    expected = [
        "Class State “polity” (world.ttl)",
        "  no longer rdfs:label “state” (en)",
        "  now rdfs:label “polity” (en)",
    ]
    own = project_data().ontology

    assert diff(capsys, repository) == (0, [])
    for states in (
        ("HEAD~1",),
        ("HEAD~1", "HEAD"),
        (str(own), str(repository)),
        (str(own / "world.ttl"), str(world)),
    ):
        code, lines = diff(capsys, repository, *states)
        assert (code, untouched(lines)) == (1, expected), states


def test_what_is_no_state_is_an_error(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ontology", "diff", "--folder", str(repository), "no-such-branch"]) == 2
    assert "is neither a file, nor a folder, nor a revision" in capsys.readouterr().err


def test_the_baseline_is_the_last_release_else_head_else_none(
    repository: Path, tmp_path: Path
) -> None:
    head = default_baseline(repository)
    git(repository, "tag", "v0.1.0")
    released = default_baseline(repository)

    assert head is not None
    assert released is not None
    assert (head.name, head.released) == ("HEAD", False)
    assert (released.name, released.released) == ("v0.1.0", True)
    assert named_baseline(repository, "HEAD").released is False
    assert default_baseline(tmp_path) is None


def test_a_released_term_that_nothing_here_uses_is_kept_too(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = repository / "world.ttl"
    new = "stand:Unused a owl:Class ; rdfs:isDefinedBy module:world .\n"
    text = world.read_text(encoding="utf-8")
    world.write_text(f"{text}\n{new}", encoding="utf-8")
    commit(repository, "with a term")
    world.write_text(text, encoding="utf-8")
    check = ["ontology", "check", "--skip-jvm", str(repository)]
    line = text[: text.index("\n<https://w3id.org/standoff/ontology/world>\n")].count("\n") + 2

    assert run(check) == 0
    git(repository, "tag", "v0.1.0")
    capsys.readouterr()
    assert run(check) == 3
    assert capsys.readouterr().out == (
        f"{world}:{line}: Unused, which v0.1.0 had, is gone: it was released, so others may use it "
        "[fix: put Unused back with its label, owl:deprecated true and dcterms:isReplacedBy the "
        "term to use now] (deprecation)\n"
    )
