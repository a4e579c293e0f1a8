"""The parameters of the claims and of the search, as OpenAPI 3.1 describes them."""

from collections.abc import Sequence
from typing import Any, Final

from server.index.facets import FACETS, SORTS
from server.index.kinds import KINDS


def _one(name: str, text: str, **schema: object) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": text, "schema": schema}


_SNAPSHOT: Final = _one("snapshot", "The id of an earlier version of the data.", type="string")
_COLUMNS: Final[Sequence[str]] = [*SORTS, *(f"-{name}" for name in SORTS)]
CLAIMS: Final = (
    *(
        _one(
            facet.name,
            f"{facet.title}: {facet.meaning}. A short name, or an IRI.",
            type="array",
            items={"type": "string"},
        )
        for facet in FACETS
    ),
    _one("sort", "A column; with - before it, the other way.", type="string", enum=_COLUMNS),
    _one("page", "Which page, from 1 on.", type="integer", minimum=1),
    _one("size", "How many rows a page has.", type="integer", minimum=1),
    _SNAPSHOT,
)
SEARCH: Final = (
    _one("q", "Words in any script; quotes hold some together.", type="string"),
    _one("kind", "One kind of thing.", type="string", enum=[kind.name for kind in KINDS]),
    _one("page", "Which page of that kind, from 1 on.", type="integer", minimum=1),
    _SNAPSHOT,
)
