"""Turtle whose bytes depend on what it says and on nothing else.

One block for each term, in the order of kinds and then of IRIs; within a block a fixed order of
predicates and values; blank nodes written where they hang, sorted by what they say. A change of one
axiom is then a change of a few lines, whichever tool made it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.ontology import terms
from kg.ontology.blank_trees import BlankTrees, Subject, Value, named_subjects
from kg.ontology.normal_form import normal
from kg.ontology.prefixes import Names
from kg.ontology.statements import SETS

WIDTH: Final = 100
INDENT: Final = "    "

SECTIONS: Final = (
    ("", "Ontology"),
    ("Annotation properties", "AnnotationProperty"),
    ("Datatypes", "Datatype"),
    ("Object properties", "ObjectProperty"),
    ("Data properties", "DatatypeProperty"),
    ("Classes", "Class"),
    ("Individuals", "NamedIndividual"),
)
"""The heading of each section, and the OWL type of the terms in it; the rest comes after."""
UNTYPED: Final = "Without a declaration here"
AXIOMS: Final = "Axioms on several terms"

LANGUAGES: Final = ("en", "ru", "ja")
_FIRST: Final = (
    *("rdf:type", "owl:onProperty", "owl:onProperties", "owl:onClass", "owl:versionIRI"),
    *("owl:versionInfo", "owl:priorVersion", "owl:imports", "owl:deprecated"),
    *("owl:annotatedSource", "owl:annotatedProperty", "owl:annotatedTarget"),
    *("rdfs:subClassOf", "owl:equivalentClass", "owl:disjointWith", "owl:disjointUnionOf"),
    *("rdfs:subPropertyOf", "owl:propertyChainAxiom", "owl:equivalentProperty", "owl:inverseOf"),
    *("owl:propertyDisjointWith", "rdfs:domain", "rdfs:range", "owl:hasKey"),
    *("dcterms:title", "dcterms:description", "rdfs:label", "skos:prefLabel", "skos:altLabel"),
    *("skos:definition", "rdfs:comment", "skos:example", "skos:scopeNote", "skos:editorialNote"),
    *("skos:changeNote", "skos:note"),
)
_LAST: Final = ("rdfs:isDefinedBy",)
_RANKS: Final = {
    **{name: i - len(_FIRST) for i, name in enumerate(_FIRST)},
    **{name: i + 1 for i, name in enumerate(_LAST)},
}
_BARE: Final = {
    f"{terms.XSD}boolean": re.compile("true|false"),
    f"{terms.XSD}integer": re.compile("-?[0-9]+"),
}
# No other: the OWL API 4.5 reads \n and \t in Turtle as the letters n and t, but \u000A rightly.
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"'}


@dataclass(frozen=True)
class _Written:
    """A value on one line, which also sorts it, and its spelling over several."""

    flat: str
    spread: str


def stable_turtle(triples: Iterable[ox.Triple], prefixes: Mapping[str, str] | None = None) -> str:
    """Write an ontology's triples; `prefixes` are the file's own, beside those that are known.

    Raises `InputError` where blank nodes are shared or lead in a circle.
    """
    return _Writer(BlankTrees(normal(triples)), Names(prefixes)).write()


class _Writer:
    def __init__(self, trees: BlankTrees, names: Names) -> None:
        self._trees = trees
        self._names = names

    def write(self) -> str:
        annotations: dict[Value, list[Subject]] = {}
        loose: list[Subject] = []
        for root in self._trees.roots:
            source = next(iter(self._trees.said[root].get(_owl("annotatedSource"), [])), None)
            if isinstance(source, ox.NamedNode) and source in self._trees.said:
                annotations.setdefault(source, []).append(root)
            else:
                loose.append(root)
        sections: dict[str, list[str]] = {title: [] for title, _ in SECTIONS}
        sections |= {UNTYPED: [], AXIOMS: self._roots(loose)}
        for subject in named_subjects(self._trees):
            block = [self._block(subject), *self._roots(annotations.get(subject, []))]
            sections[self._section(subject)] += block
        body = "".join(
            f"{_heading(title)}{block}\n\n" if i == 0 else f"{block}\n\n"
            for title, blocks in sections.items()
            for i, block in enumerate(blocks)
        )
        head = "".join(f"@prefix {p}: <{n}> .\n" for p, n in sorted(self._names.used.items()))
        return f"{head}\n{body}".rstrip("\n") + "\n"

    def _section(self, subject: Subject) -> str:
        types = set(self._trees.said[subject].get(terms.TYPE, ()))
        for title, kind in SECTIONS:
            if {_owl(kind), ox.NamedNode(f"{terms.RDFS}{kind}")} & types:
                return title
        return UNTYPED

    def _roots(self, roots: Iterable[Subject]) -> list[str]:
        blocks = {self._inner(root).flat: self._block(root) for root in roots}
        return [block for _, block in sorted(blocks.items())]

    def _block(self, subject: Subject) -> str:
        said = self._lines(subject)
        if isinstance(subject, ox.BlankNode):
            head = "[]"
        elif _owl("Ontology") in self._trees.said[subject].get(terms.TYPE, ()):
            head = f"<{subject.value}>"
        else:
            head = self._names.short(subject.value)
        flat = f"{head} {said[0].flat} ."
        if len(said) == 1 and len(flat) <= WIDTH:
            return flat
        lines = f" ;\n{INDENT}".join(_indented(each.spread) for each in said)
        return f"{head}\n{INDENT}{lines} ."

    def _lines(self, subject: Subject) -> list[_Written]:
        """Write each predicate with its values."""
        said = self._trees.said[subject]
        found = []
        for predicate in sorted(said, key=self._rank):
            values = {v.flat: v for v in (self._value(v, predicate) for v in said[predicate])}
            ordered = [values[flat] for flat in sorted(values, key=_value_order)]
            verb = "a" if predicate == terms.TYPE else self._names.short(predicate.value)
            flat = f"{verb} {' , '.join(v.flat for v in ordered)}"
            simple = len(ordered) == 1 or not any(v.flat.startswith(("[", "(")) for v in ordered)
            if simple and _fits(flat):
                found.append(_Written(flat, flat))
            else:
                found.append(_Written(flat, f"{verb} {_listed(ordered)}"))
        return found

    def _rank(self, predicate: ox.NamedNode) -> tuple[int, str]:
        if predicate == terms.TYPE:
            return -len(_FIRST), ""
        name = self._names.short(predicate.value)
        return _RANKS.get(name, 0), name

    def _value(self, value: Value, predicate: ox.NamedNode) -> _Written:
        if isinstance(value, ox.NamedNode):
            name = self._names.short(value.value) if value != terms.NIL else "()"
            return _Written(name, name)
        if isinstance(value, ox.Literal):
            text = self._literal(value)
            return _Written(text, text)
        items = self._trees.items(value)
        if items is None:
            return self._inner(value)
        written = [self._value(item, predicate) for item in items]
        if predicate.value in SETS:
            written = list({w.flat: w for w in written}.values())
            written.sort(key=lambda w: _value_order(w.flat))
        flat = f"( {' '.join(w.flat for w in written)} )"
        spread = "".join(f"\n{INDENT}{_indented(w.spread)}" for w in written)
        return _Written(flat, flat if _fits(flat) else f"({spread}\n)")

    def _inner(self, node: Subject) -> _Written:
        if not self._trees.said.get(node):
            return _Written("[]", "[]")
        said = self._lines(node)
        flat = f"[ {' ; '.join(each.flat for each in said)} ]"
        spread = f" ;\n{INDENT}".join(_indented(each.spread) for each in said)
        return _Written(flat, flat if _fits(flat) else f"[\n{INDENT}{spread}\n]")

    def _literal(self, value: ox.Literal) -> str:
        datatype = value.datatype.value
        if not value.language and datatype in _BARE and _BARE[datatype].fullmatch(value.value):
            return value.value
        text = '"' + "".join(_escaped(character) for character in value.value) + '"'
        if value.language:
            return f"{text}@{value.language}"
        if datatype == f"{terms.XSD}string":
            return text
        return f"{text}^^{self._names.short(datatype)}"


def _owl(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{terms.OWL}{name}")


def _heading(title: str) -> str:
    rule = f"# {'-' * (WIDTH - 2)}"
    return f"{rule}\n# {title}\n{rule}\n\n" if title else ""


def _listed(values: list[_Written]) -> str:
    if len(values) == 1:
        return values[0].spread
    return f" ,\n{INDENT}".join(_indented(value.spread) for value in values)


def _fits(text: str) -> bool:
    return len(text) <= WIDTH - len(INDENT) - 2


def _indented(text: str) -> str:
    return text.replace("\n", f"\n{INDENT}")


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    # What an editor would not show, or would change on saving.
    if not character.isprintable() and character != "\u3000":
        return (
            f"\\u{ord(character):04X}" if ord(character) <= 0xFFFF else f"\\U{ord(character):08X}"
        )
    return character


def _value_order(flat: str) -> tuple[int, int, str]:
    """Sort names, then literals by language, then blank nodes and lists."""
    if flat.startswith(("[", "(")):
        return 2, 0, flat
    if not flat.startswith('"'):
        return (0, 0 if flat.startswith(("owl:", "rdf:")) else 1, flat)
    language = flat.rpartition('"')[2].removeprefix("@")
    place = LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES)
    return 1, place, f"{language} {flat}"
