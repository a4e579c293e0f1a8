"""Content negotiation by ``Accept``, after RFC 9110, section 12.5.1."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_PART = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*")+')
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_RANGE = re.compile(r"\s*([!#$%&'*+.^_`|~\w-]+)/([!#$%&'*+.^_`|~\w-]+)\s*(;.*)?", re.DOTALL)
_QUALITY = re.compile(r";\s*q\s*=\s*([^;\s]*)\s*(?:;|$)", re.IGNORECASE)
_NUMBER = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?")

MAX_CHARS: Final = 8000
"""Of a header; what stands behind is not read, lest it take long."""


@dataclass(frozen=True)
class MediaRange:
    """One range of an ``Accept`` header; ``quality`` is 0 to 1."""

    type: str
    subtype: str
    quality: float

    @property
    def specificity(self) -> int:
        """0 for ``*/*``, 1 for ``text/*``, 2 for ``text/csv``."""
        return (self.type != "*") + (self.subtype != "*")

    def matches(self, media_type: str) -> bool:
        """Tell whether a media type such as ``text/csv`` lies within the range."""
        kind, _, subtype = media_type.partition("/")
        return self.type in ("*", kind) and self.subtype in ("*", subtype)


def parse_accept(header: str) -> tuple[MediaRange, ...]:
    """Read an ``Accept`` header; a range that cannot be read is left out.

    >>> parse_accept("text/csv;q=0.5")
    (MediaRange(type='text', subtype='csv', quality=0.5),)
    """
    return tuple(
        found for part in _PART.findall(header[:MAX_CHARS]) if (found := _media_range(part))
    )


def choose(header: str | None, offers: Sequence[str]) -> str | None:
    """Return the media type to answer with, or None where nothing offered is acceptable.

    An offer has the quality of the most specific range it lies in. Among equals, one that is
    named beats one that a wildcard lets in; after that the order of ``offers`` decides. No
    header, or one in which nothing can be read, accepts everything.
    """
    ranges = parse_accept(header or "*/*") or parse_accept("*/*")
    best: tuple[tuple[float, int], str] | None = None
    for offer in offers:
        matching = [found for found in ranges if found.matches(offer)]
        if not matching:
            continue
        chosen = max(matching, key=lambda found: (found.specificity, found.quality))
        rank = (chosen.quality, chosen.specificity)
        if chosen.quality > 0 and (best is None or rank > best[0]):
            best = (rank, offer)
    return best[1] if best else None


def _media_range(part: str) -> MediaRange | None:
    match = _RANGE.fullmatch(part)
    if not match or (match[1] == "*" and match[2] != "*"):
        return None
    quality = _QUALITY.search(_QUOTED.sub('""', match[3] or ""))
    if quality and not _NUMBER.fullmatch(quality[1]):
        return None
    number = float(quality[1]) if quality else 1.0
    return MediaRange(match[1].lower(), match[2].lower(), number)
