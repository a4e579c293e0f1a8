"""``Link`` headers by FAIR Signposting: what a page is about, what describes it, under what terms.

https://signposting.org/FAIR/
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from server.formats import Format

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
PAGE_TYPE: Final = "https://schema.org/AboutPage"
METADATA: Final = ("ttl", "jsonld")
"""Formats that are named as what describes a thing; the others say no more."""
_SAFE: Final = ":/?#[]@!$&'()*+,;=~%"


@dataclass(frozen=True)
class Link:
    """A link of a response: where to, how related, and the media type there where it is known."""

    target: str
    relation: str
    media_type: str = ""

    def written(self) -> str:
        """Write the link as the header has it (RFC 8288); what is no ASCII is percent-encoded."""
        kind = f'; type="{self.media_type}"' if self.media_type else ""
        return f'<{quote(self.target, safe=_SAFE)}>; rel="{self.relation}"{kind}'


def links_of_thing(
    iri: str, address: str, formats: Sequence[Format], *, kinds: Iterable[str], dataset: str
) -> list[Link]:
    """Return the links of the page of a thing, and of its descriptions, which have no ``kinds``.

    ``iri`` is the thing's lasting name, ``kinds`` what page and thing are in the words of
    schema.org; the addresses of the formats are ``address`` with ``.ttl`` and so on.
    """
    types = [Link(kind, "type") for kind in kinds]
    metadata = (f for f in formats if f.name in METADATA)
    described = [Link(f"{address}.{f.name}", "describedby", f.media_types[0]) for f in metadata]
    return [
        Link(iri, "cite-as"),
        *(described if types else [Link(address, "describes", "text/html")]),
        *(Link(f"{address}.{f.name}", "alternate", f.media_types[0]) for f in formats),
        Link(f"{address}.html", "alternate", "text/html"),
        *types,
        Link(LICENCE, "license"),
        Link(dataset, "collection"),
    ]


def links_of_dataset(
    iri: str, root: str, dumps: Mapping[str, str], kinds: Iterable[str]
) -> list[Link]:
    """Return the links of the start page, which is that of the dataset; ``root`` ends in a slash.

    ``dumps`` are the media types of those there are, by name.
    """
    void = f"{root}.well-known/void"
    return [
        Link(iri, "cite-as"),
        *(
            Link(f"{void}?format={name}", "describedby", media_type)
            for name, media_type in (("ttl", "text/turtle"), ("jsonld", "application/ld+json"))
        ),
        *(Link(kind, "type") for kind in kinds),
        Link(LICENCE, "license"),
        *(Link(f"{root}dump/{name}", "item", kind) for name, kind in dumps.items()),
        Link(f"{root}sparql", "service"),
        Link(f"{root}openapi.json", "service-desc", "application/json"),
    ]


def header(links: Iterable[Link]) -> str:
    """Write links as one header."""
    return ", ".join(link.written() for link in links)
