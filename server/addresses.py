"""Where a thing of the graph is on this site."""

from urllib.parse import quote

_OF_IRIS = ":/#?&=+,;@!$'()*~%"


def local_path(iri: str, base: str) -> str | None:
    """Return the path on this site of an IRI under a version's base, None for any other IRI.

    >>> local_path("https://w3id.org/standoff/id/actor/russia", "https://w3id.org/standoff/")
    '/id/actor/russia'
    """
    if not iri.startswith(base):
        return None
    return "/" + quote(iri.removeprefix(base), safe=_OF_IRIS)
