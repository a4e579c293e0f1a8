"""Entities go to Protégé as individuals and come back: unedited, byte for byte; edited, small."""

import difflib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from protege_saves import SUFFIXES, saves

from kg.cli import run
from kg.errors import InputError
from kg.ontology.folder import OntologyFolder
from kg.ontology.individuals.bring_back import Changes, bring_back
from kg.ontology.individuals.entity_files import read_entity_files
from kg.ontology.individuals.export import export
from kg.ontology.owl_api import OwlApi, paths_by_iri
from kg.paths import DataPaths, project_data

IDS = "https://w3id.org/standoff/id/"


@pytest.fixture
def data(tmp_path: Path) -> DataPaths:
    """Give the project's data with a copy of the entities that may be changed."""
    own = project_data()
    return replace(own, entities=shutil.copytree(own.entities, tmp_path / "entities"))


@pytest.fixture
def exported(data: DataPaths, tmp_path: Path) -> Path:
    (tmp_path / "protege").mkdir()
    out = tmp_path / "protege" / "entities.ttl"
    export(read_entity_files(data.entities), OntologyFolder(data.ontology), out)
    return out


def imported(file: Path, data: DataPaths) -> Changes:
    return bring_back(file, data, OntologyFolder(data.ontology))


def edit(file: Path, *, put: str, instead_of: str = "") -> None:
    text = file.read_text(encoding="utf-8")
    assert instead_of in text
    text = text.replace(instead_of, put, 1) if instead_of else text + put
    file.write_text(text, encoding="utf-8")


def changed_lines(changes: Changes) -> list[str]:
    found = []
    for path, text in changes.texts.items():
        before = path.read_text(encoding="utf-8").splitlines()
        lines = difflib.unified_diff(before, text.splitlines(), lineterm="", n=0)
        found += [line for line in lines if line[:3] not in ("+++", "---", "@@ ")]
    return [line for line in found if not line.startswith("@@")]


def test_protege_opens_the_export_without_a_warning(
    exported: Path, data: DataPaths, api: OwlApi
) -> None:
    folder = OntologyFolder(exported.parent)
    [answer] = api.ask("examine", files=[str(exported)], catalogue=paths_by_iri(folder.catalogue))

    assert (answer["missing"], answer["undeclared"]) == ([], [])
    assert {Path(p).resolve() for p in folder.catalogue.values()} == {
        p.resolve() for p in OntologyFolder(data.ontology).files
    }
    answer = api.ask("reason", files=[str(exported)], catalogue=paths_by_iri(folder.catalogue))
    assert answer == {"violations": [], "consistent": True, "unsatisfiable": []}


def test_an_export_in_rdf_xml_comes_back_too(data: DataPaths, tmp_path: Path) -> None:
    (tmp_path / "protege").mkdir()
    out = tmp_path / "protege" / "entities.owl"
    export(read_entity_files(data.entities), OntologyFolder(data.ontology), out)

    assert imported(out, data) == Changes({}, (), (), ())


def test_unedited_it_comes_back_from_every_syntax_and_changes_no_byte(
    exported: Path, data: DataPaths, api: OwlApi
) -> None:
    for syntax, text in saves(exported, api, OntologyFolder(exported.parent)).items():
        file = exported.with_name(f"saved.{SUFFIXES[syntax]}")
        file.write_text(text, encoding="utf-8")

        assert imported(file, data) == Changes({}, (), (), ()), syntax


def test_an_edit_saved_in_every_syntax_comes_back_as_one_line(
    exported: Path, data: DataPaths, api: OwlApi
) -> None:
    edit(exported, instead_of='"Russia"@en', put='"Russia, the state"@en')
    for syntax, text in saves(exported, api, OntologyFolder(exported.parent)).items():
        file = exported.with_name(f"saved.{SUFFIXES[syntax]}")
        file.write_text(text, encoding="utf-8")

        assert changed_lines(imported(file, data)) == [
            "-  labels: {en: Russia, ru: Россия, ja: ロシア}",
            '+  labels: {en: "Russia, the state", ru: Россия, ja: ロシア}',
        ], syntax


NEW = f"""
<{IDS}actor/france>
    a owl:NamedIndividual , stand:State ;
    rdfs:label "France"@en , "Франция"@ru , "フランス"@ja ;
    skos:altLabel "French Republic"@en ;
    skos:definition "The state of France: as one that acts."@en ;
    stand:cooperatesWith <{IDS}actor/japan> .
[] a owl:Axiom ;
    owl:annotatedSource <{IDS}actor/france> ;
    owl:annotatedProperty stand:cooperatesWith ;
    owl:annotatedTarget <{IDS}actor/japan> ;
    dcterms:source "A made-up source" .
"""


@pytest.mark.parametrize(
    ("instead_of", "put", "lines"),
    [
        pytest.param(
            '"The country as a place is territory/japan."@en',
            '"The country as a place: see territory/japan."@en',
            [
                "-  note: The country as a place is territory/japan.",
                '+  note: "The country as a place: see territory/japan."',
            ],
            id="a note in other words",
        ),
        pytest.param(
            ' ;\n    skos:note "The country as a place is territory/japan."@en .',
            " .",
            ["-  note: The country as a place is territory/japan."],
            id="a note taken away",
        ),
        pytest.param(
            'skos:definition "A Chinese politician."@en',
            'skos:definition "A Chinese politician."@en ; skos:note "Not an office."@en',
            ["+  note: Not an office."],
            id="a note that is new",
        ),
        pytest.param(
            '"ROK"@en',
            '"Republic"@en',
            ["-    en: [South Korea, ROK]", "+    en: [South Korea, Republic]"],
            id="another name",
        ),
        pytest.param(
            "owl:NamedIndividual , stand:Treaty",
            "owl:NamedIndividual , stand:Agreement",
            ["-  class: Treaty", "+  class: Agreement"],
            id="another class",
        ),
        pytest.param(
            '"1960-01-19"',
            '"1960-01"',
            [
                '-      edtf: "1960-01-19"',
                '+      edtf: "1960-01"',
            ],
            id="another date",
        ),
        pytest.param(
            "",
            NEW,
            [
                "+- id: actor/france",
                "+  class: State",
                "+  labels: {en: France, ru: Франция, ja: フランス}",
                "+  alt: {en: [French Republic]}",
                '+  definition: "The state of France: as one that acts."',
                "+  background:",
                "+    - property: cooperatesWith",
                "+      entity: actor/japan",
                "+      source: A made-up source",
            ],
            id="a new individual",
        ),
    ],
)
def test_an_edit_changes_the_lines_it_must_and_keeps_the_rest(
    instead_of: str, put: str, lines: list[str], exported: Path, data: DataPaths
) -> None:
    if put == '"1960-01"':  # the value, and the target of its annotation
        text = exported.read_text(encoding="utf-8")
        exported.write_text(text.replace(instead_of, put), encoding="utf-8")
    else:
        edit(exported, instead_of=instead_of, put=put)

    changes = imported(exported, data)
    found = changed_lines(changes)
    changes.write()

    assert found == lines
    export(read_entity_files(data.entities), OntologyFolder(data.ontology), exported)
    assert imported(exported, data) == Changes({}, (), (), ())


def test_a_removed_individual_is_removed_with_its_lines_alone(
    exported: Path, data: DataPaths
) -> None:
    events = data.entities / "issues.yaml"
    text = events.read_text(encoding="utf-8")
    extra = "# before it\n- id: issue/unused\n  class: Issue\n  labels: {en: a, ru: b, ja: c}\n"
    events.write_text(text + extra + "  definition: Unused.\n# after it\n", encoding="utf-8")
    export(read_entity_files(data.entities), OntologyFolder(data.ontology), exported)
    whole = exported.read_text(encoding="utf-8")
    start = whole.index(f"<{IDS}issue/unused>")
    end = whole.index("\n\n", start)
    exported.write_text(whole[:start] + whole[end:], encoding="utf-8")

    changes = imported(exported, data)

    assert changes.removed == ("issue/unused",)
    assert changes.texts == {events: f"{text}# before it\n# after it\n"}


@pytest.mark.parametrize(
    ("instead_of", "put", "fault"),
    [
        pytest.param(
            "",
            f'<{IDS}actor/russia> skos:hiddenLabel "RU"@en .',
            "actor/russia cannot keep in an entity file: skos:hiddenLabel “RU” (en) [fix: leave it",
            id="a property that entity files lack",
        ),
        pytest.param(
            "",
            f"<{IDS}actor/japan> stand:opposes <{IDS}actor/russia> .",
            "actor/japan has no source for “stand:opposes id/actor/russia” [fix: annotate the",
            id="a relation without a source",
        ),
        pytest.param(
            ' , "日本"@ja ;',
            " ;",
            "actor/japan has no rdfs:label in ja [fix: give it one rdfs:label in each of en,",
            id="a label in no language",
        ),
        pytest.param(
            "owl:NamedIndividual , stand:Treaty",
            "owl:NamedIndividual , stand:Treaty , stand:Alliance",
            "agreement/us-japan-security-treaty has several: “Alliance”, “Treaty” [fix: give it",
            id="two classes",
        ),
        pytest.param(
            "",
            "<https://w3id.org/standoff/individuals#France> a owl:NamedIndividual , stand:State .",
            "https://w3id.org/standoff/individuals#France is no entity, and the file says of it: "
            "declared as an individual [fix: rename it https://w3id.org/standoff/id/<kind>/<slug>",
            id="an IRI as Protégé mints it",
        ),
        pytest.param(
            "",
            "stand:Island rdfs:subClassOf stand:Region .",
            "https://w3id.org/standoff/ontology#Island is no entity, and the file says of it: "
            "kind of Region [fix: terms of the ontology are edited in its own files]",
            id="an axiom of the ontology",
        ),
        pytest.param(
            "",
            f"<{IDS}actor/x> a owl:NamedIndividual , stand:State , [ a owl:Class ] .",
            "actor/x cannot keep in an entity file: rdf:type [rdf:type owl:Class]",
            id="an anonymous class",
        ),
        pytest.param(
            "",
            f"[] a owl:AllDifferent ; owl:distinctMembers ( <{IDS}actor/japan> "
            f"<{IDS}actor/russia> <{IDS}actor/china> ) .",
            "id/actor/china, id/actor/japan, id/actor/russia: different from each other [fix: "
            "leave it out: entity files hold no such axiom]",
            id="an axiom on several",
        ),
    ],
)
def test_what_entity_files_cannot_hold_is_refused_with_its_individual_and_a_mend(
    instead_of: str, put: str, fault: str, exported: Path, data: DataPaths
) -> None:
    if not instead_of:
        edit(exported, put=f"\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n{put}\n")
    else:
        edit(exported, instead_of=instead_of, put=put)

    with pytest.raises(InputError, match="cannot hold; nothing was changed") as caught:
        imported(exported, data)
    assert any(str(found).startswith(fault) for found in caught.value.faults), caught.value


def test_an_individual_that_claims_refer_to_is_not_removed(exported: Path, data: DataPaths) -> None:
    whole = exported.read_text(encoding="utf-8")
    start = whole.index(f"\n<{IDS}issue/islands-question>")
    exported.write_text(whole[:start] + whole[whole.index("\n\n", start + 1) :], encoding="utf-8")

    with pytest.raises(InputError, match="would not hold together") as caught:
        imported(exported, data)
    assert any("issue/islands-question" in str(fault) for fault in caught.value.faults)


def test_an_export_of_other_entity_files_is_refused(exported: Path, data: DataPaths) -> None:
    file = data.entities / "issues.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# later\n", encoding="utf-8")

    with pytest.raises(InputError, match="have changed since this was exported"):
        imported(exported, data)


def test_another_ontology_is_no_export(data: DataPaths) -> None:
    with pytest.raises(InputError, match="no export of the project's entities"):
        imported(data.ontology / "world.ttl", data)


@pytest.mark.parametrize(
    ("name", "message"),
    [("entities.xml", "no suffix for an ontology"), ("../own.ttl", "are the ontology itself")],
)
def test_an_export_to_a_bad_place_is_refused(
    name: str, message: str, data: DataPaths, tmp_path: Path
) -> None:
    out = data.ontology / "own.ttl" if name.startswith("..") else tmp_path / name

    with pytest.raises(InputError, match=message):
        export(read_entity_files(data.entities), OntologyFolder(data.ontology), out)
    assert not out.exists()


def test_the_commands_export_and_import(
    data: DataPaths,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("kg.cli.ontology.project_data", lambda: data)
    (tmp_path / "work").mkdir()
    out = tmp_path / "work" / "entities.ttl"

    assert run(["ontology", "individuals", "export", str(out)]) == 0
    assert capsys.readouterr().out.split() == [str(out), str(out.parent / "catalog-v001.xml")]
    edit(out, instead_of='"Russia"@en', put='"Russia, the state"@en')
    assert run(["ontology", "individuals", "import", "--dry-run", str(out)]) == 0
    assert imported(out, data).changed == ("actor/russia",)
    assert run(["ontology", "individuals", "import", str(out)]) == 0

    captured = capsys.readouterr()
    actors = data.entities / "actors.yaml"
    assert captured.out == "changed: actor/russia\nchanged: actor/russia\n"
    assert captured.err == f"would change: {actors}\nchanged: {actors}\n"
    assert 'labels: {en: "Russia, the state", ru' in actors.read_text(encoding="utf-8")
