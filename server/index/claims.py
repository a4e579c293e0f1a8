"""The claims of a version as rows, and which of them have which value of a facet."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from kg.vocab import STAND
from server.index.facets import FACETS, UNDATED
from server.index.nodes import Graph

LONGEST: Final = 200
"""Years between the bounds of a date that are counted one by one; of more, only the two ends."""

_YEAR: Final = re.compile(r"-?\d{4,}")
_SINGLE: Final = {
    "speaker": STAND.assertedBy,
    "mode": STAND.reportingMode,
    "act": STAND.speechAct,
    "certainty": STAND.certainty,
    "polarity": STAND.polarity,
    "article": STAND.reportedIn,
}


class Row(NamedTuple):
    """A claim: IRIs of what it is made of (nothing where it has none), and its date as written.

    ``when`` is the earliest it can have been made, else the latest.
    """

    iri: str
    proposition: str
    text: str
    speaker: str
    reporters: tuple[str, ...]
    imputed: tuple[str, ...]
    mode: str
    act: str
    certainty: str
    polarity: str
    date: str
    when: str
    article: str
    conditions: tuple[str, ...]


Values = Mapping[str, Mapping[str, Sequence[str]]]
"""The values of each claim, by facet."""


def read_claims(graph: Graph) -> tuple[list[Row], Values]:
    """Read all claims, in the order of their IRIs with numbers as numbers, and their values."""
    links = {name: graph.links(predicate) for name, predicate in _SINGLE.items()}
    links["reporter"] = graph.links(STAND.reportedBy)
    links["imputed"] = graph.links(STAND.imputedTo)
    propositions = graph.links(STAND.hasProposition)
    conditions = graph.links(STAND.conditionedOn)
    texts = graph.texts(STAND.propositionText)
    dates = graph.texts(STAND.date)
    earliest, latest = graph.texts(STAND.earliest), graph.texts(STAND.latest)
    rows = []
    for iri in sorted(graph.members(STAND.Claim), key=natural):
        first = {name: _first(links[name], iri) for name in _SINGLE}
        proposition = _first(propositions, iri)
        rows.append(
            Row(
                iri=iri,
                proposition=proposition,
                text=texts.get(proposition, ""),
                reporters=tuple(links["reporter"].get(iri, ())),
                imputed=tuple(links["imputed"].get(iri, ())),
                date=dates.get(iri, ""),
                when=earliest.get(iri) or latest.get(iri, ""),
                conditions=tuple(conditions.get(iri, ())),
                **first,
            )
        )
    values: dict[str, Mapping[str, Sequence[str]]] = {**links}
    values["party"] = _parties(graph, links["speaker"])
    values["year"] = {
        row.iri: years(earliest.get(row.iri, ""), latest.get(row.iri, "")) for row in rows
    }
    for name, kind in (("territory", STAND.Territory), ("system", STAND.WeaponSystem)):
        values[name] = _about(graph, propositions, set(graph.members(kind)))
    values["about"] = _about_others(_about(graph, propositions, None), links["speaker"])
    values["invokes"] = graph.links(STAND.invokes)
    values["proposition"] = propositions
    values["passage"] = graph.links(STAND.evidencedBy)
    known = {row.iri for row in rows}
    for name in ("invokes", "proposition", "passage"):
        values[name] = {iri: found for iri, found in values[name].items() if iri in known}
    return rows, values


def closed_values(graph: Graph, iris: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the facet and the IRI of each value of the closed lists."""
    closed = {f"{graph.base}{f.prefix}": f.name for f in FACETS if f.is_closed}
    for iri in iris:
        prefix = iri[: iri.rfind("/") + 1]
        if prefix in closed:
            yield closed[prefix], iri


def natural(text: str) -> tuple[tuple[int, int | str], ...]:
    """Return what puts texts in order with their numbers as numbers: c9 before c10."""
    parts = re.findall(r"\d+|\D+", text)
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts)


def years(earliest: str, latest: str) -> list[str]:
    """Return the years from one bound to the other; where one is missing, that of the other.

    >>> years("2016-12-01T00:00:00Z", "2017-02-28T23:59:59Z")
    ['2016', '2017']
    """
    ends = [int(match[0]) for text in (earliest, latest) if (match := _YEAR.match(text))]
    if not ends:
        return [UNDATED]
    first, last = min(ends), max(ends)
    counted = range(first, last + 1) if last - first <= LONGEST else sorted({first, last})
    return [f"{year:04d}" for year in counted]


def _first(links: Mapping[str, Sequence[str]], iri: str) -> str:
    found = links.get(iri)
    return found[0] if found else ""


def _parties(graph: Graph, speakers: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    acts_for = graph.links(STAND.actsFor)
    known: dict[str, set[str]] = {}

    def parties(actor: str) -> set[str]:
        if actor not in known:
            found, ahead = {actor}, [actor]
            while ahead:
                fresh = set(acts_for.get(ahead.pop(), ())) - found
                found |= fresh
                ahead += fresh
            known[actor] = found
        return known[actor]

    return {
        iri: sorted(set[str]().union(*map(parties, actors))) for iri, actors in speakers.items()
    }


def _about(
    graph: Graph, propositions: Mapping[str, Sequence[str]], things: set[str] | None
) -> dict[str, list[str]]:
    """Return what the content of each claim is about, of these things, or of any."""
    about: dict[str, set[str]] = defaultdict(set)
    for proposition, found in graph.links(STAND.about).items():
        about[proposition] = set(found) if things is None else things.intersection(found)
    return {
        claim: sorted(set[str]().union(*(about[each] for each in found)))
        for claim, found in propositions.items()
    }


def _about_others(
    about: Mapping[str, Sequence[str]], speakers: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    return {
        claim: [thing for thing in found if thing not in speakers.get(claim, ())]
        for claim, found in about.items()
    }
