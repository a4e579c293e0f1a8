"""Which claims an address asks for, in what order, and which part of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote

from flask import request

from server.fault import RequestError
from server.index.facets import BY_NAME, FACETS, SORTS, Facet
from server.index.index import Index
from server.replies import cut, number_of

SIZE: Final = 50
MOST: Final = 1000
"""Rows of a page: as a rule, which is the most that people are shown, and the most for programs."""
LISTED: Final = 30
MOST_VALUES: Final = 30
"""Values of all facets together that one address may choose."""


@dataclass(frozen=True)
class Selection:
    """What is asked for: the values chosen of each facet (as IRIs), the order, the page."""

    chosen: Mapping[str, tuple[str, ...]]
    sort: str = SORTS[0]
    page: int = 1
    size: int = SIZE
    snapshot: str = ""
    open: str = ""

    @classmethod
    def of_request(cls, index: Index, base: str, *, most: int) -> "Selection":
        """Read the parameters; raises a 400 fault that says what there is instead.

        What is no parameter of ours is passed over, and so is one without a value. A page has at
        most so many rows.
        """
        given = request.args
        chosen = {}
        for facet in FACETS:
            tokens = dict.fromkeys(filter(None, map(str.strip, given.getlist(facet.name))))
            values = tuple(_value(facet, token, index, base) for token in tokens)
            if values:
                chosen[facet.name] = tuple(dict.fromkeys(values))
        if sum(map(len, chosen.values())) > MOST_VALUES:
            raise RequestError(400, f"At most {MOST_VALUES} values are chosen at once.")
        sort = given.get("sort", "") or SORTS[0]
        if sort.removeprefix("-") not in SORTS:
            raise RequestError(
                400,
                f"sort={cut(sort)} is no column; sort by {', '.join(SORTS)}, with - before it the "
                "other way round.",
            )
        opened = given.get("open", "")
        return cls(
            chosen,
            sort=sort,
            page=number_of("page", 1, most=10**9),
            size=number_of("size", SIZE, most=most),
            snapshot=given.get("snapshot", ""),
            open=opened if opened in BY_NAME else "",
        )

    def parameters(self, base: str, **more: str) -> str:
        """Write the parameters that ask for this; always the same for the same selection."""
        pairs = [
            (name, BY_NAME[name].token(value, base))
            for name, values in sorted(self.chosen.items(), key=lambda part: _place(part[0]))
            for value in sorted(values)
        ]
        pairs += [("sort", self.sort)] if self.sort != SORTS[0] else []
        pairs += [("size", str(self.size))] if self.size != SIZE else []
        pairs += [("page", str(self.page))] if self.page != 1 else []
        pairs += [("open", self.open)] if self.open else []
        pairs += [("snapshot", self.snapshot)] if self.snapshot else []
        pairs += more.items()
        return "&".join(f"{name}={quote(value, safe=':/.-')}" for name, value in pairs)

    def toggled(self, facet: str, value: str) -> "Selection":
        """Return this with one value more, or with it no longer; from the first page on."""
        old = self.chosen.get(facet, ())
        new = tuple(v for v in old if v != value) if value in old else (*old, value)
        rest = {name: values for name, values in self.chosen.items() if name != facet}
        return replace(self, chosen=rest | ({facet: new} if new else {}), page=1)

    def on_page(self, page: int) -> "Selection":
        """Return this, turned to a page."""
        return replace(self, page=page)

    def sorted_by(self, column: str) -> "Selection":
        """Return this in the order of a column; the other way where that is its order now."""
        sort = f"-{column}" if self.sort == column else column
        return replace(self, sort=sort, page=1)


class Counted:
    """The claims of a selection, and how many of them each value of each facet has.

    A facet's own choice does not count for its own values: they say what choosing them would give.
    """

    def __init__(self, index: Index, selection: Selection) -> None:
        self._index = index
        self._selection = selection
        self._masks = {
            name: _mask(index, name, values) for name, values in selection.chosen.items()
        }
        self._mask = _all_of(self._masks.values(), index.total)
        self.total = self._mask.count(1) if self._masks else index.total

    def places(self) -> list[int]:
        """Return the claims in their order."""
        order = self._index.order(self._selection.sort)
        if not self._masks:
            return list(order)
        mask = self._mask
        return [place for place in order if mask[place]]

    def values(self, facet: str) -> dict[str, int]:
        """Return how many claims each value has: the most first, those chosen in any case."""
        found = self._index.facets.get(facet, {})
        masks = [mask for name, mask in self._masks.items() if name != facet]
        if masks:
            has = _all_of(masks, self._index.total).__getitem__
            counts = {name: sum(map(has, value.claims)) for name, value in found.items()}
        else:
            counts = {name: len(value.claims) for name, value in found.items()}
        chosen = self._selection.chosen.get(facet, ())
        kept = {v: n for v, n in counts.items() if n or v in chosen or BY_NAME[facet].is_closed}
        if facet == "year":
            return dict(sorted(kept.items()))
        return dict(sorted(kept.items(), key=lambda part: (-part[1], part[0])))


def _mask(index: Index, facet: str, values: Sequence[str]) -> bytes:
    mask = bytearray(index.total)
    for value in values:
        for place in index.facets[facet][value].claims:
            mask[place] = 1
    return bytes(mask)


def _all_of(masks: Iterable[bytes], total: int) -> bytes:
    """Return what all have in common, a byte for each claim."""
    numbers = [int.from_bytes(mask, "little") for mask in masks]
    if not numbers:
        return b"\x01" * total
    both = numbers[0]
    for number in numbers[1:]:
        both &= number
    return both.to_bytes(total, "little")


def _value(facet: Facet, token: str, index: Index, base: str) -> str:
    known = index.facets.get(facet.name, {})
    value = facet.value(token, base)
    if value in known:
        return value
    tokens = [facet.token(v, base) for v in sorted(known, key=lambda v: (-len(known[v].claims), v))]
    listed = ", ".join(tokens[:LISTED]) or "none"
    more = f", and {len(tokens) - LISTED:,} more" if len(tokens) > LISTED else ""
    raise RequestError(400, f"No claim has {facet.name}={cut(token)}. There are: {listed}{more}.")


def _place(name: str) -> int:
    return [facet.name for facet in FACETS].index(name)
