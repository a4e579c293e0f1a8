"""What our IRIs begin with, unless a build puts another base in its place."""

from typing import Final

BASE: Final = "https://w3id.org/standoff/"


def rebase(text: str, base: str) -> str:
    """Put another base in the place of the default one in Turtle, SPARQL or a single IRI."""
    return text.replace(BASE, base)
