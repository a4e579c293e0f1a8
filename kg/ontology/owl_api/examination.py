"""What the OWL API finds in files as they are opened, and in all of them together."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from kg.ontology.owl_api import jvm
from kg.ontology.reading import TURTLE

N_TRIPLES: Final = "N-Triples"
MOST_EXPLAINED: Final = 10


def examine(*, files: Sequence[str], catalogue: Mapping[str, str]) -> list[dict[str, Any]]:
    """Open each file alone: what it misses, what is not declared, and what a save makes of it."""
    found = []
    for file in files:
        made = jvm.manager(catalogue)
        ontology = jvm.load(made, file, TURTLE)
        closure = [*ontology.getImportsClosure()]
        found.append(
            {
                "missing": sorted(_missing(ontology)),
                "undeclared": sorted(_undeclared(closure)),
                "saved": jvm.saved(made, ontology, N_TRIPLES),
            }
        )
    return found


def _missing(ontology: Any) -> Iterable[str]:
    """Yield the imports of an ontology, and of what it imports, that were not found."""
    made = ontology.getOWLOntologyManager()
    for part in ontology.getImportsClosure():
        for declaration in part.getImportsDeclarations():
            if made.getImportedOntology(declaration) is None:
                yield str(declaration.getIRI())


def _undeclared(closure: Sequence[Any]) -> Iterable[str]:
    top = closure[0]
    included = jvm.owl("model.parameters.Imports").INCLUDED
    for entity in top.getSignature(included):
        if not entity.isBuiltIn() and not top.isDeclared(entity, included):
            yield f"{entity.getEntityType().getName()} {entity.getIRI()}"


def reason(*, files: Sequence[str], catalogue: Mapping[str, str]) -> dict[str, Any]:
    """Read files as one: what lies outside OWL 2 DL, and what HermiT finds contradictory."""
    made = jvm.manager(catalogue)
    parts = [_loaded(made, file) for file in files]
    merged = made.createOntology(jvm.owl("model.IRI").create("urn:standoff:all"))
    for part in parts:
        declaration = made.getOWLDataFactory().getOWLImportsDeclaration(
            part.getOntologyID().getOntologyIRI().get()
        )
        made.applyChange(jvm.owl("model.AddImport")(merged, declaration))
    violations = [_violation(made, v) for v in _profile(merged)]
    # HermiT refuses what lies outside OWL 2 DL, and would only say so again.
    return {"violations": violations, **({} if violations else _contradictions(merged))}


def _loaded(made: Any, file: str) -> Any:
    """Load a file unless another one's imports have brought it already."""
    for ontology in made.getOntologies():
        document = made.getOntologyDocumentIRI(ontology)
        if str(document) == str(jvm.owl("model.IRI").create(jvm.java("java.io.File")(file))):
            return ontology
    return jvm.load(made, file, TURTLE)


def _profile(ontology: Any) -> list[Any]:
    report = jvm.owl("profiles.OWL2DLProfile")().checkOntology(ontology)
    return sorted(report.getViolations(), key=lambda violation: str(violation))


def _violation(made: Any, violation: Any) -> dict[str, Any]:
    axiom = violation.getAxiom()
    return {
        "rule": str(violation.getClass().getSimpleName()),
        "about": _iris(axiom.getSignature()) if axiom is not None else [],
        "axiom": str(axiom) if axiom is not None else "",
        "what": str(violation.getExpression()),
        "file": str(made.getOntologyDocumentIRI(violation.getOntology())),
    }


def _iris(entities: Iterable[Any]) -> list[str]:
    return sorted(str(entity.getIRI()) for entity in entities)


def _contradictions(ontology: Any) -> dict[str, Any]:
    factory = jvm.java("org.semanticweb.HermiT.ReasonerFactory")()
    reasoner = factory.createReasoner(ontology)
    if not reasoner.isConsistent():
        return {"consistent": False, "why": _why_inconsistent(factory, ontology)}
    # Only with classes that nothing can belong to are there any to explain.
    bottom = reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom()
    classes = sorted(bottom, key=lambda entity: str(entity.getIRI()))
    return {
        "consistent": True,
        "unsatisfiable": [
            {"class": str(c.getIRI()), "why": _why_empty(factory, ontology, c)}
            for c in classes[:MOST_EXPLAINED]
        ]
        + [{"class": str(c.getIRI()), "why": ""} for c in classes[MOST_EXPLAINED:]],
    }


def _why_inconsistent(factory: Any, ontology: Any) -> str:
    generators = jvm.java(
        "org.semanticweb.owl.explanation.impl.blackbox.checker."
        "InconsistentOntologyExplanationGeneratorFactory"
    )
    data = ontology.getOWLOntologyManager().getOWLDataFactory()
    goal = data.getOWLSubClassOfAxiom(data.getOWLThing(), data.getOWLNothing())
    return _explained(generators(factory, 10_000), ontology, goal)


def _why_empty(factory: Any, ontology: Any, empty: Any) -> str:
    generators = jvm.java("org.semanticweb.owl.explanation.api.ExplanationManager")
    data = ontology.getOWLOntologyManager().getOWLDataFactory()
    goal = data.getOWLSubClassOfAxiom(empty, data.getOWLNothing())
    return _explained(generators.createExplanationGeneratorFactory(factory), ontology, goal)


def _explained(generators: Any, ontology: Any, goal: Any) -> str:
    """Give the fewest axioms from which the goal follows, as N-Triples; empty if none is found."""
    generator = generators.createExplanationGenerator(ontology)
    for explanation in generator.getExplanations(goal, 1):
        made = jvm.owl("apibinding.OWLManager").createOWLOntologyManager()
        told = made.createOntology()
        for axiom in explanation.getAxioms():
            made.addAxiom(told, axiom)
        return jvm.saved(made, told, N_TRIPLES)
    return ""
