"""A timeline: when something happened, and since when and until when somebody took a position.

A date that is known to a month, a season or a year is a range, and drawn as one.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from markupsafe import Markup

from server.drawings.svg import Element, drawing, element, lang, lines_of, link

WIDTH: Final = 760.0
MAX_ROWS: Final = 40
ROW: Final = 42.0
TOP: Final = 26.0
SIDE: Final = 22.0
MAX_TICKS: Final = 10
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Bounds:
    """Between when and when a moment lies; None where nothing bounds it."""

    earliest: date | None
    latest: date | None


@dataclass(frozen=True)
class Happening:
    """Something that happened within bounds, or lasted from within some until within others.

    ``kind`` is “event” or “position”; an event has no ``until``, a position without one is not
    known to have ended. ``when`` is what is written beside it.
    """

    label: str
    when: str
    href: str
    title: str
    kind: str
    since: Bounds
    until: Bounds | None = None
    is_inferred: bool = False
    language: str = ""


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    def x(self, day: date) -> float:
        whole = (self.last - self.first).days or 1
        return SIDE + (WIDTH - 2 * SIDE) * (day - self.first).days / whole


def draw(name: str, title: str, happenings: tuple[Happening, ...]) -> Markup:
    """Draw a timeline, a row each in the order given; those without any date are left out."""
    shown = [each for each in happenings if _days(each)][:MAX_ROWS]
    if not shown:
        return Markup("")
    days = [day for each in shown for day in _days(each)]
    scale = _Scale(min(days), max(days) + _DAY)
    height = TOP + ROW * len(shown)
    rows = [_row(each, scale, TOP + ROW * index) for index, each in enumerate(shown)]
    return drawing(name, title, *_axis(scale, height), *rows, width=WIDTH, height=height + 6)


def by_time(happenings: list[Happening]) -> tuple[Happening, ...]:
    """Sort by the first day that bounds them; what has no beginning stands at its end."""
    return tuple(sorted(happenings, key=lambda h: (min(_days(h), default=date.max), h.label)))


def _days(happening: Happening) -> list[date]:
    bounds = [happening.since, *([happening.until] if happening.until else [])]
    return [day for b in bounds for day in (b.earliest, b.latest) if day]


def _axis(scale: _Scale, height: float) -> list[Element]:
    years = range(scale.first.year, scale.last.year + 2)
    step = -(-len(years) // MAX_TICKS)
    marks = []
    for year in years[::step]:
        day = date(year, 1, 1)
        if not scale.first <= day <= scale.last:
            continue
        x = scale.x(day)
        marks.append(element("path", class_="tick", d=f"M{x:.1f} 18V{height:.1f}"))
        marks.append(
            element("text", text=str(year), class_="year", x=x, y=13, text_anchor="middle")
        )
    return marks


def _row(happening: Happening, scale: _Scale, y: float) -> Element:
    inferred = ", inferred" if happening.is_inferred else ""
    before = f"{happening.when}{inferred} · "
    [label] = lines_of(happening.label, most=max(8, 104 - len(before)), lines=1)
    bar = y + 25
    marks = (
        _event(happening, scale, bar)
        if happening.kind == "event"
        else _position(happening, scale, bar)
    )
    return link(
        happening.href,
        happening.title,
        element("rect", class_="row", x=0, y=y, width=WIDTH, height=ROW - 2),
        element(
            "text",
            element("tspan", text=label, **lang(happening.language)),
            text=before,
            class_="when",
            x=4,
            y=y + 14,
        ),
        *marks,
        class_=f"happening {happening.kind}{' inferred' if inferred else ''}",
        data_kind=happening.kind,
    )


def _event(happening: Happening, scale: _Scale, y: float) -> list[Element]:
    earliest, latest = happening.since.earliest, happening.since.latest
    if earliest == latest and earliest:
        x = scale.x(earliest)
        return [element("path", class_="day", d=f"M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6-6Z")]
    left = scale.x(earliest) if earliest else 0.0
    right = scale.x(latest + _DAY) if latest else WIDTH
    return [
        element("rect", class_="within", x=left, y=y - 5, width=max(3.0, right - left), height=10)
    ]


def _position(happening: Happening, scale: _Scale, y: float) -> list[Element]:
    since, until = happening.since, happening.until
    held_from = scale.x(since.latest or since.earliest or scale.first)
    begun = scale.x(since.earliest) if since.earliest else 0.0
    held_to = scale.x(until.earliest or until.latest or scale.last) if until else WIDTH - SIDE
    gone = (scale.x(until.latest) if until.latest else WIDTH) if until else WIDTH
    marks = []
    if begun < held_from:
        marks.append(element("path", class_="perhaps", d=f"M{begun:.1f} {y:.1f}H{held_from:.1f}"))
    if held_from < held_to:
        marks.append(element("path", class_="held", d=f"M{held_from:.1f} {y:.1f}H{held_to:.1f}"))
    if held_to < gone:
        marks.append(element("path", class_="perhaps", d=f"M{held_to:.1f} {y:.1f}H{gone:.1f}"))
    marks.append(element("path", class_="since", d=f"M{held_from:.1f} {y - 7:.1f}v14"))
    if until:
        marks.append(element("path", class_="since", d=f"M{held_to:.1f} {y - 7:.1f}v14"))
    return marks
