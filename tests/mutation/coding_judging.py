"""Who catches which mutant of the coding: what reads it, or what is asked of the graph it gives."""

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.corpus import Corpus, load_corpus
from kg.dataset import from_rdflib
from kg.errors import ConformanceError, Fault, InputError
from kg.graph import build_graphs
from kg.paths import DataPaths
from kg.spans import verify_texts
from tests.mutation.coding_faults import CodingMutant
from tests.mutation.mutant import Catch, Mutant, owner
from tests.mutation.sound import Sound

ID: Final = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class Read:
    """What became of a coding mutant: caught by reading, or a mutant of the graph, or nothing."""

    catches: tuple[Catch, ...] = ()
    unnamed: tuple[Catch, ...] = ()
    graph: Mutant | None = None


@dataclass(frozen=True)
class CodingJudge:
    """Reads a copy of the coding files in which one file at a time is a mutant."""

    data: DataPaths
    folder: Path
    sound: Sound
    texts: Mapping[str, str]

    def __post_init__(self) -> None:
        for name, source in self._sources().items():
            shutil.copytree(source, self.folder / name)

    def read(self, mutant: CodingMutant) -> Read:
        """Read the coding with the mutant in it, and put the file back."""
        file = self.folder / self._relative(mutant.entry.file)
        sound = file.read_bytes()
        file.write_text(mutant.text, encoding="utf-8")
        try:
            corpus = load_corpus(*(self.folder / name for name in self._sources()))
            verify_texts(corpus, self.texts)
        except (InputError, ConformanceError) as error:
            return self._caught(mutant, error)
        finally:
            file.write_bytes(sound)
        return Read(graph=self._difference(mutant, corpus))

    def _sources(self) -> dict[str, Path]:
        data = self.data
        return {"entities": data.entities, "links": data.links, "articles": data.articles}

    def _relative(self, file: Path) -> Path:
        for name, source in self._sources().items():
            if file.is_relative_to(source):
                return name / file.relative_to(source)
        raise ValueError(f"{file} is no coding file")

    def _caught(self, mutant: CodingMutant, error: InputError | ConformanceError) -> Read:
        faults = error.faults or (Fault(error.where, error.message, error.cause, error.fix),)
        where = (self.folder / self._relative(mutant.entry.file)).as_posix()
        catches: list[Catch] = []
        unnamed: list[Catch] = []
        for fault in faults:
            fix = fault.fix or error.fix
            catch = Catch("coding", fault.message, fault.where, f"{fault.message} [fix: {fix}]")
            named = _points_at(fault, where, mutant) and bool(fix)
            (catches if named else unnamed).append(catch)
        return Read(tuple(catches), tuple(unnamed))

    def _difference(self, mutant: CodingMutant, corpus: Corpus) -> Mutant | None:
        graphs = build_graphs(corpus)
        before = set(self.sound.quads)
        after = {
            ox.Quad(*triple, ox.NamedNode(str(name)))
            for name, graph in graphs.graphs.items()
            for triple in from_rdflib(graph)
        }
        removed, added = tuple(before - after), tuple(after - before)
        if not removed and not added:
            return None
        nodes = _nodes((*removed, *added))
        return Mutant(mutant.operator, mutant.field, tuple(dict.fromkeys(nodes)), removed, added)


def _points_at(fault: Fault, file: str, mutant: CodingMutant) -> bool:
    place, _, rest = fault.where.partition(":")
    line = rest.partition(":")[0]
    # A doubled entry may be longer by a line, and of a list that is empty now only its key is left.
    lines = range(mutant.entry.first_line - 1, mutant.entry.last_line + 2)
    if place == file and line.isdigit() and int(line) in lines:
        return True
    said = f"{fault.message} {fault.cause}"
    return any(word and _names(said, word) for word in mutant.words)


def _names(said: str, word: str) -> bool:
    """Tell whether a message has a word, an id such as ``s03`` not as a part of ``s03b``."""
    if ID.fullmatch(word):
        return re.search(rf"(?<![\w-]){word}(?![\w-])", said) is not None
    return word in said


def _nodes(quads: Sequence[ox.Quad]) -> Iterator[str]:
    for quad in sorted(quads, key=str):
        for term in (quad.subject, quad.object):
            if isinstance(term, ox.NamedNode) and "/id/" in term.value:
                yield owner(term.value)
