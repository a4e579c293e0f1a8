"""The prefixes that ontology files are written with: those of this table, and a file's own."""

import re
from collections.abc import Mapping
from typing import Final

from kg.base import BASE
from kg.prefixes import COMMON

SCHEMES: Final[Mapping[str, str]] = {
    "act": f"{BASE}vocab/speech-act/",
    "certainty": f"{BASE}vocab/certainty/",
    "damage": f"{BASE}vocab/damage-cause/",
    "kind": f"{BASE}vocab/passage-kind/",
    "mode": f"{BASE}vocab/reporting-mode/",
    "polarity": f"{BASE}vocab/polarity/",
    "status": f"{BASE}vocab/deployment-status/",
}
KNOWN: Final[Mapping[str, str]] = {
    **COMMON,
    **SCHEMES,
    "aida": "https://raw.githubusercontent.com/NextCenturyCorporation/AIDA-Interchange-Format/"
    "master/java/src/main/resources/com/ncc/aif/ontologies/InterchangeOntology#",
    "bibo": "http://purl.org/ontology/bibo/",
    "cito": "http://purl.org/spar/cito/",
    "crminf": "http://www.cidoc-crm.org/extensions/crminf/",
    "module": f"{BASE}ontology/",
    "org": "http://www.w3.org/ns/org#",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "stand": f"{BASE}ontology#",
    "vocab": f"{BASE}vocab/",
}
"""Prefixes whose meaning is fixed, so that no route by which a file comes can change them."""

_LOCAL: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*")
_XMLNS: Final = re.compile(r"\bxmlns:([A-Za-z][\w-]*)=\"([^\"]*)\"")
_DECLARED: Final = re.compile(
    r"^\s*(?:@prefix|PREFIX)\s+([A-Za-z][\w-]*):\s*<([^>]*)>", re.M | re.I
)


class Names:
    """Shortens IRIs by prefixes, and remembers which prefixes were used."""

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        taken = set(KNOWN.values())
        extra = {p: n for p, n in (own or {}).items() if p not in KNOWN and n not in taken}
        by_namespace = {namespace: prefix for prefix, namespace in {**extra, **KNOWN}.items()}
        # The longest first: vocab/certainty/ before vocab/.
        self._spaces = sorted(by_namespace.items(), key=lambda item: (-len(item[0]), item))
        self.used: dict[str, str] = {}

    def short(self, iri: str) -> str:
        """Return ``prefix:local`` where it can be written so, else ``<iri>``."""
        for namespace, prefix in self._spaces:
            if iri.startswith(namespace):
                local = iri[len(namespace) :]
                if _LOCAL.fullmatch(local):
                    self.used[prefix] = namespace
                    return f"{prefix}:{local}"
        return f"<{iri}>"


def declared(turtle: str) -> dict[str, str]:
    """Read which prefixes a Turtle text declares."""
    return {found[1]: found[2] for found in _DECLARED.finditer(turtle)}


def declared_in_xml(text: str) -> dict[str, str]:
    """Read which prefixes an RDF/XML text declares."""
    return {found[1]: found[2] for found in _XMLNS.finditer(text)}
