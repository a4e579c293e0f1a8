"""Rules of good form: queries of ``rules/`` whose rows are terms and what is wrong with each."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import pyoxigraph as ox

RULES: Final = Path(__file__).parent / "rules"
SCOPE: Final = "#+ scope: "


def rules() -> list[Path]:
    """List the rules, in order of name."""
    return sorted(RULES.glob("*.rq"), key=lambda path: path.name)


def is_of_one_file(rule: Path) -> bool:
    """Tell whether a rule is asked of each file by itself; others see all files as one."""
    return f"{SCOPE}file" in rule.read_text(encoding="utf-8").splitlines()


def store_of(files: Iterable[Path]) -> ox.Store:
    """Read Turtle files as one."""
    store = ox.Store()
    for file in files:
        store.load(path=file, format=ox.RdfFormat.TURTLE)
    return store


def rows(rule: Path, store: ox.Store) -> Iterator[tuple[str, str]]:
    """Run a rule over a store; yield each row as the term's IRI and what is wrong with it."""
    found = store.query(rule.read_text(encoding="utf-8"))
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError(f"{rule.name} is not a SELECT")
    for row in found:
        yield row["term"].value, row["fault"].value


def violations(rule: Path, files: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Run a rule over the files of an ontology, each by itself or all as one."""
    if is_of_one_file(rule):
        for file in files:
            yield from rows(rule, store_of([file]))
    else:
        yield from rows(rule, store_of(files))
