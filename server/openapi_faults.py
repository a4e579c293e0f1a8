"""What can go wrong, as OpenAPI describes it: each status, and how it is spelled."""

from collections.abc import Iterable
from typing import Any, Final

from server.errors import SPELLINGS

Json = dict[str, Any]

_FAULTS: Final = {
    "400": "the request is wrong; it says where",
    "401": "the owner's token is missing",
    "403": "this is not allowed here",
    "404": "there is no such thing here",
    "406": "it does not come in this format",
    "409": "the change cannot be made on this data",
    "411": "the length of the body is not announced",
    "412": "the graph is not what the request says it is",
    "413": "the body is too large",
    "415": "this type of body is not read",
    "416": "the file has no such part",
    "422": "the change breaks a shape; the report says which",
    "429": "too many queries of one client wait; Retry-After says when to come again",
    "501": "the server's SQLite has no full-text search",
    "502": "an endpoint that the query calls by SERVICE fails",
    "503": "there is no room or no data now, or a bound on size or memory is passed",
    "504": "the query ran out of time",
}
PROBLEM: Final = {
    "type": "object",
    "description": "What is wrong (RFC 9457), and where in the query, or which bound is passed.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "line": {"type": "integer"},
        "column": {"type": "integer"},
        "source": {"type": "string"},
        "expected": {"type": "array", "items": {"type": "string"}},
        "bound": {"type": "string"},
        "limit": {"type": "number"},
    },
    "required": ["type", "title", "status", "detail"],
}


def content(types: Iterable[str]) -> Json:
    """Describe a body that comes in these media types."""
    return {name: {"schema": {} if name.endswith("json") else {"type": "string"}} for name in types}


def faults(*statuses: str) -> Json:
    """Describe the answers of these statuses."""
    problem = {"$ref": "#/components/schemas/Problem"}
    spelled = {
        name: {"schema": problem if name.endswith("json") else {"type": "string"}}
        for name in SPELLINGS
        if name != "application/json"
    }
    return {
        status: {"description": _FAULTS[status], "content": spelled} for status in sorted(statuses)
    }
