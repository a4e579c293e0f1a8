"""Whatever Protégé saves, and in whichever syntax, comes back as the repository's own text."""

import shutil
import stat
import subprocess
import tempfile
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from protege_saves import SUFFIXES, saves

from kg.cli import run
from kg.errors import InputError
from kg.ontology.folder import OntologyFolder
from kg.ontology.format import format_file
from kg.ontology.owl_api import OwlApi, how_to_get_it
from kg.ontology.reading import MANCHESTER, RDF_XML, SYNTAXES, TURTLE, detect
from kg.ontology.stable_turtle import stable_turtle
from kg.ontology.statements import statements
from kg.paths import project_data

FILES = OntologyFolder(project_data().ontology).files
OWL = "http://www.w3.org/2002/07/owl#"


def names(file: Path) -> str:
    return file.relative_to(project_data().ontology).as_posix()


def changed_lines(before: str, after: str) -> list[str]:
    """Give the lines that git shows as changed."""
    if before == after:
        return []
    with tempfile.TemporaryDirectory() as made:
        one, other = Path(made) / "one", Path(made) / "other"
        one.write_text(before, encoding="utf-8")
        other.write_text(after, encoding="utf-8")
        command = ["git", "diff", "--no-index", "-U0", str(one), str(other)]
        shown = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    lines = shown.splitlines()
    return [line for line in lines if line[0] in "+-" and line[:3] not in ("+++", "---")]


def put(text: str, folder: Path, file: Path, syntax: str) -> Path:
    """Save a text in the place of a file, or beside it under the suffix of its syntax."""
    path = folder / names(file)
    if syntax != TURTLE:
        path = path.with_suffix(f".{SUFFIXES[syntax]}")
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("file", FILES, ids=names)
def test_a_file_is_in_the_form(file: Path) -> None:
    assert format_file(file).text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("file", FILES, ids=names)
def test_an_unchanged_file_saved_in_any_syntax_and_formatted_gives_no_difference(
    file: Path, api: OwlApi, copied_ontology: Path
) -> None:
    ours = file.read_text(encoding="utf-8")
    for syntax, text in saves(file, api, OntologyFolder(project_data().ontology)).items():
        assert text != ours
        assert detect(text) == syntax

        found = format_file(put(text, copied_ontology, file, syntax))

        assert found.target == copied_ontology / names(file)
        assert changed_lines(ours, found.text) == []


@pytest.mark.parametrize("number", range(len(FILES)), ids=lambda n: names(FILES[n]))
def test_one_new_axiom_gives_a_few_lines(number: int, api: OwlApi, copied_ontology: Path) -> None:
    """Each file is saved in another syntax, so that all are used."""
    file, syntax = FILES[number], SYNTAXES[number % len(SYNTAXES)]
    ours = file.read_text(encoding="utf-8")
    subjects = _declared(ours, f"{OWL}Class") or _declared(ours, f"{OWL}Ontology")
    predicate, value = "rdfs:seeAlso", "<https://example.org/>"
    if len(subjects) > 1:
        predicate, value = "owl:disjointWith", subjects[-1]
    edited = copied_ontology / names(file)
    axiom = f"\n{subjects[0]} {predicate} {value} .\n"
    edited.write_text(ours + axiom, encoding="utf-8")
    saved = saves(edited, api, OntologyFolder(copied_ontology), (syntax,))[syntax]
    edited.write_text(ours, encoding="utf-8")

    found = format_file(put(saved, copied_ontology, file, syntax))

    lines = changed_lines(ours, found.text)
    assert 1 <= len(lines) <= 3, lines
    [new] = statements(_parsed(found.text)) - statements(_parsed(ours))
    assert new.predicate.endswith(predicate.partition(":")[2])


def _declared(turtle: str, kind: str) -> list[str]:
    wanted = ox.NamedNode(kind)
    found = (t.subject for t in _parsed(turtle) if t.object == wanted)
    return sorted(str(each) for each in found if isinstance(each, ox.NamedNode))


def _parsed(turtle: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(turtle, ox.RdfFormat.TURTLE)]


PREFIXES = f"""@prefix : <https://example.org/> . @prefix owl: <{OWL}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def form(turtle: str) -> str:
    return stable_turtle(_parsed(PREFIXES + turtle), {"": "https://example.org/"})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (':A rdfs:label "x"@EN .', ':A rdfs:label "x"@en .'),
        (":A owl:disjointWith :B .", ":B owl:disjointWith :A ."),
        (
            "[] a owl:AllDisjointClasses ; owl:members ( :A :B :C ) .",
            "[] a owl:AllDisjointClasses ; owl:members ( :C :B :A ) .",
        ),
        ("[] a owl:AllDifferent ; owl:distinctMembers ( :a :b ) .", ":b owl:differentFrom :a ."),
        (
            ":A rdfs:subClassOf [ a owl:Class ; owl:unionOf ( :B :C ) ] .",
            ":A rdfs:subClassOf [ owl:unionOf ( :C :B ) ; a owl:Class ] .",
        ),
        (":A a owl:Class .", ":A a owl:Class . rdfs:label a owl:AnnotationProperty ."),
        (":A :p true .", ':A :p "1"^^<http://www.w3.org/2001/XMLSchema#boolean> .'),
    ],
)  # fmt: skip
def test_what_owl_reads_as_the_same_is_written_the_same(one: str, other: str) -> None:
    assert form(one) == form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (':A rdfs:label "x"@en .', ':A rdfs:label "x" .'),
        (":p owl:propertyChainAxiom ( :q :r ) .", ":p owl:propertyChainAxiom ( :r :q ) ."),
        (":p rdfs:subPropertyOf [ owl:inverseOf :q ] .", ":p rdfs:subPropertyOf :q ."),
        (":A rdfs:subClassOf :B .", ":B rdfs:subClassOf :A ."),
        ("owl:Standoff a owl:Class .", ":A a owl:Class ."),
    ],
)
def test_what_owl_tells_apart_is_written_apart(one: str, other: str) -> None:
    assert form(one) != form(other)


def test_a_shared_blank_node_is_refused(copied_ontology: Path) -> None:
    path = copied_ontology / "world.ttl"
    shared = "\nstand:Island rdfs:seeAlso _:x . stand:Place rdfs:seeAlso _:x ."
    path.write_text(path.read_text(encoding="utf-8") + shared, encoding="utf-8")

    with pytest.raises(InputError, match="value of more than one statement") as caught:
        format_file(path)
    assert caught.value.where.endswith("world.ttl")
    assert caught.value.fix == "give it an IRI, or write it out at each place"


def test_blank_nodes_in_a_circle_are_refused() -> None:
    with pytest.raises(InputError, match="lead back to themselves"):
        form("_:x rdfs:seeAlso _:y . _:y rdfs:seeAlso _:x .")


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(WORDS, st.sampled_from([None, "en", "ja", "x-y"])), max_size=4))
def test_any_text_is_written_so_that_it_is_read_back(labels: list[tuple[str, str | None]]) -> None:
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    triples = [
        ox.Triple(ox.NamedNode("https://example.org/A"), label, ox.Literal(text, language=language))
        for text, language in labels
    ]
    written = stable_turtle(triples)

    assert statements(_parsed(written)) == statements(triples)
    assert stable_turtle(_parsed(written)) == written


def test_the_order_of_the_input_makes_no_difference() -> None:
    for file in FILES:
        triples = OntologyFolder(project_data().ontology).source(file).triples
        assert stable_turtle(reversed(triples)) == stable_turtle(triples)


def test_the_command_formats_in_place_and_leaves_what_needs_nothing(
    copied_ontology: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, other = copied_ontology / "world.ttl", copied_ontology / "schemes.ttl"
    ours = path.read_text(encoding="utf-8")
    path.write_text("# a comment\n" + ours.replace('"state"@en', '"state"@EN'), encoding="utf-8")
    path.chmod(0o640)
    before = other.stat().st_mtime_ns

    assert run(["ontology", "format", "--check", str(path), str(other)]) == 3
    assert path.read_text(encoding="utf-8") != ours
    assert run(["ontology", "format", str(path), str(other)]) == 0
    assert capsys.readouterr().out.split() == [str(path), str(path)]
    assert path.read_text(encoding="utf-8") == ours
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert other.stat().st_mtime_ns == before
    assert run(["ontology", "format", "--check", str(path), str(other)]) == 0
    assert _names(copied_ontology) == _names(project_data().ontology)


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_fault_in_one_file_leaves_all_as_they_are(
    copied_ontology: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, broken = copied_ontology / "world.ttl", copied_ontology / "schemes.ttl"
    path.write_text(path.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    text = broken.read_text(encoding="utf-8")
    broken.write_text(text.replace("a owl:Class ;", "a owl:Class", 1), encoding="utf-8")
    line = text[: text.index("a owl:Class ;")].count("\n") + 2
    before = path.read_bytes()

    assert run(["ontology", "format", str(path), str(broken)]) == 2
    assert f"{broken}:{line}: this is not Turtle" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_rdf_xml_under_the_name_of_turtle_is_read_for_what_it_is(
    api: OwlApi, copied_ontology: Path
) -> None:
    path = copied_ontology / "world.ttl"
    ours = path.read_text(encoding="utf-8")
    saved = saves(path, api, OntologyFolder(copied_ontology), (RDF_XML,))[RDF_XML]
    path.write_text(saved, encoding="utf-8")

    assert format_file(path).text == ours


def test_a_file_of_no_known_ontology_has_no_place(tmp_path: Path) -> None:
    path = tmp_path / "other.rdf"
    path.write_text(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>', encoding="utf-8"
    )

    with pytest.raises(InputError, match="no telling which file"):
        format_file(path)


def test_the_owl_api_says_on_which_line_it_cannot_read(api: OwlApi, copied_ontology: Path) -> None:
    path = copied_ontology / "world.omn"
    text = saves(copied_ontology / "world.ttl", api, OntologyFolder(copied_ontology), (MANCHESTER,))
    path.write_text(text[MANCHESTER].replace("SubClassOf:", "SubclassOff:", 1), encoding="utf-8")
    line = text[MANCHESTER][: text[MANCHESTER].index("SubClassOf:")].count("\n") + 1

    with pytest.raises(InputError, match="the OWL API, with which Protégé opens it") as caught:
        format_file(path)
    file, _, found = caught.value.where.rpartition(":")
    assert file.endswith("world.omn")
    assert abs(int(found) - line) <= 2


def test_without_the_owl_api_only_rdf_is_read_and_the_command_that_gets_it_is_told(
    monkeypatch: pytest.MonkeyPatch, copied_ontology: Path
) -> None:
    monkeypatch.setattr("kg.ontology.owl_api.owl_api", lambda: None)
    path = copied_ontology / "world.ofn"
    path.write_text("Ontology(<https://w3id.org/standoff/ontology/world>)", encoding="utf-8")

    assert not format_file(copied_ontology / "world.ttl").changes
    with pytest.raises(InputError, match="needs the OWL API") as caught:
        format_file(path)
    assert caught.value.fix == how_to_get_it()


def test_a_prefix_of_a_new_vocabulary_is_kept(copied_ontology: Path) -> None:
    path = copied_ontology / "alignments" / "org.ttl"
    new = "@prefix new: <https://example.org/new#> .\nstand:Actor rdfs:seeAlso new:Actor .\n"
    path.write_text(path.read_text(encoding="utf-8") + new, encoding="utf-8")

    text = format_file(path).text

    assert "@prefix new: <https://example.org/new#> .\n" in text
    assert "rdfs:seeAlso new:Actor" in text


def test_a_declaration_that_an_import_has_is_left_out(copied_ontology: Path) -> None:
    """So a save without the imports at hand, which declares them all again, leaves no trace."""
    path = copied_ontology / "world.ttl"
    ours = path.read_text(encoding="utf-8")
    path.write_text(ours + "\nskos:Concept a owl:Class .\n", encoding="utf-8")

    assert format_file(path).text == ours
    shutil.move(copied_ontology / "catalog-v001.xml", copied_ontology / "elsewhere.xml")
    assert "skos:Concept a owl:Class ." in format_file(path).text


AXIOMS = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
stand:code a owl:DatatypeProperty . stand:x a owl:NamedIndividual , stand:State .
stand:y a owl:NamedIndividual , stand:State ; owl:sameAs stand:x ; stand:code 7 , "7" .
stand:Agreement rdfs:subClassOf _:r ; owl:hasKey ( stand:party stand:code ) .
_:r a owl:Restriction ; owl:onProperty stand:party ; owl:someValuesFrom stand:Actor .
[] a owl:Axiom ; owl:annotatedSource stand:Agreement ; owl:annotatedProperty rdfs:subClassOf ;
    owl:annotatedTarget _:r ; rdfs:comment "why"@en .
[] a owl:Axiom ; owl:annotatedSource stand:Agreement ; owl:annotatedProperty rdfs:label ;
    owl:annotatedTarget "agreement"@en ; rdfs:comment "two"@en , "lines\\nof \\"it\\""@en .
[ a owl:Restriction ; owl:onProperty stand:party ; owl:hasValue stand:x ]
    rdfs:subClassOf stand:Event .
stand:party owl:propertyDisjointWith stand:opposes .
stand:seeks owl:propertyChainAxiom ( [ owl:inverseOf stand:party ] stand:party stand:opposes ) .
stand:Island owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( stand:Territory
    [ a owl:Restriction ; owl:onProperty stand:partOf ; owl:minQualifiedCardinality
        "1"^^xsd:nonNegativeInteger ; owl:onClass [ a owl:Class ; owl:complementOf stand:Place ] ]
    [ a owl:Restriction ; owl:onProperty stand:opposes ; owl:hasSelf true ]
    [ a owl:Restriction ; owl:onProperty stand:code ; owl:allValuesFrom [ a rdfs:Datatype ;
        owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:minInclusive 1 ]
        [ xsd:maxInclusive 9 ] ) ] ] ) ] .
stand:Person owl:equivalentClass [ a owl:Class ; owl:oneOf ( stand:y stand:x ) ] .
[] a owl:NegativePropertyAssertion ; owl:sourceIndividual stand:x ;
    owl:assertionProperty stand:opposes ; owl:targetIndividual stand:y .
[] a owl:AllDisjointProperties ; owl:members ( stand:party stand:seeks stand:opposes ) .
"""


def test_axioms_of_every_kind_come_back_from_every_syntax(
    api: OwlApi, copied_ontology: Path
) -> None:
    world = copied_ontology / "world.ttl"
    world.write_text(world.read_text(encoding="utf-8") + AXIOMS, encoding="utf-8")
    format_file(world).write()
    ours = world.read_text(encoding="utf-8")

    for syntax, text in saves(world, api, OntologyFolder(copied_ontology)).items():
        found = format_file(
            put(text, copied_ontology, project_data().ontology / "world.ttl", syntax)
        )

        assert changed_lines(ours, found.text) == [], syntax
        world.write_text(ours, encoding="utf-8")
