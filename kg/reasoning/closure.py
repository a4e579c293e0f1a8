"""The closure of data under the rules: what is new, what contradicts, and the axioms in words."""

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from kg.reasoning.findings import Finding, findings
from kg.reasoning.inference import is_kept
from kg.reasoning.materialization import Workspace
from kg.reasoning.profiles import RULES_OF, Profile
from kg.reasoning.words import LABEL, Words, labels_of


@dataclass(frozen=True)
class Closure:
    """What follows from data and ontology.

    ``unnamed`` counts conclusions about blank nodes, which no other file could be told of;
    ``contradictions`` are what the rules found and the sentence that says it.
    """

    new: frozenset[ox.Triple]
    unnamed: int
    contradictions: tuple[tuple[Finding, str], ...]


def close(store: ox.Store, profile: Profile, base: str) -> Closure:
    """Close the default graph of a store; it then holds what follows, too.

    The profile ``build`` gives what a build adds; ``rl`` everything, contradictions included.
    """
    workspace = Workspace(store, RULES_OF[profile], with_schema=profile == "rl")
    workspace.close()
    inferred = workspace.inferred()
    if profile == "build":
        return Closure(frozenset(t for t in inferred if is_kept(t, base)), 0, ())
    found = list(inferred)
    new = frozenset(triple for triple in found if not _has_blank(triple))
    clashes = list(findings(workspace))
    words = Words(workspace.schema, labels_of(_labels(store)), base)
    said = tuple((clash, clash.in_words(words)) for clash in clashes)
    return Closure(new, len(found) - len(new), said)


def _labels(store: ox.Store) -> Iterable[ox.Triple]:
    return (quad.triple for quad in store.quads_for_pattern(None, LABEL, None, ox.DefaultGraph()))


def _has_blank(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)
