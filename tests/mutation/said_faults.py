"""Faults of what is said: who stands behind a claim, what becomes a fact, what a date means."""

import random
from collections.abc import Callable, Iterator
from typing import Final

import pyoxigraph as ox

from tests.mutation.mutant import Mutant, owner
from tests.mutation.sound import Sound
from tests.mutation.thing_faults import FACTS, concept, shuffled, term

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
OA: Final = "http://www.w3.org/ns/oa#"
BAD_EDTF: Final = (
    *(
        "June 2017",
        "2017-13",
        "2017-02-30",
        "2017/6/15",
        "15-06-2017",
        "2017-24",
        "2017-06-15T10:00",
    ),
    *("20l7", "2017-06/2017-05", "../..", "2017-6", ""),
)

SaidFault = Callable[[Sound, random.Random], Iterator[Mutant]]


class Claims:
    """The claims of a sound dataset, and how one is changed."""

    def __init__(self, sound: Sound, rng: random.Random) -> None:
        self.sound = sound
        self.nodes = shuffled(rng, sound.nodes["claim"])

    def with_mode(self, *modes: str) -> list[str]:
        """Return the claims in one of these modes."""
        wanted = {concept("reporting-mode", mode) for mode in modes}
        return [n for n in self.nodes if wanted & set(self.objects(n, "reportingMode"))]

    def objects(self, node: str, name: str) -> list[object]:
        """Return the values that a claim has of one of our properties."""
        return [quad.object for quad in self.sound.values(node, term(name).value)]

    def set(self, operator: str, node: str, **values: object) -> Mutant:
        """Give a claim other values for some properties, or none."""
        removed, added = [], []
        graph = self.sound.about[node][0].graph_name
        for name, value in values.items():
            removed += self.sound.values(node, term(name).value)
            if value is not None:
                added.append(ox.Quad(ox.NamedNode(node), term(name), value, graph))  # type: ignore[arg-type]
        return Mutant(operator, "claim", (node,), tuple(removed), tuple(added))


def own_voice(sound: Sound, rng: random.Random) -> Iterator[Mutant]:
    """Turn an imputed or reported claim to its asserter's own voice, by half and wholly."""
    claims, mode = Claims(sound, rng), concept("reporting-mode", "own-voice")
    for node in claims.with_mode("imputed"):
        yield claims.set("imputed to own voice, mode only", node, reportingMode=mode)
        yield claims.set(
            "imputed to own voice, wholly",
            node,
            reportingMode=mode,
            imputedTo=None,
            reportedBy=None,
        )
        yield claims.set("imputed to nobody", node, imputedTo=None)
        [imputed_to] = claims.objects(node, "imputedTo")
        yield claims.set("imputed turned to asserted", node, assertedBy=imputed_to)
        yield claims.set(
            "imputed turned to reported speech",
            node,
            assertedBy=imputed_to,
            imputedTo=None,
            reportingMode=concept("reporting-mode", "indirect-speech"),
        )
    for node in claims.with_mode("indirect-speech", "generic-attribution"):
        yield claims.set("reported to own voice, mode only", node, reportingMode=mode)
        yield claims.set("reported to own voice, wholly", node, reportingMode=mode, reportedBy=None)
        [asserter] = claims.objects(node, "assertedBy")
        [reporter] = claims.objects(node, "reportedBy")
        yield claims.set("reported by its asserter", node, reportedBy=asserter)
        yield claims.set("asserted by its reporter", node, assertedBy=reporter)
        yield claims.set(
            "asserter and reporter exchanged", node, assertedBy=reporter, reportedBy=asserter
        )


def voices(sound: Sound, rng: random.Random) -> Iterator[Mutant]:
    """Give a claim a territory, its document or its passage as the one who says it."""
    claims = Claims(sound, rng)
    for node in claims.nodes:
        for name in ("assertedBy", "reportedBy", "imputedTo", "addressedTo"):
            if claims.objects(node, name):
                territory = sound.other(rng, "territory")
                assert territory is not None
                place = ox.NamedNode(territory)
                yield claims.set(f"territory as {name}", node, **{name: place})
        yield claims.set("no evidence", node, evidencedBy=None)
        yield claims.set(
            "proposition as evidence", node, evidencedBy=claims.objects(node, "hasProposition")[0]
        )
        negative = concept("polarity", "negative")
        if negative not in claims.objects(node, "polarity"):
            yield claims.set("polarity turned", node, polarity=negative)
        certain = concept("certainty", "certain")
        if certain not in claims.objects(node, "certainty"):
            yield claims.set("hedge taken away", node, certainty=certain)
        yield claims.set(
            "certainty of another scheme", node, certainty=concept("reporting-mode", "imputed")
        )
        yield claims.set("unknown concept", node, speechAct=concept("speech-act", "denail"))


def facts(sound: Sound, rng: random.Random) -> Iterator[Mutant]:
    """Write as a plain fact what is hedged, imputed, reported, denied, attacked or conditional."""
    established = {q.subject.value for q in sound.by_predicate[term("establishedBy").value]}
    claims = Claims(sound, rng)
    for node in claims.nodes:
        [proposition] = claims.objects(node, "hasProposition")
        assert isinstance(proposition, ox.NamedNode)
        parts = [
            sound.values(proposition.value, term(f"proposition{part}").value)
            for part in ("Subject", "Predicate", "Object")
        ]
        if proposition.value in established or not all(parts):
            continue
        subject, predicate, value = (found[0].object for found in parts)
        assert isinstance(subject, ox.NamedNode)
        assert isinstance(predicate, ox.NamedNode)
        plain = ox.Quad(subject, predicate, value, FACTS)
        back = ox.Quad(proposition, term("establishedBy"), ox.NamedNode(node), FACTS)
        ends = (proposition.value, node, subject.value)
        name = predicate.value
        yield Mutant("fact of a claim that establishes none", name, ends, (), (plain, back))
        yield Mutant("fact without a claim", name, (subject.value,), (), (plain,))
        yield Mutant("established, not stated", name, ends, (), (back,))
    for quad in sound.by_predicate[term("establishedBy").value]:
        other = sound.other(rng, "claim", quad.object.value)
        assert other is not None
        said = ox.Quad(quad.subject, quad.predicate, ox.NamedNode(other), quad.graph_name)
        ends = (quad.subject.value, other, quad.object.value)
        yield Mutant("fact of another claim", "claim", ends, (quad,), (said,))


def background(sound: Sound, rng: random.Random) -> Iterator[Mutant]:
    """Take the source of a plain triple away, or add a plain triple that has none."""
    for node in shuffled(rng, sound.nodes["background"]):
        [subject] = sound.values(node, term("backgroundSubject").value)
        quads = sound.about[node]
        yield Mutant(
            "plain triple without source", "background", (subject.object.value, node), quads
        )
    for name in ("actsFor", "cooperatesWith", "threatens", "opposes"):
        one = sound.other(rng, "actor")
        other = sound.other(rng, "actor", str(one))
        assert one is not None
        assert other is not None
        for graph in sound.data_graphs:
            said = ox.Quad(ox.NamedNode(one), term(name), ox.NamedNode(other), graph)
            yield Mutant("plain triple of nobody's", name, (one, other), (), (said,))


def dates(sound: Sound, rng: random.Random) -> Iterator[Mutant]:
    """Write a date that is none, bounds that are not the date's, a reason without inference."""
    for name in ("date", "validFrom", "validUntil"):
        quads = list(sound.by_predicate[term(name).value])
        rng.shuffle(quads)
        for quad in quads:
            for bad in BAD_EDTF:
                said = ox.Quad(quad.subject, quad.predicate, ox.Literal(bad), quad.graph_name)
                yield _at(f"EDTF {bad!r}", quad, said)
    for name, step in (("earliest", -1), ("latest", 1), ("earliest", 1), ("latest", -1)):
        quads = list(sound.by_predicate[term(name).value])
        rng.shuffle(quads)
        for quad in quads:
            moved = _other_year(quad.object.value, step)
            literal = ox.Literal(moved, datatype=ox.NamedNode(f"{XSD}dateTime"))
            said = ox.Quad(quad.subject, quad.predicate, literal, quad.graph_name)
            yield _at(f"{name} {step:+d} year", quad, said)
            zoned = ox.Literal(f"{quad.object.value[:-1]}+09:00", datatype=quad.object.datatype)
            said = ox.Quad(quad.subject, quad.predicate, zoned, quad.graph_name)
            yield _at(f"{name} in another zone", quad, said)
    for quad in sound.by_predicate[term("dateInferred").value]:
        false = ox.Literal("false", datatype=ox.NamedNode(f"{XSD}boolean"))
        said = ox.Quad(quad.subject, quad.predicate, false, quad.graph_name)
        yield _at("inferred said not to be", quad, said)


def offsets(sound: Sound, rng: random.Random) -> Iterator[Mutant]:
    """Shift a span, stretch it, turn it round, put it outside the text."""
    for kind in ("passage", "mention", "emendation"):
        for node in shuffled(rng, sound.nodes[kind]):
            for name, start, end in (
                ("start -1", -1, 0),
                ("start +1", 1, 0),
                ("end -1", 0, -1),
                ("end +1", 0, 1),
                ("span +1", 1, 1),
                ("span -1", -1, -1),
                ("span +100", 100, 100),
                ("span +100000", 100_000, 100_000),
                ("end +100000", 0, 100_000),
            ):
                mutant = _shifted(sound, node, f"offsets: {name}", kind, start, end)
                if mutant is not None:
                    yield mutant


SAID_FAULTS: Final[tuple[SaidFault, ...]] = (
    own_voice,
    voices,
    facts,
    background,
    dates,
    offsets,
)


def _at(operator: str, quad: ox.Quad, said: ox.Quad) -> Mutant:
    node = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else str(quad.subject)
    return Mutant(operator, quad.predicate.value, (owner(node),), (quad,), (said,))


def _other_year(value: str, step: int) -> str:
    return f"{int(value[:4]) + step:04d}{value[4:]}"


def _shifted(
    sound: Sound, node: str, operator: str, kind: str, start: int, end: int
) -> Mutant | None:
    selector = f"{node}/selector"
    removed, added = [], []
    for name, step in (("start", start), ("end", end)):
        [quad] = sound.values(selector, f"{OA}{name}")
        if step and int(quad.object.value) + step < 0:
            return None
        if step:
            literal = ox.Literal(str(int(quad.object.value) + step), datatype=quad.object.datatype)
            removed.append(quad)
            added.append(ox.Quad(quad.subject, quad.predicate, literal, quad.graph_name))
    return Mutant(operator, kind, (node,), tuple(removed), tuple(added))
