"""A difference in words, for a person who reviews it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kg.ontology import terms
from kg.ontology.differences import Difference, State, TermChange
from kg.ontology.uses import NAME, Use
from kg.ontology.words import kind, name, said

TOUCHED: Final = {
    "query": "queries",
    "shape": "shapes",
    "data": "data",
    "alignment": "alignments",
    "code": "code",
}
"""What each kind of use is called, in the order in which it is told."""


def report(difference: Difference, used: Mapping[str, Sequence[Use]]) -> Iterator[str]:
    """Yield the lines: the terms that came and went, then each change with what it touches."""
    new, old = difference.new, difference.old
    heads = [
        *(f"renamed: {title(old, a)} is {name(b)} now" for a, b in difference.renamed.items()),
        *(f"removed: {title(old, iri)}" for iri in difference.removed),
        *(f"added: {title(new, iri)}" for iri in difference.added),
        *(f"deprecated: {title(new, iri)}{_heir(new, iri)}" for iri in difference.deprecated),
    ]
    yield from heads
    if heads and difference.changes:
        yield ""
    for i, change in enumerate(difference.changes):
        if i:
            yield ""
        yield from _change(difference, change, used)


def title(state: State, iri: str) -> str:
    """Name a term with its kind and its label: ``class Deployment “deployment”``."""
    label, word = state.label(iri), kind(state.types(iri))
    shown = f"<{iri}>" if word == "ontology" else name(iri)
    return f"{word} {shown}" + (f" “{label}”" if label else "")


def _change(
    difference: Difference, change: TermChange, used: Mapping[str, Sequence[Use]]
) -> Iterator[str]:
    state = difference.new if change.iri in difference.new.by_term else difference.old
    head = title(state, change.iri) if change.iri else "axioms on several terms"
    yield f"{head[0].upper()}{head[1:]}{_files(difference, change)}"
    yield from (f"  no longer {line}" for line in sorted(map(said, change.removed)))
    yield from (f"  now {line}" for line in sorted(map(said, change.added)))
    for use_kind, word in TOUCHED.items():
        files = sorted({use.file for use in used.get(change.iri, ()) if use.kind == use_kind})
        if files and use_kind != NAME:
            yield f"  {word}: {', '.join(files)}"


def _files(difference: Difference, change: TermChange) -> str:
    """Name the files that the change is in."""
    found = {
        file
        for state, those in ((difference.old, change.removed), (difference.new, change.added))
        for file, statements in state.by_file.items()
        if statements & those
    }
    return f" ({', '.join(sorted(found))})" if found else ""


def _heir(state: State, iri: str) -> str:
    heirs = [value.value for value in state.values(iri, terms.REPLACED_BY)]
    return f", replaced by {', '.join(sorted(map(name, heirs)))}" if heirs else ""
