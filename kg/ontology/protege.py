"""What Protégé would make of the files: opened, reasoned over, and saved by the OWL API it uses."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pyoxigraph as ox

from kg.errors import Fault
from kg.ontology import terms
from kg.ontology.checks.graphs import Checked
from kg.ontology.normal_form import is_declaration
from kg.ontology.owl_api import OwlApi, paths_by_iri
from kg.ontology.statements import Statement, statements
from kg.ontology.words import name, said

_NAMED: Final = re.compile(r"<([^>]+)>|\bowl:(\w+)")
_WORDS: Final = re.compile("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def opened(checked: Checked, api: OwlApi) -> list[Fault]:
    """List what is missing or undeclared when a file is opened, and what a save would change."""
    files = checked.files
    answers = api.ask(
        "examine",
        files=[str(file.absolute()) for file in files],
        catalogue=paths_by_iri(checked.folder.catalogue),
    )
    found: list[Fault] = []
    undeclared: dict[str, Fault] = {}
    for file, answer in zip(files, answers, strict=True):
        found += [
            Fault(
                checked.where_named(header.value, file),
                f"Protégé would not find {iri}, which it imports, and warn",
                fix="give the catalogue an entry for it",
            )
            for iri in answer["missing"]
            for header, predicate, value in checked.folder.source(file).triples
            if (predicate, value) == (terms.IMPORTS, ox.NamedNode(iri))
            if isinstance(header, ox.NamedNode)
        ]
        for each in answer["undeclared"]:
            kind, iri = each.split(" ", 1)
            fault = Fault(
                checked.where_named(iri, file),
                f"{name(iri)} is read as {kind} and not declared in what {file.name} opens with",
                fix="declare it, or import what declares it",
            )
            # The files that import this one would only say so again.
            undeclared.setdefault(each, fault)
        found += _changed_by_saving(checked, file, answer["saved"])
    return found + list(undeclared.values())


def _changed_by_saving(checked: Checked, file: Any, saved: str) -> Iterator[Fault]:
    before = checked.folder.source(file).triples
    imported = checked.folder.declared_by_imports(before)
    after = [quad.triple for quad in ox.parse(saved, ox.RdfFormat.N_TRIPLES)]
    kept = statements(t for t in after if t not in imported)
    had = statements(t for t in before if t not in imported)
    for lost in sorted(had - kept, key=_words):
        yield _save_fault(checked, lost, file, "lose")
    for new in sorted(kept - had, key=_words):
        yield _save_fault(checked, new, file, "add")


def _save_fault(checked: Checked, statement: Statement, file: Any, verb: str) -> Fault:
    subject = statement.subject
    about = subject.value if isinstance(subject, ox.NamedNode) else ""
    return Fault(
        checked.where_named(about, file),
        f"a save by Protégé would {verb}: {name(about) if about else ''} {said(statement)}".replace(
            ":  ", ": "
        ),
        fix="write it as Protégé does; standoff ontology format takes over what it saved",
    )


def reasoned(checked: Checked, api: OwlApi) -> list[Fault]:
    """List what of all files together lies outside OWL 2 DL, or contradicts itself (HermiT)."""
    answer = api.ask(
        "reason",
        files=[str(file.absolute()) for file in checked.files],
        catalogue=paths_by_iri(checked.folder.catalogue),
    )
    found = [_violation(checked, each) for each in answer["violations"]]
    if not answer.get("consistent", True):
        axioms = _axioms(answer["why"])
        found.append(
            Fault(
                _first_place(checked, axioms),
                "the ontology contradicts itself, so that nothing can satisfy it (HermiT)",
                cause="these cannot all hold: " + _listed(axioms) if axioms else "",
                fix="mend or leave out one of them",
            )
        )
    for each in answer.get("unsatisfiable", ()):
        axioms = _axioms(each["why"])
        found.append(
            Fault(
                checked.where_named(each["class"]),
                f"nothing can belong to {name(each['class'])} (HermiT)",
                cause="because " + _listed(axioms) if axioms else "",
                fix="mend or leave out one of these axioms",
            )
        )
    return found


def _violation(checked: Checked, each: Mapping[str, Any]) -> Fault:
    file = next((f for f in checked.files if f.absolute().as_uri() == each["file"]), None)
    named = [full or f"{terms.OWL}{local}" for full, local in _NAMED.findall(each["axiom"])]
    placed = [iri for iri in named if checked.places.knows(iri)]
    rule = _WORDS.sub(" ", each["rule"]).lower()
    return Fault(
        checked.where_named(placed[0] if placed else "", file),
        f"this lies outside OWL 2 DL: {rule}",
        cause=each["axiom"] or each["what"],
        fix="mend the axiom; reasoners and Protégé may refuse the whole ontology for it",
    )


def _axioms(triples: str) -> list[Statement]:
    """Read the axioms of an explanation, declarations left out."""
    parsed = [quad.triple for quad in ox.parse(triples, ox.RdfFormat.N_TRIPLES)]
    told = [t for t in parsed if not is_declaration(t) and t.object != terms.ONTOLOGY]
    return sorted(statements(told), key=_words)


def _words(statement: Statement) -> str:
    subject = statement.subject
    about = f"{name(subject.value)} " if isinstance(subject, ox.NamedNode) else ""
    return f"{about}{said(statement)}"


def _listed(axioms: list[Statement]) -> str:
    return "; ".join(map(_words, axioms))


def _first_place(checked: Checked, axioms: list[Statement]) -> str:
    for axiom in axioms:
        if isinstance(axiom.subject, ox.NamedNode) and checked.places.knows(axiom.subject.value):
            return checked.where_named(axiom.subject.value)
    return ""
