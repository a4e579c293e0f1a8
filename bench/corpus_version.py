"""A published version made of a generated corpus, without coding, reasoning or validation.

    python -m bench.corpus_version --triples 1M --build-root corpora/1M
    python -m kg serve --build corpora/1M

It has all that a version has: store, dumps, report and manifest. Its report says that nothing was
validated; ``checks.jsonl`` gets no line.
"""

import argparse
import hashlib
import io
import json
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import pyoxigraph as ox

from bench.corpus import corpus, parse_size
from bench.profile import Profile, project_profile, read_profile
from kg import __version__
from kg.prefixes import prefixes
from kg.publish import ID_LENGTH
from kg.published import MANIFEST, NQUADS, STORE, VERSIONS, point_current

TRIG: Final = "standoff.trig"
TURTLE: Final = "standoff.ttl"
REPORT: Final = "report.ttl"
_TRIPLE_TERM: Final = b" <<( "
_NOT_VALIDATED: Final = (
    "# A generated corpus, for benchmarks, of the shape of the project's graph.\n"
    "# It was not validated: there is no validation report.\n"
)


def publish_corpus(profile: Profile, root: Path, *, triples: int, seed: int) -> Path:
    """Generate a corpus, make it a version of the build root, and make that current."""
    (root / VERSIONS).mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=".partial-bench-", dir=root / VERSIONS))
    try:
        written = _write_nquads(partial / NQUADS, corpus(profile, triples=triples, seed=seed))
        version_id = _version_id(written.sha256, str(profile.manifest["shapes_sha256"]))
        quads = write_store(partial / NQUADS, partial / STORE)
        _write_dumps(partial, profile)
        manifest = _manifest(version_id, profile, written, quads, partial)
        text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
        (partial / MANIFEST).write_text(text, encoding="utf-8")
        place = root / VERSIONS / version_id
        shutil.rmtree(place, ignore_errors=True)
        partial.chmod(0o755)
        partial.rename(place)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    point_current(root, version_id)
    return place


@dataclass(frozen=True)
class _Written:
    """What went into the file of quads: digest, sizes of graphs, triple terms, the articles."""

    sha256: str
    graphs: Counter[str]
    contents: int
    articles: dict[str, dict[str, str]]


def _write_nquads(file: Path, pieces: Iterable[tuple[str, bytes]]) -> _Written:
    graphs: Counter[str] = Counter()
    contents: set[bytes] = set()
    articles: dict[str, dict[str, str]] = {}
    digest = hashlib.sha256()
    with file.open("wb") as out:
        for name, lines in pieces:
            out.write(lines)
            digest.update(lines)
            graphs[name] += lines.count(b"\n")
            if name.startswith("article/"):
                contents |= _contents(lines)
                slug = name.removeprefix("article/")
                articles[slug] = _text_of(lines, slug)
    return _Written(digest.hexdigest(), graphs, len(contents), articles)


def _contents(lines: bytes) -> set[bytes]:
    """Return digests of the statements on triple terms: few bytes for each, however many."""
    return {
        hashlib.blake2b(line.rpartition(b" <")[0], digest_size=12).digest()
        for line in lines.splitlines()
        if _TRIPLE_TERM in line
    }


def _text_of(lines: bytes, slug: str) -> dict[str, str]:
    found = {}
    for line in lines.splitlines():
        subject, predicate, value = line.split(b" ", 2)
        if subject.endswith(f"id/document/{slug}>".encode()):
            for name, key in (("#sha256>", "sha256"), ("#codePointLength>", "code_points")):
                if predicate.endswith(name.encode()):
                    found[key] = value.split(b'"')[1].decode()
    return found


def _version_id(nquads_sha256: str, shapes_sha256: str) -> str:
    return hashlib.sha256((nquads_sha256 + shapes_sha256).encode()).hexdigest()[:ID_LENGTH]


def write_store(nquads: Path, folder: Path) -> int:
    """Load the quads, and once more without their graphs (not those on triple terms).

    Return how many quads the store then has.
    """
    store = ox.Store(str(folder))
    with nquads.open("rb") as quads:
        # The blank nodes of the ontology would get new names from bulk_load; they are few.
        blank = [line for line in quads if _is_blank(line)]
        store.bulk_extend(ox.parse(b"".join(doubled(blank)), ox.RdfFormat.N_QUADS))
        quads.seek(0)
        store.bulk_load(_Doubled(quads), ox.RdfFormat.N_QUADS, lenient=True)  # type: ignore[arg-type]
    store.flush()
    store.optimize()
    return len(store)


def doubled(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield each quad, and after it the same for the union: in the default graph."""
    for line in lines:
        yield line
        yield from union((line,))


def union(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the quads without their graphs; without those whose object is a triple term."""
    for line in lines:
        if _TRIPLE_TERM not in line:
            yield line.rpartition(b" <")[0] + b" .\n"


def _is_blank(line: bytes) -> bool:
    return line.startswith(b"_:") or b"> _:" in line


class _Doubled(io.RawIOBase):
    """A file of quads that puts each into its graph and, as it is read, into the union too."""

    def __init__(self, quads: BinaryIO) -> None:
        self._quads = quads
        self._ready = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, at most ``size``; none at the end."""
        while not self._ready and (lines := self._quads.readlines(1 << 20)):
            self._ready = b"".join(doubled(line for line in lines if not _is_blank(line)))
        end = len(self._ready) if size < 0 else size
        taken, self._ready = self._ready[:end], self._ready[end:]
        return taken


def _write_dumps(folder: Path, profile: Profile) -> None:
    store = ox.Store.read_only(str(folder / STORE))
    names = prefixes(profile.base)
    with (folder / TRIG).open("wb") as out:
        quads = (
            quad
            for graph in sorted(store.named_graphs(), key=str)
            for quad in store.quads_for_pattern(None, None, None, graph)
        )
        ox.serialize(quads, out, ox.RdfFormat.TRIG, prefixes=dict(names))
    with (folder / TURTLE).open("wb") as out:
        store.dump(out, ox.RdfFormat.TURTLE, from_graph=ox.DefaultGraph(), prefixes=dict(names))
    (folder / REPORT).write_text(_NOT_VALIDATED, encoding="utf-8")


def _manifest(
    version_id: str, profile: Profile, written: _Written, store_quads: int, folder: Path
) -> dict[str, Any]:
    """Return the manifest of the model, with what is another in the corpus."""
    union = store_quads - written.graphs.total()
    return {
        **profile.manifest,
        "id": version_id,
        "standoff_version": __version__,
        "graphs": dict(sorted(written.graphs.items())),
        "triples": union + written.contents,
        "store_quads": store_quads,
        "articles": written.articles,
        "files": {
            name: {"bytes": (folder / name).stat().st_size, "sha256": _digest(folder / name)}
            for name in sorted((NQUADS, TRIG, TURTLE, REPORT))
        },
    }


def _digest(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def main() -> None:
    """Read the command line, make the version, and say where it is."""
    parser = argparse.ArgumentParser(prog="python -m bench.corpus_version", description=__doc__)
    parser.add_argument("--triples", type=parse_size, required=True, help="such as 100k or 1M")
    parser.add_argument("--build-root", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--model", type=Path, help="a build root to read the model off")
    asked = parser.parse_args()
    profile = read_profile(asked.model) if asked.model else project_profile()
    start = time.perf_counter()
    place = publish_corpus(profile, asked.build_root, triples=asked.triples, seed=asked.seed)
    manifest = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
    seconds = time.perf_counter() - start
    print(f"{place}: {manifest['triples']:,} triples in {seconds:.1f} s")


if __name__ == "__main__":
    main()
