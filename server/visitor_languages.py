"""The languages that a visitor reads, from ``Accept-Language``."""

from typing import Final

from werkzeug.datastructures import LanguageAccept

MOST: Final = 10


def languages_of(accepted: LanguageAccept) -> tuple[str, ...]:
    """Return the languages, the dearest first, without regions: ``ja-JP`` is ``ja``."""
    found = [tag.partition("-")[0].lower() for tag, quality in accepted if quality > 0]
    return tuple(dict.fromkeys(found))[:MOST]
