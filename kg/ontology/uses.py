"""Which of the ontology's terms are used where: by queries, shapes, data, code and alignments."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from kg.base import BASE
from kg.located_yaml import shown
from kg.ontology.prefixes import KNOWN, declared
from kg.paths import PACKAGE, DataPaths

OURS: Final = (f"{BASE}ontology#", f"{BASE}vocab/")
_IRI: Final = re.compile(rf"{re.escape(BASE)}(?:ontology#[A-Za-z]\w*|vocab/[a-z-]+(?:/[a-z-]+)?)\b")
_CODE: Final = re.compile(r"\bSTAND(?:\.(\w+)|\[\"(\w+)\"\])")
_DECLARED: Final = re.compile(r"^    ([A-Za-z]\w*): URIRef$")
_CONCEPT: Final = re.compile(r"\bconcept\(\"([a-z-]+)\", \"([a-z-]+)\"\)")
_CODED: Final = re.compile(r"[\s{,-](class|property|predicate|[a-z_]+):\s*[\"']?([A-Za-z][\w-]*)")
SCHEME_KEYS: Final[Mapping[str, str]] = {
    "act": "speech-act",
    "cause": "damage-cause",
    "certainty": "certainty",
    "confidence": "certainty",
    "kind": "passage-kind",
    "mode": "reporting-mode",
    "polarity": "polarity",
    "status": "deployment-status",
}
"""The keys of coding files whose values are concepts, and of which scheme."""
VOCABULARY: Final = PACKAGE / "vocab.py"
NAME: Final = "name"
"""The kind of a place that lists what code may name, and uses nothing."""
TERM_KEYS: Final = frozenset({"class", "property", "predicate"})


@dataclass(frozen=True, order=True)
class Use:
    """One place, ``file:line``, where a term stands, and what kind of file that is."""

    kind: str
    where: str

    @property
    def file(self) -> str:
        """The file without the line."""
        return self.where.rpartition(":")[0]


def uses(data: DataPaths) -> dict[str, list[Use]]:
    """Return the places of each term of ours, by IRI; in order of kind and place."""
    found: dict[str, set[Use]] = defaultdict(set)
    for kind, files in _files(data):
        for file in files:
            name = shown(file)
            for iri, line in _terms(file.read_text(encoding="utf-8"), file.suffix):
                found[iri].add(Use(kind, f"{name}:{line}"))
    for iri, line in _named(VOCABULARY):
        found[iri].add(Use(NAME, f"{shown(VOCABULARY)}:{line}"))
    return {iri: sorted(places) for iri, places in found.items()}


def _files(data: DataPaths) -> Iterator[tuple[str, Iterable[Path]]]:
    yield "query", sorted(data.queries.glob("*.rq"))
    yield "shape", sorted(data.shapes.glob("*.ttl"))
    coded = [data.entities.glob("*.yaml"), data.articles.glob("*/*.yaml")]
    yield "data", sorted(path for paths in coded for path in paths)
    yield "alignment", sorted((data.ontology / "alignments").glob("*.ttl"))
    yield "code", sorted(_code(PACKAGE)) + sorted(_code(PACKAGE.parent / "server"))


def _code(folder: Path) -> Iterator[Path]:
    for pattern in ("*.py", "*.rq", "*.html"):
        yield from (f for f in folder.rglob(pattern) if "_data" not in f.parts)


@cache
def _terms(text: str, suffix: str) -> tuple[tuple[str, int], ...]:
    """Return the terms of ours that a text names, with their lines."""
    return tuple(_found(text, suffix))


def _found(text: str, suffix: str) -> Iterator[tuple[str, int]]:
    lines = enumerate(text.split("\n"), start=1)
    if suffix == ".yaml":
        for number, line in lines:
            yield from ((iri, number) for iri in _coded(line))
        return
    names = {**KNOWN, **declared(text)}
    ours = {prefix: space for prefix, space in names.items() if space.startswith(OURS)}
    prefixed = re.compile(rf"(?<![\w:/#@.-])({'|'.join(ours)}):([A-Za-z][\w-]*)")
    for number, line in lines:
        for match in _IRI.finditer(line):
            yield match[0], number
        for match in prefixed.finditer(line):
            yield f"{ours[match[1]]}{match[2]}", number
        if suffix == ".py":
            yield from ((iri, number) for iri in _in_code(line))


def _coded(line: str) -> Iterator[str]:
    for key, value in _CODED.findall(f" {line}"):
        if key in TERM_KEYS:
            yield f"{BASE}ontology#{value}"
        elif key in SCHEME_KEYS:
            yield f"{BASE}vocab/{SCHEME_KEYS[key]}/{value}"


def _in_code(line: str) -> Iterator[str]:
    for match in _CODE.finditer(line):
        yield f"{BASE}ontology#{match[1] or match[2]}"
    for match in _CONCEPT.finditer(line):
        yield f"{BASE}vocab/{match[1]}/{match[2]}"


def _named(file: Path) -> Iterator[tuple[str, int]]:
    """Yield the names that the code may write at all, from the closed namespace of our terms."""
    inside = False
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), start=1):
        if line.startswith("class "):
            inside = line.startswith("class STAND(")
        name = _DECLARED.match(line)
        if inside and name:
            yield f"{BASE}ontology#{name[1]}", number
