"""Reading ``Accept-Language``."""

from functools import lru_cache
from typing import Final

from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

MOST: Final = 10
KEPT: Final = 1024
"""Headers that are remembered with what they say."""


@lru_cache(KEPT)
def languages_in(header: str) -> tuple[str, ...]:
    """Return the languages, the dearest first, without regions: ``ja-JP`` is ``ja``."""
    accepted = parse_accept_header(header, LanguageAccept)
    found = [tag.partition("-")[0].lower() for tag, quality in accepted if quality > 0]
    return tuple(dict.fromkeys(tag for tag in found if tag != "*"))[:MOST]
