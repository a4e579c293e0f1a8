"""Offsets in UTF-16 units, in which Java counts: a character beyond the BMP has two."""

from itertools import accumulate

LAST_OF_ONE = 0xFFFF


class Utf16Offsets:
    """Offsets of one text, from code points to UTF-16 units and back."""

    def __init__(self, text: str) -> None:
        sizes = (2 if ord(point) > LAST_OF_ONE else 1 for point in text)
        self._units = [0, *accumulate(sizes)]
        self._points = {unit: point for point, unit in enumerate(self._units)}

    def units(self, point: int) -> int:
        """Return the offset in UTF-16 units of a code point."""
        return self._units[point]

    def point(self, unit: int) -> int | None:
        """Return the code point at an offset in units; none within a character or outside."""
        return self._points.get(unit)
