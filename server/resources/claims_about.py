"""What anybody claims about a thing."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

import pyoxigraph as ox

from kg.vocab import STAND
from server.reading import Reader
from server.resources.claim_list import MAX_READ, ClaimList, claim_list
from server.resources.claim_summary import in_order
from server.resources.claims_address import claims_address

MAX_PROPOSITIONS: Final = 200


def claims_about(reader: Reader, node: ox.NamedNode) -> ClaimList:
    """List the claims whose content is about a thing."""

    def found() -> Iterator[ox.NamedNode]:
        about = islice(reader.subjects(STAND.about, node), MAX_PROPOSITIONS)
        for proposition in in_order(about):
            yield from islice(reader.subjects(STAND.hasProposition, proposition), MAX_READ)

    return claim_list(reader, found(), claims_address(reader, about=[node]))
