"""What is cited, as people and their programs write it: in words, as BibTeX, as CSL-JSON."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from kg import __version__
from server.current import Snapshot
from server.service import published_at

AUTHOR: Final = "The Standoff contributors"
TITLE: Final = "Standoff: a knowledge graph of who claims what in a security dispute"

_SPECIAL: Final = re.compile(r"[\\{}#$%&_^~]")
_WRITTEN: Final = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


@dataclass(frozen=True)
class Work:
    """The data of one snapshot, or one thing in it, whose name is ``part``, at its address."""

    snapshot: str
    published: date
    address: str
    part: str = ""

    def text(self) -> str:
        """Write the citation as a sentence."""
        part = f"“{self.part}” In: " if self.part else ""
        return (
            f"{AUTHOR}. {part}{TITLE}. Version {__version__}, snapshot {self.snapshot} of "
            f"{self.published}. {self.address}"
        )

    def bibtex(self) -> str:
        """Write the citation as an entry of BibTeX."""
        kind, title = ("misc", f"  title = {{{{{TITLE}}}}},\n")
        if self.part:
            kind = "incollection"
            title = f"  title = {{{{{_escaped(self.part)}}}}},\n  booktitle = {{{{{TITLE}}}}},\n"
        return (
            f"@{kind}{{standoff-{self._key()},\n"
            f"  author = {{{{{AUTHOR}}}}},\n"
            f"{title}"
            f"  year = {{{self.published.year}}},\n"
            f"  version = {{{__version__}, snapshot {self.snapshot}}},\n"
            f"  url = {{{self.address}}}\n"
            "}\n"
        )

    def csl(self) -> dict[str, Any]:
        """Write the citation as an item of CSL-JSON."""
        day = self.published
        container = {"container-title": TITLE} if self.part else {}
        return {
            "id": f"standoff-{self._key()}",
            "type": "entry" if self.part else "dataset",
            "title": self.part or TITLE,
            **container,
            "author": [{"literal": AUTHOR}],
            "issued": {"date-parts": [[day.year, day.month, day.day]]},
            "version": f"{__version__}, snapshot {self.snapshot}",
            "URL": self.address,
        }

    def _key(self) -> str:
        if not self.part:
            return self.snapshot
        return "-".join(re.findall(r"[a-z0-9]+", self.address.partition("/id/")[2].lower()))


def work_of(snapshot: Snapshot, address: str, part: str = "") -> Work:
    """Return what to cite of a snapshot, which counts as published when it became current."""
    moment = published_at(snapshot) or datetime.now(UTC)
    return Work(snapshot.version.id, moment.date(), address, part)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda m: _WRITTEN.get(m[0], f"\\{m[0]}"), " ".join(text.split()))
