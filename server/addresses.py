"""Where a thing of the graph is on this site."""

from functools import lru_cache
from urllib.parse import quote

_OF_IRIS = ":/#?&=+,;@!$'()*~%"


@lru_cache(maxsize=4096)
def local_path(iri: str, base: str) -> str | None:
    """Return the path on this site of an IRI under a version's base, None for any other IRI.

    >>> local_path("https://w3id.org/standoff/id/actor/russia", "https://w3id.org/standoff/")
    '/id/actor/russia'
    """
    if not iri.startswith(base):
        return None
    return "/" + quote(iri.removeprefix(base), safe=_OF_IRIS)
