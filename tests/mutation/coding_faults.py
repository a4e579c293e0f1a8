"""Faults of the coding: what an author may leave out, misspell, mistake, misplace or turn round."""

import copy
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kg.located_yaml import Step, Value
from tests.mutation.coding_text import CodingText, Entry

Path = tuple[Step, ...]

SPARE: Final = 5
"""How many more entries than wanted are looked at for faults that not each entry can have."""

WRONG_KIND: Final = {
    "actor": "territory/japan",
    "territory": "actor/japan",
    "system": "actor/japan",
    "agreement": "system/thaad",
    "event": "issue/islands-question",
    "issue": "actor/japan",
    "document": "actor/japan",
}
BAD_EDTF: Final = ("June 2017", "2017-13", "2017-02-30", "2017/06", "2017-06/2017-05", "../..")


@dataclass(frozen=True)
class CodingMutant:
    """One fault put into a coding file: what was done, where, and the text that comes of it."""

    operator: str
    field: str
    entry: Entry
    text: str
    words: tuple[str, ...] = ()
    """What a message may name in the place of the line: ids and values that the fault is about."""


Fault = Callable[[CodingText, Entry, Path, Any, random.Random], Iterator[tuple[str, list[Value]]]]


def mutants(
    file: CodingText, rng: random.Random, most: int, seen: Counter[tuple[str, str]]
) -> Iterator[CodingMutant]:
    """Make the mutants of a file: at most so many of an operator at a field."""
    entries = list(file.entries)
    rng.shuffle(entries)
    values, ids = _values(entries), {entry.id for entry in entries} - {""}
    visits: Counter[str] = Counter()
    for entry in entries:
        for operator, field, new, words in _faults(entry, entries, values, visits, most, rng):
            key = operator, f"{file.path.name} {field}"
            if seen[key] >= most:
                continue
            text = file.replaced(entry, *new) if new else file.without(entry)
            if text != file.text:
                seen[key] += 1
                left = sorted((_references(entry.value) - _references(new)) & ids)
                yield CodingMutant(operator, field, entry, text, (entry.id, *words, *left))


def _values(entries: Sequence[Entry]) -> dict[str, list[str]]:
    """List the texts that stand at each field anywhere in the file."""
    found: dict[str, set[str]] = {}
    for entry in entries:
        for path, value in _leaves(entry.value):
            if isinstance(value, str):
                found.setdefault(_field(entry, path), set()).add(value)
    return {field: sorted(texts) for field, texts in found.items()}


def _references(value: Value) -> set[str]:
    """Return the texts in a value; what referred to another entry leaves it alone when gone."""
    return {leaf for _, leaf in _leaves(value, ("all",)) if isinstance(leaf, str)}


def _field(entry: Entry, path: Path) -> str:
    return ".".join([entry.section or "entities", *_key(path)])


def _faults(
    entry: Entry,
    entries: Sequence[Entry],
    values: dict[str, list[str]],
    visits: Counter[str],
    most: int,
    rng: random.Random,
) -> Iterator[tuple[str, str, list[Value], tuple[str, ...]]]:
    section = entry.section or "entities"
    if entry.number is not None:
        yield "remove entry", section, [], ()
        yield "double entry", section, [entry.value, entry.value], ()
    if isinstance(entry.value, dict):
        yield from _of_entry(section, entry, entries)
    for path, value in _leaves(entry.value):
        field = _field(entry, path)
        visits[field] += 1
        if visits[field] > most + SPARE:
            continue
        for operator, changed in _of_value(entry, path, value, values.get(field, []), rng):
            words = (str(value), str(_get(changed, path)))
            yield operator, field, [changed], words


def _of_entry(
    section: str, entry: Entry, entries: Sequence[Entry]
) -> Iterator[tuple[str, str, list[Value], tuple[str, ...]]]:
    value = entry.value
    assert isinstance(value, dict)
    for key in value:
        left = {name: item for name, item in value.items() if name != key}
        yield "drop key", f"{section}.{key}", [left], ()
        renamed = {(name + name[-1] if name == key else name): v for name, v in value.items()}
        yield "misspell key", f"{section}.{key}", [renamed], ()
    for one, other in (("asserted_by", "reported_by"), ("start", "end")):
        if one in value and other in value:
            yield (
                "exchange keys",
                f"{section}.{one}",
                [_with(value, {one: value[other], other: value[one]})],
                (),
            )
    triple = value.get("triple")
    if isinstance(triple, dict):
        turned = {**triple, "subject": triple["object"], "object": triple["subject"]}
        yield "exchange keys", f"{section}.triple", [_with(value, {"triple": turned})], ()
    if "start" in value and "end" in value:
        for name, start, end in (
            ("start -1", -1, 0),
            ("start +1", 1, 0),
            ("end -1", 0, -1),
            ("end +1", 0, 1),
            ("span +1", 1, 1),
            ("span -1", -1, -1),
            ("span +100000", 100_000, 100_000),
        ):
            moved = {"start": value["start"] + start, "end": value["end"] + end}  # type: ignore[operator]
            yield f"offsets: {name}", section, [_with(value, moved)], ()
    if section == "claims":
        yield from _of_claim(value, entries)
    if value.get("supersedes"):
        earlier = next(e for e in entries if e.id == value["supersedes"])
        yield (
            "circle of one",
            "positions.supersedes",
            [_with(value, {"supersedes": value["id"]})],
            (),
        )
        assert isinstance(earlier.value, dict)


def _of_claim(
    value: dict[str, Value], entries: Sequence[Entry]
) -> Iterator[tuple[str, str, list[Value], tuple[str, ...]]]:
    mine = str(value["id"])
    for name in ("supports", "attacks", "responds_to", "restates"):
        yield "circle of one", f"claims.{name}", [_with(value, {name: [mine]})], ()
        for other in entries:
            links = other.value.get(name, []) if isinstance(other.value, dict) else []
            if other.section == "claims" and isinstance(links, list) and mine in links:
                yield (
                    "circle of two",
                    f"claims.{name}",
                    [_with(value, {name: [other.id]})],
                    (other.id,),
                )
    yield "circle of one", "claims.embedded_in", [_with(value, {"embedded_in": mine})], ()
    for other in entries:
        if isinstance(other.value, dict) and other.value.get("embedded_in") == mine:
            circle = _with(value, {"embedded_in": other.id})
            yield "circle of two", "claims.embedded_in", [circle], (other.id,)
    yield (
        "condition itself",
        "claims.conditioned_on",
        [_with(value, {"conditioned_on": [value["proposition"]]})],
        (),
    )
    if value["mode"] == "imputed":
        own = {k: v for k, v in value.items() if k not in {"reported_by", "imputed_to"}}
        yield "imputed to own voice, wholly", "claims.mode", [{**own, "mode": "own-voice"}], ()
        yield (
            "imputed to its asserter",
            "claims.imputed_to",
            [_with(value, {"imputed_to": value["asserted_by"]})],
            (),
        )
    if value["mode"] in {"indirect-speech", "generic-attribution"}:
        own = {k: v for k, v in value.items() if k != "reported_by"}
        yield "reported to own voice, wholly", "claims.mode", [{**own, "mode": "own-voice"}], ()
        yield (
            "reported by its asserter",
            "claims.reported_by",
            [_with(value, {"reported_by": value["asserted_by"]})],
            (),
        )
    if value["act"] == "denial":
        yield "polarity turned", "claims.polarity", [_with(value, {"polarity": "positive"})], ()
    other_claims = [e.id for e in entries if e.section == "claims" and e.id != mine]
    if value.get("attacks"):
        yield (
            "attacked and supported",
            "claims.supports",
            [_with(value, {"supports": value["attacks"]})],
            (),
        )
    yield "id of another", "claims.id", [_with(value, {"id": other_claims[0]})], (other_claims[0],)


def _of_value(
    entry: Entry, path: Path, value: Any, known: list[str], rng: random.Random
) -> Iterator[tuple[str, Value]]:
    def put(new: Value) -> Value:
        return _set(entry.value, path, new)

    if isinstance(value, bool):
        yield "other value", put(not value)
        yield "wrong type", put(str(value).lower())
    elif isinstance(value, int):
        yield "wrong type", put(str(value))
        yield "negative number", put(-value - 1)
    elif isinstance(value, str):
        for operator, new in _of_text(path, value, known, rng):
            yield operator, put(new)
    elif isinstance(value, list) and value:
        yield "drop item", put(value[1:])
        yield "double item", put([value[0], *value])
        yield "value for list", put(value[0])


def _of_text(
    path: Path, value: str, known: list[str], rng: random.Random
) -> Iterator[tuple[str, Value]]:
    yield "empty text", ""
    yield "wrong type", 7
    yield "list for value", [value]
    yield "space at the end", f"{value} "
    yield "two lines", f"{value}\nand more"
    yield "misspelt value", value + value[-1]
    if others := [other for other in known if other != value]:
        yield "other value", rng.choice(others)
    kind = value.partition("/")[0]
    if kind in WRONG_KIND and "/" in value:
        yield "wrong kind", WRONG_KIND[kind]
    if _key(path)[-1:] in (("edtf",), ("date",)):
        for bad in BAD_EDTF:
            yield f"EDTF {bad!r}", bad
    if len(value) == 64 and " " not in value:
        yield "digest changed", ("1" if value[0] == "0" else "0") + value[1:]


def _leaves(value: Value, path: Path = ()) -> Iterator[tuple[Path, Value]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    elif isinstance(value, list):
        if path:
            yield path, value
        for number, item in enumerate(value):
            yield from _leaves(item, (*path, number))
    else:
        yield path, value


def _key(path: Path) -> tuple[str, ...]:
    return tuple(step for step in path if isinstance(step, str))


def _with(value: dict[str, Value], changes: dict[str, Any]) -> Value:
    return {**value, **changes}


def _get(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def _set(value: Value, path: Path, new: Value) -> Value:
    if not path:
        return new
    changed: Any = copy.deepcopy(value)
    *outer, last = path
    _get(changed, tuple(outer))[last] = new
    return changed  # type: ignore[no-any-return]
