"""Where the table of claims has all that a page has the first of."""

from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox
from flask import request, url_for

from kg.vocab import STAND
from server.browse.selection import MOST_VALUES
from server.index.facets import BY_NAME
from server.reading import Reader

_OF_PROPERTIES = {
    STAND.assertedBy: "speaker",
    STAND.imputedTo: "imputed",
    STAND.reportedBy: "reporter",
    STAND.reportedIn: "article",
    STAND.reportingMode: "mode",
    STAND.speechAct: "act",
    STAND.certainty: "certainty",
    STAND.polarity: "polarity",
    STAND.invokes: "invokes",
    STAND.hasProposition: "proposition",
    STAND.evidencedBy: "passage",
}


def claims_address(reader: Reader, **chosen: Iterable[ox.NamedNode]) -> str:
    """Return the address of the claims that have one of these values of each facet.

    Nothing where these are more than one address may choose.
    """
    base = reader.snapshot.version.base
    given: dict[str, Any] = {
        name: [BY_NAME[name].token(node.value, base) for node in dict.fromkeys(nodes)]
        for name, nodes in chosen.items()
    }
    if sum(map(len, given.values())) > MOST_VALUES:
        return ""
    return url_for("browse.claims", **given, snapshot=request.args.get("snapshot") or None)


def claims_pointing(reader: Reader, predicate: ox.NamedNode, node: ox.NamedNode) -> str:
    """Return the address of the claims with this value of a property, where that is a facet."""
    for name, facet in _OF_PROPERTIES.items():
        if predicate == reader.snapshot.iri(str(name)):
            return claims_address(reader, **{facet: [node]})
    return ""
