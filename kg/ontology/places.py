"""Where in its file a term is written: the line on which its block begins."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from kg.located_yaml import shown
from kg.ontology.prefixes import KNOWN, Names, declared

_SUBJECT: Final = re.compile(r"(<[^>]*>|[\w-]+:[\w.-]*)(?=\s|$)")


class Places:
    """The blocks of some Turtle files, by the IRI that each is about."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._lines = {file: _blocks(file.read_text(encoding="utf-8")) for file in files}

    def where(self, iri: str, *, within: Path | None = None) -> str:
        """Return ``file:line`` of a term's block, in a file where it has one there."""
        order = ([within] if within in self._lines else []) + list(self._lines)
        for file in order:
            line = self._lines[file].get(iri) if file is not None else None
            if file is not None and line is not None:
                return f"{shown(file)}:{line}"
        return self._mention(iri, order) or (shown(within) if within is not None else "")

    def _mention(self, iri: str, order: Iterable[Path | None]) -> str:
        """Return ``file:line`` where a term without a block is first named."""
        spelled = re.compile(rf"{re.escape(Names().short(iri))}(?![\w-])") if iri else None
        for file in order:
            lines = file.read_text(encoding="utf-8").split("\n") if file and spelled else []
            for number, line in enumerate(lines, start=1):
                if spelled is not None and spelled.search(line):
                    return f"{shown(file)}:{number}"  # type: ignore[arg-type]
        return ""

    def knows(self, iri: str) -> bool:
        """Tell whether some file has a block for the term."""
        return any(iri in lines for lines in self._lines.values())


@cache
def _blocks(turtle: str) -> dict[str, int]:
    prefixes = {**KNOWN, **declared(turtle)}
    found: dict[str, int] = {}
    for number, line in enumerate(turtle.split("\n"), start=1):
        match = _SUBJECT.match(line)
        if match is None:
            continue
        prefix, _, local = match[1].partition(":")
        if match[1].startswith("<"):
            found.setdefault(match[1][1:-1], number)
        elif prefix in prefixes:
            found.setdefault(prefixes[prefix] + local, number)
    return found
