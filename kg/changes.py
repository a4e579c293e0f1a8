"""What differs between two versions, by their quads: to say why an answer is another one now."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.published import NQUADS, STORE, Version

RDF_TYPE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
DEFAULT: Final = ""
"""How the default graph is named in counts."""


@dataclass(frozen=True)
class Changes:
    """What came and what went, from one version to the other.

    Quads are counted by graph. A claim has changed if it is in both and a quad of it is not.
    ``mentioned_added`` and ``mentioned_removed`` are quads, as N-Quads, sorted.
    """

    added: Mapping[str, int]
    removed: Mapping[str, int]
    claims_added: tuple[str, ...]
    claims_withdrawn: tuple[str, ...]
    claims_changed: tuple[str, ...]
    mentioned_added: tuple[str, ...]
    mentioned_removed: tuple[str, ...]


def changes(old: Version, new: Version, mentioning: Collection[str] = ()) -> Changes:
    """Compare two versions; keep the changed quads that mention one of the IRIs, in any place."""
    needles = [f"<{iri}>" for iri in mentioning]
    counts: dict[str, Counter[str]] = {"+": Counter(), "-": Counter()}
    mentioned: dict[str, list[str]] = {"+": [], "-": []}
    touched: set[str] = set()
    for sign, quad in _differences(old, new):
        graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name.value
        counts[sign][graph] += 1
        touched.add(_value(quad.subject))
        line = f"{quad} ."
        if any(needle in line for needle in needles):
            mentioned[sign].append(line)
    before, after = _claims(old), _claims(new)
    return Changes(
        added=dict(sorted(counts["+"].items())),
        removed=dict(sorted(counts["-"].items())),
        claims_added=tuple(sorted(after - before)),
        claims_withdrawn=tuple(sorted(before - after)),
        claims_changed=tuple(sorted(before & after & touched)),
        mentioned_added=tuple(sorted(mentioned["+"])),
        mentioned_removed=tuple(sorted(mentioned["-"])),
    )


def _differences(old: Version, new: Version) -> Iterator[tuple[str, ox.Quad]]:
    dumps = [version.path / NQUADS for version in (old, new)]
    if all(dump.is_file() for dump in dumps):
        yield from _of_dumps(*dumps)
        return
    before, after = _store(old), _store(new)
    yield from (("-", quad) for quad in before if quad not in after)
    yield from (("+", quad) for quad in after if quad not in before)


def _of_dumps(old: Path, new: Path) -> Iterator[tuple[str, ox.Quad]]:
    """Go through both sorted files once, side by side."""
    with old.open("rb") as before, new.open("rb") as after:
        left, right = before.readline(), after.readline()
        while left or right:
            if left == right:
                left, right = before.readline(), after.readline()
            elif not right or (left and left < right):
                yield "-", _quad(left)
                left = before.readline()
            else:
                yield "+", _quad(right)
                right = after.readline()


def _quad(line: bytes) -> ox.Quad:
    quad: ox.Quad = next(iter(ox.parse(line, ox.RdfFormat.N_QUADS)))
    return quad


def _claims(version: Version) -> set[str]:
    claim = ox.NamedNode(f"{version.base}ontology#Claim")
    dump = version.path / NQUADS
    if not dump.is_file():
        found = _store(version).quads_for_pattern(None, RDF_TYPE, claim, None)
        return {_value(quad.subject) for quad in found}
    with dump.open("rb") as lines:
        return set(_claims_in(lines, f" {RDF_TYPE} {claim} ".encode()))


def _claims_in(lines: BufferedReader, typed: bytes) -> Iterator[str]:
    yield from (_value(_quad(line).subject) for line in lines if typed in line)


def _store(version: Version) -> ox.Store:
    return ox.Store.read_only(str(version.path / STORE))


def _value(term: ox.NamedNode | ox.BlankNode | ox.Triple) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)
