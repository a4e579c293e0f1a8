"""Rules of good form: queries of ``rules/`` whose rows are terms and what is wrong with each."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

RULES: Final = Path(__file__).parent / "rules"


def rules() -> list[Path]:
    """List the rules, in order of name."""
    return sorted(RULES.glob("*.rq"), key=lambda path: path.name)


def violations(rule: Path, files: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Run a rule over Turtle files read as one; yield each row as the term and what is wrong."""
    store = ox.Store()
    for file in files:
        store.load(path=file, format=ox.RdfFormat.TURTLE)
    yield from rows(rule, store)


def rows(rule: Path, store: ox.Store) -> Iterator[tuple[str, str]]:
    """Run a rule over a store; yield each row as the term and what is wrong with it."""
    found = store.query(rule.read_text(encoding="utf-8"))
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError(f"{rule.name} is not a SELECT")
    for row in found:
        yield str(row["term"]), row["fault"].value
