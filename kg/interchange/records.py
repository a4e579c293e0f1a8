"""A coding as flat records: what every annotation tool can hold, some stretches with some strings.

A record is one item of a section of ``coding.yaml``. The words, digests and offsets of marked
stretches are left out of its fields: they are made anew from its spans and the text.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, get_args, get_origin

from pydantic import BaseModel

from kg.coded_article import CodedArticle
from kg.model.coding import (
    Activity,
    Claim,
    EventDate,
    NoClaim,
    Position,
    Proposition,
    Silence,
)
from kg.model.passages import MAX_SURFACE_WORDS, Clause, Emendation, Mention, count_words
from kg.model.situations import Situation

Spans = tuple[tuple[int, int], ...]

PLACED: Final[dict[str, type[BaseModel]]] = {
    "no_claim": NoClaim,
    "passages": Clause,
    "mentions": Mention,
    "emendations": Emendation,
    "claims": Claim,
}
"""The sections whose items stand somewhere in the text, in their order in the file."""

UNPLACED: Final[dict[str, tuple[type[BaseModel], ...]]] = {
    "activity": (Activity,),
    "events": (EventDate,),
    "propositions": (Proposition,),
    "positions": (Position,),
    "situations": get_args(get_args(Situation)[0]),
    "silences": (Silence,),
}
"""The sections whose items stand nowhere in the text, and the models of these."""

TYPES: Final = {
    "no_claim": "NoClaim",
    "passages": "Clause",
    "mentions": "Mention",
    "emendations": "Emendation",
    "claims": "Claim",
    "activity": "Activity",
    "events": "EventDate",
    "propositions": "Proposition",
    "positions": "Position",
    "situations": "Situation",
    "silences": "Silence",
}
"""What an item of each section is called in other tools."""

SECTIONS: Final = {name: section for section, name in TYPES.items()}

SAYS: Final = "says"
"""The text of a claim's proposition, for whoever looks at the claim in another tool."""
WORDS: Final = "words"
"""``digest`` for an emendation that gives the digest of words that it could have given itself."""
_FROM_TEXT: Final = frozenset({"start", "end", "surface", "sha256"})


@dataclass(frozen=True)
class Record:
    """One item of a coding: its section, its spans in code points, and its fields as strings.

    A field within a field has a dotted name (``date.edtf``); the items of a list are separated
    by spaces. `where` is the place in the file of the other tool that it was read from.
    """

    section: str
    spans: Spans
    fields: Mapping[str, str]
    where: str = field(default="", compare=False)


def records_of(article: CodedArticle) -> tuple[Record, ...]:
    """Return a coding as records, section by section."""
    coding = article.coding
    texts = {proposition.id: proposition.text for proposition in coding.propositions}
    return (
        Record("activity", (), _flat(coding.activity)),
        *(
            Record(section, _spans(article, item), _with_extras(item, texts))
            for section in (*PLACED, *UNPLACED)
            if section != "activity"
            for item in getattr(coding, section)
        ),
    )


def fields_of(section: str) -> tuple[str, ...]:
    """Return the names of all fields that a record of the section may have."""
    models = UNPLACED[section] if section in UNPLACED else (PLACED[section],)
    names = dict.fromkeys(name for model in models for name in _names(model))
    extra = {"claims": (SAYS,), "emendations": (WORDS,)}.get(section, ())
    return (*names, *extra)


def nested(fields: Mapping[str, str]) -> dict[str, Any]:
    """Return the item that the fields describe, without the words of the text."""
    item: dict[str, Any] = {}
    for name, value in fields.items():
        outer, _, inner = name.partition(".")
        if inner:
            item.setdefault(outer, {})[inner] = value
        else:
            item[name] = value.split(" ") if name in _LISTS else value
    return item


def _spans(article: CodedArticle, item: Any) -> Spans:
    match item:
        case Claim():
            return tuple((part.start, part.end) for part in article.evidence(item))
        case NoClaim():
            sentence = article.passages[item.sentence]
            return ((sentence.start, sentence.end),)
        case Clause() | Mention() | Emendation():
            return ((item.start, item.end),)
        case _:
            return ()


def _with_extras(item: BaseModel, texts: Mapping[str, str]) -> dict[str, str]:
    fields = _flat(item)
    if isinstance(item, Claim):
        fields[SAYS] = texts[item.proposition]
    if isinstance(item, Emendation) and item.sha256 is not None:
        fields[WORDS] = "digest"
    return fields


def _flat(item: BaseModel) -> dict[str, str]:
    values = item.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return dict(_pairs({key: values[key] for key in values if key not in _FROM_TEXT}))


def _pairs(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        match value:
            case dict():
                yield from ((f"{name}.{inner}", text) for inner, text in _pairs(value))
            case list():
                if value:
                    yield name, " ".join(value)
            case None:
                pass
            case _:
                yield name, str(value)


def _names(model: type[BaseModel]) -> Iterator[str]:
    for name, info in model.model_fields.items():
        if name in _FROM_TEXT:
            continue
        inner = [part for part in _parts(info.annotation) if issubclass(part, BaseModel)]
        if inner:
            yield from (f"{name}.{part}" for part in _names(inner[0]))
        else:
            yield info.alias or name


def _parts(annotation: Any) -> list[type]:
    parts = get_args(annotation) or (annotation,)
    return [part for part in parts if isinstance(part, type)]


def _list_names() -> frozenset[str]:
    models = [*PLACED.values(), *(model for found in UNPLACED.values() for model in found)]
    return frozenset(
        name
        for model in models
        for name, info in model.model_fields.items()
        if get_origin(info.annotation) is tuple
    )


_LISTS: Final = _list_names()


def digest_needed(surface: str, fields: Mapping[str, str]) -> bool:
    """Tell whether an emendation gives the digest of its words in the place of the words."""
    return fields.get(WORDS) == "digest" or count_words(surface) > MAX_SURFACE_WORDS
