"""Where the engines differ from what SHACL asks for, and so from each other: the whole list."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kg.errors import InputError
from kg.validation.engines import Engine
from tests.shacl.trap_cases import found_by
from tests.shacl.traps import TRAPS, Trap
from tests.shacl.w3c_cases import answer, cases, left_to_reference

LIST: Final = Path(__file__).with_name("differences.txt")
ENGINES: Final[tuple[Engine, ...]] = ("fast", "reference")


def listed() -> list[str]:
    """Return the lines of the list, without its comments."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def of_suite(suite: Path) -> Iterator[str]:
    """Yield a line for each test of the suite that an engine fails or leaves to the other."""
    with quiet():
        for case in cases(suite):
            wrong = [engine for engine in ENGINES if answer(case, engine) != case.expected]
            if wrong:
                yield f"{case.name}: wrong by {' and '.join(wrong)}"
            if reason := left_to_reference(case):
                yield f"{case.name}: left to the reference, for {_unnamed(reason)}"


def of_traps() -> Iterator[str]:
    """Yield a line for each trap that an engine steps into."""
    with quiet():
        for trap in TRAPS:
            wrong = [engine for engine in ENGINES if not _is_right(trap, engine)]
            if wrong:
                yield f"trap, {trap.name}: wrong by {' and '.join(wrong)}"


def _is_right(trap: Trap, engine: Engine) -> bool:
    try:
        return len(found_by(trap, engine)) == trap.results
    except InputError:
        return False


@contextmanager
def quiet() -> Iterator[None]:
    """Keep rdflib from logging each ill-formed literal, of which these cases are full."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def _unnamed(reason: str) -> str:
    """Leave out the names of blank nodes, which are others at each run."""
    return " ".join("a shape," if word.startswith("_:") else word for word in reason.split())
