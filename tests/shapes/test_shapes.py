"""Every shape lets sound data pass, and has a counterexample that breaks it and nothing else.

A case is ``article.ttl`` and the topic's ``pass.ttl``, and for ``fail-<what>.ttl``: without the
properties its ``# without:`` lines name, and with its own triples. All cases are validated in one
run, each under IRIs of its own, because pyshacl takes longer to start than to look at a case.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.dataset import from_rdflib
from kg.queried_graph import queried_graph

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BASE = "https://w3id.org/standoff/"
STAND = Namespace(f"{BASE}ontology#")
SHAPE = Namespace(f"{BASE}shape/")
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
MOVABLE = (f"{BASE}id/", "https://example.org/")
HEADER = f"""
BASE <{BASE}id/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX geo: <{GEO}>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <{RDF}>
PREFIX rdfs: <{RDFS}>
PREFIX schema: <https://schema.org/>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX sh: <{SH}>
PREFIX skos: <{SKOS}>
PREFIX stand: <{STAND}>
PREFIX void: <http://rdfs.org/ns/void#>
"""

PASSES = sorted(HERE.glob("*/pass.ttl"))
FAILS = sorted(HERE.glob("*/fail-*.ttl"))

COMPONENTS = {
    SH["class"]: "Class",
    SH["in"]: "In",
    SH["not"]: "Not",
    SH["or"]: "Or",
    SH.closed: "Closed",
    SH.datatype: "Datatype",
    SH.disjoint: "Disjoint",
    SH.equals: "Equals",
    SH.hasValue: "HasValue",
    SH.languageIn: "LanguageIn",
    SH.lessThan: "LessThan",
    SH.lessThanOrEquals: "LessThanOrEquals",
    SH.maxCount: "MaxCount",
    SH.minCount: "MinCount",
    SH.nodeKind: "NodeKind",
    SH.pattern: "Pattern",
    SH.qualifiedMaxCount: "QualifiedMaxCount",
    SH.qualifiedMinCount: "QualifiedMinCount",
    SH.sparql: "SPARQL",
    SH.uniqueLang: "UniqueLang",
}
TARGETS = {SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf}
PATHS = {SH.alternativePath, SH.inversePath, SH.path, SH.zeroOrMorePath}
QUERIES = {SH.declare, SH.namespace, SH.prefix, SH.prefixes, SH.select}
MEMBERS = {SH["not"], SH.qualifiedValueShape}
OTHER = {SH.flags, SH.ignoredProperties, SH.message, SH.severity}

# What is broken: a shape or constraint, and the component that reports it.
Breach = tuple[str, str]


def read(*files: Path) -> Graph:
    graph = Graph(bind_namespaces="none")
    for file in files:
        graph.parse(file, format="turtle")
    return graph


SHAPES = read(*sorted((ROOT / "shapes").glob("*.ttl")))


@pytest.fixture(scope="session")
def ontology() -> Graph:
    return read(*sorted((ROOT / "ontology").glob("*.ttl")))


def short(node: Node) -> str:
    """Name a shape, a constraint or a component the way a fail file does."""
    return str(node).replace(str(SHAPE), "shape:").replace(str(SH), "sh:")


def our_names(nodes: Iterator[Node]) -> set[str]:
    """Keep the terms of our namespace, by their local names."""
    return {n.removeprefix(str(STAND)) for n in nodes if isinstance(n, URIRef) and n in STAND}


# --- the cases -------------------------------------------------------------------------------


def breaks(file: Path) -> Breach:
    """Read what the first line of a fail file says it breaks."""
    first = file.read_text(encoding="utf-8").splitlines()[0]
    found = re.fullmatch(r"# breaks: (shape:\S+) (sh:\S+ConstraintComponent)", first)
    assert found, f"{file}: the first line names a shape and a component"
    return found[1], found[2]


@cache
def sound_data(topic: Path) -> Graph:
    return read(HERE / "article.ttl", topic / "pass.ttl")


def case_data(file: Path) -> Graph:
    """Put together the data of a pass or fail file."""
    data = Graph(bind_namespaces="none") + sound_data(file.parent)
    if file.name == "pass.ttl":
        return data
    text = file.read_text(encoding="utf-8")
    for pattern in re.findall(r"^# without: (.+)$", text, re.MULTILINE):
        for subject, predicate, _ in Graph().parse(data=f"{HEADER}{pattern} [] .", format="turtle"):
            assert (subject, predicate, None) in data, f"{file}: there is no {pattern}"
            data.remove((subject, predicate, None))
    return data + read(file)


def moved(data: Graph, case: int) -> Iterator[tuple[Node, Node, Node]]:
    """Give the instances IRIs, or blank nodes, that no other case has."""

    def move(node: Node) -> Node:
        if isinstance(node, BNode):
            return BNode(f"case{case}")
        for start in MOVABLE:
            if isinstance(node, URIRef) and node.startswith(start):
                return URIRef(f"{start}case{case}/{node.removeprefix(start)}")
        return node

    return ((move(s), move(p), move(o)) for s, p, o in data)


def add_superclasses(data: Graph) -> None:
    """Type instances as inference does: an instance of a class is one of those above it."""
    for subject, cls in list(data.subject_objects(RDF.type)):
        for above in data.transitive_objects(cls, RDFS.subClassOf):
            if isinstance(above, URIRef):
                data.add((subject, RDF.type, above))


def side_by_side(files: list[Path], ontology: Graph) -> Graph:
    """Put the data of cases side by side."""
    data = Graph(bind_namespaces="none") + ontology
    for case, file in enumerate(files):
        data += moved(case_data(file), case)
    add_superclasses(data)
    return data


def validated(data: Graph) -> Graph:
    """Return the report of the reference as the build asks it."""
    queried = queried_graph(from_rdflib(data))
    return pyshacl.validate(queried, shacl_graph=SHAPES, inplace=True)[1]


@pytest.fixture(scope="session")
def all_cases(ontology: Graph) -> Graph:
    """Put the data of all cases side by side."""
    return side_by_side([*PASSES, *FAILS], ontology)


@pytest.fixture(scope="session")
def report(all_cases: Graph) -> Graph:
    """Validate all cases."""
    return validated(all_cases)


@pytest.fixture(scope="session")
def breaches(report: Graph) -> dict[Path, list[Breach]]:
    """List what each file breaks, every breach once."""
    files = [*PASSES, *FAILS]
    found: dict[Path, set[Breach]] = defaultdict(set)
    for result in report.objects(None, SH.result):
        source = report.value(result, SH.sourceConstraint) or report.value(result, SH.sourceShape)
        nodes = f"{report.value(result, SH.focusNode)} {report.value(result, SH.value)} "
        cases = {int(number) for number in re.findall(r"case([0-9]+)[/ ]", nodes)}
        assert len(cases) == 1, f"{short(source)} does not tell of which case it speaks: {nodes}"
        component = report.value(result, SH.sourceConstraintComponent)
        found[files[cases.pop()]].add((short(source), short(component)))
    return {file: sorted(found[file]) for file in files}


def results(report: Graph) -> list[tuple[str, ...]]:
    """List a report's results, each as what it says of focus, value, shape and so on."""
    said = (SH.focusNode, SH.value, SH.sourceShape, SH.sourceConstraint, SH.resultSeverity,
            SH.sourceConstraintComponent, SH.resultMessage)  # fmt: skip
    return sorted(
        tuple(str(report.value(result, part)) for part in said)
        for result in report.objects(None, SH.result)
    )


def test_the_engine_of_the_build_finds_what_pyshacl_alone_finds(
    all_cases: Graph, report: Graph
) -> None:
    """But for queries, which pyshacl alone takes most of a minute for over so much data."""
    core = Graph(bind_namespaces="none") + SHAPES
    core.remove((None, SH.sparql, None))
    _, alone, _ = pyshacl.validate(all_cases, shacl_graph=core, inplace=True)
    by_query = str(SH.SPARQLConstraintComponent)

    assert results(alone) == [found for found in results(report) if by_query not in found]


def test_the_engine_of_the_build_finds_by_queries_what_pyshacl_alone_finds(
    ontology: Graph,
) -> None:
    queried = [file for file in FAILS if breaks(file)[1] == "sh:SPARQLConstraintComponent"]
    data = side_by_side([*PASSES, *queried], ontology)
    _, alone, _ = pyshacl.validate(data, shacl_graph=SHAPES, inplace=True)

    assert len(results(alone)) >= len(queried) > 0
    assert results(validated(data)) == results(alone)


@pytest.mark.parametrize("file", PASSES, ids=lambda file: file.parent.name)
def test_sound_data_breaks_nothing(file: Path, breaches: dict[Path, list[Breach]]) -> None:
    assert breaches[file] == []


@pytest.mark.parametrize("file", FAILS, ids=lambda file: f"{file.parent.name}/{file.stem[5:]}")
def test_a_counterexample_breaks_what_it_names_and_nothing_else(
    file: Path, breaches: dict[Path, list[Breach]]
) -> None:
    assert breaches[file] == [breaks(file)]


# --- the shapes ------------------------------------------------------------------------------


def reporting() -> dict[Breach, URIRef]:
    """List what may be reported, with the node that carries the message."""
    members = {shape for p in MEMBERS for shape in SHAPES.objects(None, p)}
    for choice in SHAPES.objects(None, SH["or"]):
        members |= set(Collection(SHAPES, choice))
    found = {}
    for kind in (SH.NodeShape, SH.PropertyShape):
        for shape in set(SHAPES.subjects(RDF.type, kind)) - members:
            for parameter, value in SHAPES.predicate_objects(shape):
                if parameter in COMPONENTS:
                    source = value if parameter == SH.sparql else shape
                    breach = short(source), f"sh:{COMPONENTS[parameter]}ConstraintComponent"
                    found[breach] = source
    return found


def test_every_component_of_every_shape_has_a_counterexample() -> None:
    assert sorted(set(reporting()) - set(map(breaks, FAILS))) == []


def test_every_counterexample_is_of_a_shape_that_is_there() -> None:
    assert sorted(set(map(breaks, FAILS)) - set(reporting())) == []


def test_the_shapes_are_shapes_to_shacl_itself() -> None:
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=SHAPES, meta_shacl=True)
    assert conforms, text


def test_the_shapes_use_no_part_of_shacl_that_this_test_does_not_know() -> None:
    used = {p for p in SHAPES.predicates() if p in SH}
    assert used == set(COMPONENTS) | TARGETS | PATHS | QUERIES | MEMBERS | OTHER


def test_every_shape_is_named_and_says_in_one_english_sentence_what_to_do() -> None:
    for breach, source in reporting().items():
        assert isinstance(source, URIRef), breach
        messages = list(SHAPES.objects(source, SH.message))
        assert [message.language for message in messages] == ["en"], breach
        assert messages[0].endswith("."), breach


def test_advice_is_a_warning_and_its_file_and_its_name_say_so() -> None:
    for file in sorted((ROOT / "shapes").glob("*.ttl")):
        shapes = read(file)
        advice = file.stem.endswith("-advice")
        for shape in {*shapes.subjects(SH.path), *shapes.subjects(SH.sparql)}:
            warns = shapes.value(shape, SH.severity) == SH.Warning
            named = short(shape).startswith("shape:advice-")
            assert (warns, named) == (advice, advice), f"{file.name}: {short(shape)}"


def test_a_pattern_keeps_to_what_every_engine_understands() -> None:
    for pattern in map(str, SHAPES.objects(None, SH.pattern)):
        re.compile(pattern)
        assert not re.search(r"\(\?|\\[a-zA-RT-Z]", pattern.replace(r"\s", "")), pattern


def test_a_query_runs_once_and_tells_the_offender() -> None:
    for shape, query in SHAPES.subject_objects(SH.sparql):
        targets = [(p, o) for p in TARGETS for o in SHAPES.objects(shape, p)]
        assert targets == [(SH.targetNode, URIRef(f"{BASE}ontology"))], short(shape)
        select = str(SHAPES.value(query, SH.select))
        assert re.search(r"SELECT (DISTINCT )?\$this \?value\b", select), short(query)


# --- the shapes and the ontology -------------------------------------------------------------


@pytest.mark.parametrize(
    ("shape", "scheme"),
    [
        ("Claim-polarity", "polarity"),
        ("Claim-reportingMode", "reporting-mode"),
        ("Claim-speechAct", "speech-act"),
        ("DamagedPassage-cause", "damage-cause"),
        ("Passage-kind", "passage-kind"),
        ("certainty", "certainty"),
        ("deploymentStatus", "deployment-status"),
    ],
)
def test_a_closed_list_is_the_scheme_of_the_ontology(
    shape: str, scheme: str, ontology: Graph
) -> None:
    concepts = set(ontology.subjects(SKOS.inScheme, URIRef(f"{BASE}vocab/{scheme}")))
    assert set(Collection(SHAPES, SHAPES.value(SHAPE[shape], SH["in"]))) == concepts


def declared_properties(ontology: Graph) -> set[Node]:
    kinds = (OWL.AnnotationProperty, OWL.DatatypeProperty, OWL.ObjectProperty)
    return {found for kind in kinds for found in ontology.subjects(RDF.type, kind)}


def test_the_known_properties_are_those_of_the_ontology(ontology: Graph) -> None:
    listed = Collection(SHAPES, SHAPES.value(SHAPE["known-property"], SH.ignoredProperties))
    forbidden_elsewhere = {GEO.sfContains, GEO.sfWithin, OWL.sameAs}
    always = {RDF.type, RDFS.isDefinedBy, RDFS.label}
    assert set(listed) == declared_properties(ontology) | always | forbidden_elsewhere


def terms_of_shapes() -> set[str]:
    queries = " ".join(SHAPES.objects(None, SH.select))
    in_triples = our_names(node for triple in SHAPES for node in triple)
    return in_triples - {""} | set(re.findall(r"\bstand:(\w+)", queries))


def test_the_shapes_name_no_term_that_the_ontology_does_not_declare(ontology: Graph) -> None:
    assert sorted(terms_of_shapes() - our_names(ontology.subjects(RDF.type))) == []


def test_every_property_of_the_ontology_is_held_to_a_shape_of_its_own(ontology: Graph) -> None:
    listed = Collection(SHAPES, SHAPES.value(SHAPE["known-property"], SH.ignoredProperties))
    nodes = set(listed.graph.objects(SHAPE["known-property"], SH.ignoredProperties))
    in_list = set()
    for node in nodes:
        in_list |= set(SHAPES.transitive_objects(node, RDF.rest))
    elsewhere = our_names(n for s, p, o in SHAPES if s not in in_list for n in (s, p, o))
    assert sorted(our_names(iter(declared_properties(ontology))) - elsewhere) == []
