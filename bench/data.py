"""The data of a run: the project's own graph or a generated corpus, published and as files."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from bench.corpus import parse_size
from bench.corpus_version import doubled, publish_corpus, union
from bench.profile import project_profile
from kg.build import build
from kg.errors import InputError
from kg.paths import project_data
from kg.published import NQUADS, STORE, Version, current_version

OWN: Final = "own"
SEED: Final = 1
MOST_ENTITIES: Final = 5_000
_ENTITIES: Final = """SELECT ?s (COUNT(*) AS ?n) {
  ?s a <https://w3id.org/standoff/ontology#Entity> ; ?p ?o } GROUP BY ?s ORDER BY ?s"""


@dataclass(frozen=True)
class Data:
    """A published version, and the same for peers that read files."""

    name: str
    root: Path
    version: Version

    @property
    def triples(self) -> int:
        """Distinct triples, in whichever graph."""
        return int(self.version.manifest["triples"])

    @property
    def store(self) -> Path:
        """The store on disk, for whoever reads Oxigraph's."""
        return self.version.path / STORE

    @property
    def nquads(self) -> Path:
        """The named graphs as N-Quads."""
        return self.version.path / NQUADS

    @property
    def words(self) -> tuple[str, str]:
        """Two words that some labels have."""
        return ("japan", "missile") if self.name == OWN else ("radar", "orchard")

    def quads_with_union(self) -> Path:
        """Give the named graphs and, as the default graph, their union: what our store holds."""
        return self._written("with-union.nq", doubled)

    def union(self) -> Path:
        """Give the union of the named graphs alone, without triple terms."""
        return self._written("union.nt", union)

    def entities(self) -> tuple[str, ...]:
        """Return IRIs of entities, the one with a middling number of statements first."""
        found = ox.Store.read_only(str(self.store)).query(_ENTITIES)
        sizes = {row["s"].value: int(row["n"].value) for row in found}  # type: ignore[union-attr]
        middling = sorted(sizes, key=lambda iri: (sizes[iri], iri))[len(sizes) // 2]
        step = -(-len(sizes) // MOST_ENTITIES)
        return (middling, *(iri for iri in list(sizes)[::step] if iri != middling))

    def _written(self, name: str, lines_of: Callable[[list[bytes]], Iterator[bytes]]) -> Path:
        file = self.root / f"{self.version.id}-{name}"
        if not file.exists():
            partial = file.with_name(f".{file.name}")
            with self.nquads.open("rb") as quads, partial.open("wb") as out:
                while lines := quads.readlines(1 << 20):
                    out.writelines(lines_of(lines))
            partial.replace(file)
        return file


def prepare(name: str, folder: Path, tell: Callable[[str], None]) -> Data:
    """Publish the project's own graph or a corpus of a size in the folder, unless it is there."""
    root = folder / name
    root.mkdir(parents=True, exist_ok=True)
    start = time.perf_counter()
    if name == OWN:
        build(project_data(), root, hermit=False)
    else:
        try:
            current_version(root)
        except InputError:
            tell(f"generating {name}")
            publish_corpus(project_profile(), root, triples=parse_size(name), seed=SEED)
    data = Data(name, root, current_version(root))
    tell(f"{name}: {data.triples:,} triples ({time.perf_counter() - start:.0f} s to make)")
    return data
