"""brat stand-off: SLUG.txt, SLUG.ann, and an annotation.conf that tells brat of our types.

Offsets count characters, which brat takes as code points. No fragment of a span may hold a line
break, so that spans are cut there and joined again on reading.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, get_args

from kg.errors import Fault, input_error
from kg.interchange.escapes import escaped, unescaped
from kg.interchange.exported import Exported, lost_sections
from kg.interchange.records import PLACED, SECTIONS, TYPES, Record, Spans, fields_of
from kg.model.values import Certainty, DamageCause, Polarity, ReportingMode, SpeechAct

LINE_BREAKS: Final = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")

CHOICES: Final = {
    "mode": ReportingMode,
    "act": SpeechAct,
    "certainty": Certainty,
    "polarity": Polarity,
    "cause": DamageCause,
    "confidence": Certainty,
    "damage.cause": DamageCause,
    "damage.confidence": Certainty,
}
"""The fields that are attributes in brat, and their values."""
RELATIONS: Final = ("supports", "attacks", "responds_to", "restates", "embedded_in")
"""The fields that are relations in brat, as long as all they name is in the file."""
NOTE: Final = "AnnotatorNotes"
_ENTITY: Final = "standoff"

_SPAN: Final = re.compile(r"[0-9]+ [0-9]+(?:;[0-9]+ [0-9]+)*")
_RELATION: Final = re.compile(r"([\w-]+) Arg1:(T[0-9]+) Arg2:(T[0-9]+)")


def write_brat(slug: str, records: tuple[Record, ...], text: str) -> Exported:
    """Return the files for brat, and what they cannot hold."""
    lost = list(lost_sections(records))
    placed = []
    for record in records:
        if record.section not in PLACED:
            continue
        fragments = _fragments(record.spans, text)
        if not fragments:
            lost.append(f"{_named(record)}: it marks nothing but line breaks")
            continue
        if any(
            text[start] in LINE_BREAKS or text[end - 1] in LINE_BREAKS
            for start, end in record.spans
        ):
            lost.append(f"{_named(record)}: the line break at its edge")
        placed.append((record, fragments))
    return Exported(
        {
            f"{slug}.txt": text.encode(),
            f"{slug}.ann": "".join(f"{line}\n" for line in _Lines(text).all(placed)).encode(),
            "annotation.conf": _configuration().encode(),
        },
        tuple(lost),
    )


def read_brat(annotations: str, text: str, file: str) -> tuple[Record, ...]:
    """Read the lines of a .ann file.

    Raises:
        InputError: lines that are none of brat's, or that do not fit the text.

    """
    return _Reading(text, file).all(annotations)


@dataclass
class _Lines:
    text: str
    numbers: dict[str, int] = field(default_factory=dict)

    def all(self, placed: list[tuple[Record, Spans]]) -> Iterator[str]:
        marks = [f"T{number}" for number in range(1, len(placed) + 1)]
        claims = {
            record.fields["id"]: mark
            for (record, _), mark in zip(placed, marks, strict=True)
            if record.section == "claims"
        }
        for (record, fragments), mark in zip(placed, marks, strict=True):
            where = ";".join(f"{start} {end}" for start, end in fragments)
            words = " ".join(self.text[start:end] for start, end in fragments)
            yield f"{mark}\t{TYPES[record.section]} {where}\t{words}"
            for name, value in record.fields.items():
                yield from self._field(mark, name, value, claims)

    def _field(self, mark: str, name: str, value: str, claims: dict[str, str]) -> Iterator[str]:
        kind = name.replace(".", "-")
        if name in CHOICES:
            yield f"{self._next('A')}\t{kind} {mark} {value}"
        elif name in RELATIONS and all(claim in claims for claim in value.split(" ")):
            for claim in value.split(" "):
                yield f"{self._next('R')}\t{kind} Arg1:{mark} Arg2:{claims[claim]}"
        elif name == "entity":
            yield f"{self._next('N')}\tReference {mark} {_ENTITY}:{value}\t{value}"
        else:
            kind = NOTE if name == "note" else kind
            yield f"{self._next('#')}\t{kind} {mark}\t{escaped(value)}"

    def _next(self, kind: str) -> str:
        self.numbers[kind] = self.numbers.get(kind, 0) + 1
        return f"{kind}{self.numbers[kind]}"


@dataclass
class _Mark:
    section: str
    spans: Spans
    where: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass
class _Reading:
    text: str
    file: str
    marks: dict[str, _Mark] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def all(self, annotations: str) -> tuple[Record, ...]:
        lines = [
            (f"{self.file}:{number}", line)
            for number, line in enumerate(annotations.split("\n"), 1)
            if line.strip()
        ]
        for where, line in lines:
            if line.startswith("T"):
                self._span(where, line)
        # Relations last: they refer to claims by ids that may stand further down.
        for where, line in sorted(lines, key=lambda item: item[1].startswith("R")):
            if not line.startswith("T"):
                self._about(where, line)
        if self.faults:
            raise input_error(self.file, self.faults)
        marks = sorted(self.marks.items(), key=lambda item: int(item[0][1:]))
        return tuple(Record(mark.section, mark.spans, mark.fields, mark.where) for _, mark in marks)

    def _span(self, where: str, line: str) -> None:
        parts = line.removesuffix("\r").split("\t", 2)
        kind, _, offsets = parts[1].partition(" ") if len(parts) > 1 else ("", "", "")
        if not re.fullmatch("T[0-9]+", parts[0]) or not _SPAN.fullmatch(offsets):
            self._fault(where, "not a span of brat", "write `T1<tab>Type start end<tab>words`")
            return
        if kind not in SECTIONS or SECTIONS[kind] not in PLACED:
            known = ", ".join(TYPES[section] for section in PLACED)
            self._fault(where, f"the type {kind} is none of ours", f"use one of: {known}")
            return
        fragments = tuple(
            (int(start), int(end))
            for start, end in (part.split(" ") for part in offsets.split(";"))
        )
        if any(not 0 <= start < end <= len(self.text) for start, end in fragments):
            self._fault(where, f"the span {offsets} is not in the text", "correct the offsets")
            return
        words = " ".join(self.text[start:end] for start, end in fragments)
        if len(parts) > 2 and parts[2] != words:
            self._fault(
                where,
                f"the words {parts[2]!r} are not those at {offsets}, {words!r}",
                "give brat the text as it was exported; offsets count code points",
            )
            return
        self.marks[parts[0]] = _Mark(SECTIONS[kind], _joined(fragments, self.text), where)

    def _about(self, where: str, line: str) -> None:
        parts = line.removesuffix("\r").split("\t")
        match parts[0][:1], parts[1:]:
            case "A", [content]:
                words = content.split(" ")
                if len(words) == 3:
                    self._put(where, words[1], words[0], words[2])
                    return
            case "R", [content, *_]:
                relation = _RELATION.fullmatch(content.strip())
                if relation:
                    self._relate(where, relation[2], relation[1], relation[3])
                    return
            case "N", [content, *_]:
                words = content.split(" ")
                if len(words) == 3 and words[2].startswith(f"{_ENTITY}:"):
                    self._put(where, words[1], "entity", words[2].removeprefix(f"{_ENTITY}:"))
                    return
            case "#", [content, value]:
                words = content.split(" ")
                if len(words) == 2:
                    name = "note" if words[0] == NOTE else words[0]
                    self._put(where, words[1], name, unescaped(value))
                    return
        self._fault(where, f"{line[:40]!r} is not a line of ours", "remove it, or correct it")

    def _relate(self, where: str, source: str, name: str, target: str) -> None:
        aim, found = self.marks.get(target), self.marks.get(source)
        if aim is None or "id" not in aim.fields:
            self._fault(where, f"{target} has no id to refer to", "give that claim a note, type id")
            return
        before = found.fields.get(name.replace("-", ".")) if found else None
        value = aim.fields["id"]
        self._put(where, source, name, f"{before} {value}" if before else value, again=True)

    def _put(self, where: str, mark: str, kind: str, value: str, *, again: bool = False) -> None:
        name = kind.replace("-", ".")
        found = self.marks.get(mark)
        if found is None:
            self._fault(where, f"there is no span {mark}", "correct the id, or remove the line")
        elif name not in fields_of(found.section):
            known = ", ".join(field.replace(".", "-") for field in fields_of(found.section))
            self._fault(where, f"{TYPES[found.section]} has no {kind}", f"use one of: {known}")
        elif name in found.fields and not again:
            self._fault(where, f"{mark} has {kind} twice", "keep one of the two")
        else:
            found.fields[name] = value

    def _fault(self, where: str, message: str, fix: str) -> None:
        self.faults.append(Fault(where, message, fix=fix))


def _fragments(spans: Spans, text: str) -> Spans:
    """Return the spans as one set, in order, without what overlaps and without line breaks."""
    points = sorted(
        {
            point
            for start, end in spans
            for point in range(start, end)
            if text[point] not in LINE_BREAKS
        }
    )
    found: list[tuple[int, int]] = []
    for point in points:
        if found and found[-1][1] == point:
            found[-1] = (found[-1][0], point + 1)
        else:
            found.append((point, point + 1))
    return tuple(found)


def _joined(fragments: Spans, text: str) -> Spans:
    """Undo the cuts at line breaks."""
    found: list[tuple[int, int]] = []
    for start, end in fragments:
        if found and set(text[found[-1][1] : start]) <= LINE_BREAKS:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


def _named(record: Record) -> str:
    start, end = record.spans[0]
    return f"{TYPES[record.section]} {record.fields.get('id', '')} at {start}-{end}".replace(
        "  ", " "
    )


def _configuration() -> str:
    placed = [TYPES[section] for section in PLACED]
    attributes = [
        f"{name.replace('.', '-')}\tArg:{'|'.join(owners)}, Value:{'|'.join(get_args(values))}"
        for name, values in CHOICES.items()
        if (owners := [TYPES[s] for s in PLACED if name in fields_of(s)])
    ]
    relations = [f"{name}\tArg1:Claim, Arg2:Claim" for name in RELATIONS]
    parts = {"entities": placed, "relations": relations, "events": [], "attributes": attributes}
    return "\n".join("\n".join([f"[{name}]", *lines, ""]) for name, lines in parts.items())
