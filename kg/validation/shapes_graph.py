"""The shapes as a graph: read from files, with blank nodes that have the same name at every run."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.base import rebase
from kg.dataset import parse_turtle
from kg.errors import InputError
from kg.published import digest
from kg.validation.terms import RDF, iri, to_term

_FIRST: Final = iri(f"{RDF}first")
_REST: Final = iri(f"{RDF}rest")
_NIL: Final = iri(f"{RDF}nil")


class UnreadableError(Exception):
    """A part of a shape is not as SHACL has it, or is of a kind that is not known here."""


class ShapesGraph:
    """Triples of shapes, by subject and predicate; terms as N-Triples."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.triples = tuple(sorted(triples, key=str))
        self._about: dict[str, dict[str, list[str]]] = {}
        for triple in self.triples:
            subject, predicate, value = map(to_term, triple)
            self._about.setdefault(subject, {}).setdefault(predicate, []).append(value)

    def subjects(self) -> Iterable[str]:
        """Return every subject, in order."""
        return self._about

    def about(self, subject: str) -> dict[str, list[str]]:
        """Return what is said of a subject, by predicate."""
        return self._about.get(subject, {})

    def values(self, subject: str, predicate: str) -> Sequence[str]:
        """Return the objects of a subject and predicate, in order."""
        return self.about(subject).get(predicate, ())

    def predicates(self) -> set[str]:
        """Return every predicate."""
        return {predicate for about in self._about.values() for predicate in about}

    def objects(self, predicate: str) -> Iterator[str]:
        """Return every object of a predicate."""
        for about in self._about.values():
            yield from about.get(predicate, ())

    def items(self, head: str) -> list[str]:
        """Return the items of an RDF list.

        Raises `UnreadableError` where it is none.
        """
        found: list[str] = []
        seen: set[str] = set()
        while head != _NIL:
            first, rest = self.values(head, _FIRST), self.values(head, _REST)
            if len(first) != 1 or len(rest) != 1 or head in seen:
                raise UnreadableError(f"{head} is no well-formed list")
            seen.add(head)
            found.append(first[0])
            [head] = rest
        return found

    def closure(self, nodes: Iterable[str]) -> list[ox.Triple]:
        """Return what is said of the nodes, and of the blank nodes that this leads to."""
        wanted = set(nodes)
        ahead = list(wanted)
        while ahead:
            for values in self.about(ahead.pop()).values():
                blank = {value for value in values if value.startswith("_:")} - wanted
                wanted |= blank
                ahead.extend(blank)
        return [triple for triple in self.triples if to_term(triple.subject) in wanted]


def load_shapes(folder: Path, base: str) -> ShapesGraph:
    """Read the Turtle files of a folder, or one file.

    Raises `InputError` where there is none, or one does not parse.
    """
    files = [folder] if folder.is_file() else sorted(folder.glob("*.ttl"))
    if not files:
        raise InputError("there are no shapes", where=str(folder), fix="put their Turtle there")
    dataset = ox.Dataset(ox.Quad(*triple) for file in files for triple in parse_turtle(file, base))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return ShapesGraph(_named_apart(quad.triple) for quad in dataset)


def _named_apart(triple: ox.Triple) -> ox.Triple:
    """Name its blank nodes as no data would: a report has those of both."""
    subject, predicate, value = triple
    if isinstance(subject, ox.BlankNode):
        subject = ox.BlankNode(f"of-the-shapes-{subject.value}")
    if isinstance(value, ox.BlankNode):
        value = ox.BlankNode(f"of-the-shapes-{value.value}")
    return ox.Triple(subject, predicate, value)


def shapes_digest(folder: Path, base: str) -> str:
    """Return the SHA-256 of all shapes in the folder, with the names of their files."""
    texts = {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.ttl"))}
    return digest(rebase(json.dumps(texts), base).encode())
