"""Content codings by ``Accept-Encoding``, after RFC 9110, section 12.5.3."""

import re
from typing import Final

from server.fault import RequestError

OFFERED: Final = ("br", "gzip")

_PART = re.compile(
    r"\s*([!#$%&'*+.^_`|~\w-]+)\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?",
    re.IGNORECASE,
)


def accepted_encodings(header: str | None) -> tuple[str, ...]:
    """Return the codings of ours that a client takes, the best first; ``identity`` is none.

    Raises a 406 fault where it takes none of them.

    >>> accepted_encodings("gzip, br;q=0.5, zstd")
    ('gzip', 'br', 'identity')
    """
    if not header:
        return ("identity",)
    qualities: dict[str, float] = {}
    for part in header.split(","):
        if match := _PART.fullmatch(part):
            name = match[1].lower().removeprefix("x-")
            qualities[name] = float(match[2]) if match[2] else 1.0
    other = qualities.get("*", 0.0)
    found = [(qualities.get(name, other), name) for name in OFFERED]
    # What is not coded is taken unless it is ruled out, and is the last choice unless it is named.
    identity = qualities.get("identity", 0.0005 if qualities.get("*") != 0 else 0.0)
    fitting = [pair for pair in (*found, (identity, "identity")) if pair[0] > 0]
    if not fitting:
        raise RequestError(
            406,
            f"Nothing here fits 'Accept-Encoding: {header}'; answers come as br, gzip or bare.",
        )
    return tuple(name for _, name in sorted(fitting, key=lambda pair: -pair[0]))
