"""Rows of the table of claims, and the facets beside it, as people and programs are shown them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from server.addresses import local_path
from server.browse.selection import Counted, Selection
from server.index.facets import BY_NAME, FACETS, UNDATED, Facet
from server.index.index import Claim, Index, Named
from server.reading import Mark, Word, tone_of

SHOWN: Final = 12
MOST_SHOWN: Final = 100
"""Values of a facet that are listed: as a rule, and of the one that is opened wide."""

COLUMNS: Final = {
    "claim": "Claim",
    "proposition": "Proposition",
    "speaker": "Speaker",
    "reporter": "Reported by",
    "imputed": "Imputed to",
    "mode": "Mode",
    "act": "Speech act",
    "certainty": "Certainty",
    "polarity": "Polarity",
    "date": "Date",
    "article": "Article",
}
FIELDS: Final = (
    "claim",
    *(name for column in (*list(COLUMNS)[1:-2], "condition") for name in (column, f"{column}_iri")),
    "date",
    "article",
    "article_iri",
)
"""The columns for programs."""
HEADINGS: Final = (
    ("proposition",),
    ("speaker", "reporter", "imputed"),
    ("mode",),
    ("act",),
    ("certainty",),
    ("polarity",),
    ("date",),
    ("article",),
)
"""Which columns stand together on a page."""


@dataclass(frozen=True)
class Thing:
    """A thing as it is shown: its label with its language, its IRI, its path on this site."""

    label: str
    language: str
    iri: str
    path: str | None
    mark: Mark | None = None


@dataclass(frozen=True)
class Line:
    """A claim as it is shown; ``marks`` say what keeps it from being plainly so."""

    claim: Thing
    text: Thing
    is_denied: bool
    marks: tuple[Mark, ...]
    speaker: Thing | None
    reporters: tuple[Thing, ...]
    imputed: tuple[Thing, ...]
    mode: Thing | None
    act: Thing | None
    certainty: Thing | None
    polarity: Thing | None
    conditions: tuple[Thing, ...]
    date: str
    article: Thing | None


@dataclass(frozen=True)
class Choice:
    """A value of a facet: how many claims have it, and the parameters that choose or drop it."""

    label: str
    language: str
    value: str
    count: int
    is_chosen: bool
    parameters: str


@dataclass(frozen=True)
class Panel:
    """A facet with its values; ``total`` counts those that are not shown as well."""

    facet: Facet
    choices: tuple[Choice, ...]
    total: int
    wider: str

    @property
    def chosen(self) -> tuple[Choice, ...]:
        """The values that are chosen."""
        return tuple(choice for choice in self.choices if choice.is_chosen)


class Shower:
    """Shows things of one index in these languages."""

    def __init__(self, index: Index, base: str, languages: Sequence[str]) -> None:
        self._index = index
        self._base = base
        self._languages = languages
        self._shown: dict[str, Thing] = {}

    def lines(self, places: Sequence[int]) -> list[Line]:
        """Return these claims as they are shown."""
        claims = self._index.claims(places)
        named = self._index.named(number for claim in claims for number in claim.nodes())
        return [self._line(claim, named) for claim in claims]

    def panels(self, selection: Selection, counted: Counted) -> list[Panel]:
        """Return the facets that tell any claims apart, or are chosen."""
        found = []
        for facet in FACETS:
            chosen = selection.chosen.get(facet.name, ())
            counts = counted.values(facet.name) if facet.is_listed or chosen else {}
            if not counts:
                continue
            most = MOST_SHOWN if selection.open == facet.name else SHOWN
            shown = {v: n for v, n in list(counts.items())[:most] if n or v not in chosen}
            shown |= {v: counts[v] for v in chosen}
            wider = replace(selection, open=facet.name, page=1)
            found.append(
                Panel(
                    facet,
                    tuple(self._choices(facet, shown, selection)),
                    len(counts),
                    wider.parameters(self._base) if len(counts) > len(shown) else "",
                )
            )
        return found

    def labels(self, facet: str, values: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Return the label of each value of a facet, and its language."""
        known = self._index.facets.get(facet, {})
        short = partial(BY_NAME[facet].token, base=self._base)
        numbers = {value: known[value].node for value in values}
        named = self._index.named(numbers.values())
        found = {}
        for value, number in numbers.items():
            label = named[number].label(self._languages) if number in named else None
            found[value] = (label.text, label.language) if label else (short(value), "")
        return found

    def _choices(
        self, facet: Facet, counts: Mapping[str, int], selection: Selection
    ) -> Iterable[Choice]:
        labels = self.labels(facet.name, counts)
        for value, count in counts.items():
            text, language = labels[value]
            yield Choice(
                label="no date" if value == UNDATED else text,
                language=language,
                value=value,
                count=count,
                is_chosen=value in selection.chosen.get(facet.name, ()),
                parameters=selection.toggled(facet.name, value).parameters(self._base),
            )

    def _line(self, claim: Claim, named: Mapping[int, Named]) -> Line:
        def thing(number: int) -> Thing | None:
            return self.thing(named[number]) if number else None

        def things(numbers: Iterable[int]) -> tuple[Thing, ...]:
            return tuple(self.thing(named[number]) for number in numbers)

        imputed, certainty = things(claim.imputed), thing(claim.certainty)
        marks = [_mark("imputed", "imputed to ", imputed)] if imputed else []
        if certainty and certainty.mark and certainty.mark.tone != "plain":
            marks.append(certainty.mark)
        conditions = things(claim.conditions)
        marks += [_mark("hedged", "on condition: ", (each,)) for each in conditions]
        own = self.thing(named[claim.node])
        polarity = thing(claim.polarity)
        text = thing(claim.proposition) or own
        return Line(
            claim=own,
            text=replace(text, label=claim.text, language="en") if claim.text else text,
            is_denied=bool(polarity and polarity.mark and polarity.mark.tone == "denied"),
            marks=tuple(marks),
            speaker=thing(claim.speaker),
            reporters=things(claim.reporters),
            imputed=imputed,
            mode=thing(claim.mode),
            act=thing(claim.act),
            certainty=certainty,
            polarity=polarity,
            conditions=conditions,
            date=claim.date,
            article=thing(claim.article),
        )

    def thing(self, named: Named) -> Thing:
        """Return a thing as it is shown."""
        if named.iri not in self._shown:
            self._shown[named.iri] = self._thing(named)
        return self._shown[named.iri]

    def _thing(self, named: Named) -> Thing:
        label = named.label(self._languages)
        path = local_path(named.iri, self._base)
        scheme, _, name = named.iri.removeprefix(f"{self._base}vocab/").partition("/")
        is_concept = named.iri.startswith(f"{self._base}vocab/") and bool(name)
        shown = (Word(label.text, label.language),)
        mark = Mark(label.text, tone_of(scheme, name), shown) if is_concept else None
        return Thing(label.text, label.language, named.iri, path, mark)


def as_rows(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Return claims as programs take them: labels, and beside each the IRI."""
    return [
        {
            "claim": line.claim.iri,
            "proposition": line.text.label,
            "proposition_iri": line.text.iri,
            **_single("speaker", line.speaker),
            **_several("reporter", line.reporters),
            **_several("imputed", line.imputed),
            **_single("mode", line.mode),
            **_single("act", line.act),
            **_single("certainty", line.certainty),
            **_single("polarity", line.polarity),
            **_several("condition", line.conditions),
            "date": line.date,
            **_single("article", line.article),
        }
        for line in lines
    ]


def _single(name: str, thing: Thing | None) -> dict[str, str]:
    return {name: thing.label if thing else "", f"{name}_iri": thing.iri if thing else ""}


def _several(name: str, things: Sequence[Thing]) -> dict[str, list[str]]:
    return {name: [t.label for t in things], f"{name}_iri": [t.iri for t in things]}


def _mark(tone: str, words: str, things: Sequence[Thing]) -> Mark:
    """Make a mark of English words and the things that they are of."""
    named = [
        part for thing in things for part in (Word(" and "), Word(thing.label, thing.language))
    ]
    shown = (Word(words), *named[1:])
    return Mark("".join(word.text for word in shown), tone, shown)
