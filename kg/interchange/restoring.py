"""A coding made of records that another tool gave back, checked as if it had been typed.

What its model accepts becomes part of the coding. What only lacks something that a person has to
add becomes a candidate, in the state proposed. Anything else is a fault with its place in the file.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError

from kg.coded_article import CodedArticle
from kg.errors import Fault, InputError, input_error
from kg.interchange.records import (
    PLACED,
    SAYS,
    UNPLACED,
    WORDS,
    Record,
    Spans,
    digest_needed,
    nested,
)
from kg.layout import layout_faults
from kg.located_yaml import Step
from kg.model.article import ArticleFile
from kg.model.coding import CodingFile
from kg.model.reading import CodedFile, faults_of
from kg.spans import digest

STATE: Final = "proposed"


@dataclass(frozen=True)
class Restored:
    """A coding as plain values, ready to be written, and what is not ready to be part of it."""

    coding: dict[str, Any]
    candidates: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class _RecordPlaces:
    """Where each item of a section was read from."""

    file: str
    places: Mapping[str, Sequence[str]]

    def where(self, path: tuple[Step, ...] = ()) -> str:
        match path:
            case (str(section), int(number), *_) if number < len(self.places.get(section, ())):
                return self.places[section][number]
        return self.file


def restore(
    records: Iterable[Record],
    meta: CodedFile[ArticleFile],
    text: str,
    *,
    kept: Mapping[str, Any],
    file: str,
) -> Restored:
    """Make a coding of records; sections that they do not have come from what is `kept`.

    Raises:
        InputError: the text is not the article's, or a record says what no coding can say.

    """
    if digest(text) != meta.value.sha256:
        raise InputError(
            f"the text is not that of {meta.value.slug} (sha256 {digest(text)})",
            where=file,
            fix="mark the text as it was exported; every code point and line end counts",
        )
    return _Restoring(meta, text, file).coding(list(records), kept)


@dataclass
class _Restoring:
    meta: CodedFile[ArticleFile]
    text: str
    file: str
    passages: dict[str, tuple[int, int]] = field(default_factory=dict)
    sections: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    places: dict[str, list[str]] = field(default_factory=dict)
    candidates: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def coding(self, records: list[Record], kept: Mapping[str, Any]) -> Restored:
        self.passages |= {part.id: (part.start, part.end) for part in self.meta.value.sentences}
        coding: dict[str, Any] = {section: kept[section] for section in UNPLACED if section in kept}
        for section in UNPLACED:
            given = [nested(record.fields) for record in records if record.section == section]
            if given:
                coding[section] = given[0] if section == "activity" else given
                self.places[section] = [r.where for r in records if r.section == section]
        for section in PLACED:
            for record in records:
                if record.section == section:
                    self._place(record)
            coding[section] = self.sections.get(section, [])
        coding["propositions"] = [*self._propositions(records, coding)]
        if self.faults:
            raise input_error(self.file, self.faults)
        self._check(coding)
        order = ["activity", *(name for name in CodingFile.model_fields if name != "activity")]
        ordered = {name: coding[name] for name in order if coding.get(name)}
        return Restored(ordered, tuple(self.candidates))

    def _place(self, record: Record) -> None:
        item = self._item(record)
        lacks = []
        try:
            PLACED[record.section].model_validate(item)
        except ValidationError as error:
            details = error.errors(include_url=False)
            lacks = [".".join(map(str, d["loc"])) for d in details if d["type"] == "missing"]
            if len(lacks) < len(details):
                self.faults += faults_of(error, _RecordPlaces(record.where, {}))
                return
        if lacks:
            start, end = _hull(record.spans)
            self.candidates.append(
                {"section": record.section, "state": STATE, "lacks": lacks}
                | {"start": start, "end": end, "content": dict(record.fields)}
            )
            return
        if record.section == "passages":
            self.passages[item["id"]] = (item["start"], item["end"])
        self.sections.setdefault(record.section, []).append(item)
        self.places.setdefault(record.section, []).append(record.where)

    def _item(self, record: Record) -> dict[str, Any]:
        item = nested({k: v for k, v in record.fields.items() if k not in {SAYS, WORDS}})
        start, end = _hull(record.spans)
        words = self.text[start:end]
        match record.section:
            case "passages":
                item |= {"start": start, "end": end, "sha256": digest(words)}
            case "mentions":
                item |= {"start": start, "end": end, "surface": words}
            case "emendations" if digest_needed(words, record.fields):
                item |= {"start": start, "end": end, "sha256": digest(words)}
            case "emendations":
                item |= {"start": start, "end": end, "surface": words}
            case "no_claim":
                self._put(item, "sentence", self._sentence(record.spans))
            case "claims":
                self._put(item, "evidence", self._evidence(item.get("evidence", []), record.spans))
        return item

    @staticmethod
    def _put(item: dict[str, Any], key: str, value: str | list[str] | None) -> None:
        if value:
            item[key] = value
        else:
            item.pop(key, None)

    def _sentence(self, spans: Spans) -> str | None:
        start, _ = _hull(spans)
        for sentence in self.meta.value.sentences:
            if sentence.start <= start < sentence.end:
                return sentence.id
        return None

    def _evidence(self, named: list[str], spans: Spans) -> list[str] | None:
        """Return the passages named, if the claim still stands there; else those it stands on."""
        known = [self.passages[name] for name in named if name in self.passages]
        if named and len(known) == len(named):
            here = self._points(spans)
            if here in (self._points(known), self._points(known[:1])):
                return named
        by_span: dict[frozenset[int], str] = {}
        for name, span in self.passages.items():
            by_span.setdefault(self._points([span]), name)
        found = [by_span.get(self._points([span])) for span in spans]
        return [name for name in found if name] if all(found) else None

    def _points(self, spans: Iterable[tuple[int, int]]) -> frozenset[int]:
        """Return what can be seen of spans: no format marks blanks at an edge for certain."""
        return frozenset(
            point
            for start, end in spans
            for point in range(start, end)
            if not self.text[point].isspace()
        )

    def _propositions(
        self, records: list[Record], coding: Mapping[str, Any]
    ) -> Iterator[dict[str, Any]]:
        """Add to the propositions kept those that only the claims tell of."""
        known = {item["id"]: item for item in coding.get("propositions", [])}
        for record in records:
            name, text = record.fields.get("proposition"), record.fields.get(SAYS)
            if record.section == "claims" and name and name not in known and text:
                known[name] = {"id": name, "text": text}
        for claim, where in zip(
            self.sections.get("claims", []), self.places.get("claims", []), strict=True
        ):
            if claim["proposition"] not in known:
                message = f"there is no proposition {claim['proposition']!r}"
                fix = f"say what it says in {SAYS}, or import onto a coding that has it"
                self.faults.append(Fault(where, message, fix=fix))
        yield from known.values()

    def _check(self, coding: Mapping[str, Any]) -> None:
        places = _RecordPlaces(self.file, self.places)
        try:
            value = CodingFile.model_validate(coding)
        except ValidationError as error:
            raise input_error(self.file, faults_of(error, places)) from error
        faults = list(layout_faults(CodedArticle(self.meta, CodedFile(value, places))))
        faults += self._lost_claims(value)
        if faults:
            raise input_error(self.file, set(faults))

    def _lost_claims(self, value: CodingFile) -> Iterator[Fault]:
        known = {claim.id for claim in value.claims}
        for item in (*value.events, *value.situations, *value.positions):
            names = item.expressed_by if hasattr(item, "expressed_by") else item.rests_on
            for name in names:
                if "/" not in name and name not in known:
                    yield Fault(
                        self.file,
                        f"claim {name} is gone, and {getattr(item, 'id', 'an event')} rests on it",
                        fix="bring the claim back, or correct the coding that is imported onto",
                    )


def _hull(spans: Spans) -> tuple[int, int]:
    return min(start for start, _ in spans), max(end for _, end in spans)
