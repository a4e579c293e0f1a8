"""Pages of things: which kind of thing has which page.

A page is a module with what `Page` names. Whoever adds one puts it into `PAGES`; the first one
that fits is taken, so what is particular stands before what is general.
"""

from collections.abc import Collection, Mapping
from typing import Final, Protocol

import pyoxigraph as ox
from rdflib import URIRef

from server.reading import Reader
from server.resources import (
    actor,
    agreement,
    any_resource,
    article,
    claim,
    concept,
    dispute,
    named_graph,
    passage,
    proposition,
    territory,
    weapon_system,
)


class Page(Protocol):
    """A page module: the classes it is for, the template it fills, and what it fills it with."""

    @property
    def KINDS(self) -> tuple[URIRef, ...]:  # noqa: N802 -- a constant of a module
        """Classes as `kg.vocab` names them; a thing whose class is below one is of it, too."""
        ...

    @property
    def TEMPLATE(self) -> str:  # noqa: N802
        """The template, which extends ``thing.html``."""
        ...

    def values(self, reader: Reader, node: ox.NamedNode) -> Mapping[str, object]:
        """Return what the template needs besides what every page of a thing gets."""
        ...


PAGES: Final[tuple[Page, ...]] = (
    claim,
    proposition,
    passage,
    actor,
    territory,
    weapon_system,
    agreement,
    dispute,
    concept,
    named_graph,
    article,
)


def page_of(kinds: Collection[str], reader: Reader) -> Page:
    """Return the page for a thing of these classes (IRIs of the version)."""
    for page in PAGES:
        if any(reader.snapshot.iri(str(kind)).value in kinds for kind in page.KINDS):
            return page
    return any_resource
