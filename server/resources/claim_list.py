"""Claims that a property leads to, a page at a time, with a bound on what is read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox

from server.reading import Reader
from server.resources.claim_summary import ClaimSummary, in_order, summary

MAX_READ: Final = 1000
SHOWN: Final = 6


@dataclass(frozen=True)
class ClaimList:
    """Some claims, and how many there are; ``is_cut`` where there are even more."""

    claims: tuple[ClaimSummary, ...]
    total: int
    is_cut: bool
    href: str

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.claims)


def claim_list(
    reader: Reader,
    found: Iterable[ox.NamedNode],
    href: str,
    *,
    keep: Callable[[ox.NamedNode], bool] = lambda _: True,
    shown: int = SHOWN,
) -> ClaimList:
    """Show the first of the claims found; ``href`` leads to all of them."""
    read = list(islice(found, MAX_READ + 1))
    kept = in_order(claim for claim in read[:MAX_READ] if keep(claim))
    claims = tuple(summary(reader, claim) for claim in kept[:shown])
    return ClaimList(claims, len(kept), len(read) > MAX_READ, href)


def claims_query(reader: Reader, pattern: str) -> str:
    """Write the query for all claims of a list, for whoever wants more than a page shows."""
    return (
        f"PREFIX stand: <{reader.snapshot.version.base}ontology#>\n\n"
        "SELECT ?claim ?speaker ?mode ?polarity ?certainty ?date WHERE {\n"
        f"  {pattern}\n"
        "  ?claim stand:assertedBy ?speaker ; stand:reportingMode ?mode ;\n"
        "    stand:polarity ?polarity ; stand:certainty ?certainty .\n"
        "  OPTIONAL { ?claim stand:date ?date }\n"
        "}\nORDER BY ?claim\n"
    )
