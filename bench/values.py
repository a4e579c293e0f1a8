"""How the objects of a generated statement are made, by what kind of object the model has there."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Final

from bench.words import Phrases

FIRST_DAY: Final = date(1990, 1, 1)
# How unequal entities are: the first of n is meant by one reference in the square root of n.
POPULARITY: Final = 2

_INTEGER: Final = "^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>"
_WKT: Final = "^^<http://www.opengis.net/ont/geosparql#wktLiteral>"


@dataclass
class Article:
    """What the values of an article's statements are drawn from."""

    number: int
    slug: str
    chance: random.Random
    code_points: int
    subjects: dict[str, list[str]]
    places: dict[str, tuple[int, int]]
    contents: dict[str, str] = field(default_factory=dict)
    # The subject whose row is being written.
    subject: str = ""
    day: date = FIRST_DAY
    held: str = ""
    texts: int = 0


Maker = Callable[[Article], str]


def part_of_itself(suffix: str) -> Maker:
    """Make a link to a part of the subject."""
    return lambda article: f"<{article.subject}{suffix}>"


def content(article: Article) -> str:
    """Write the triple term of the proposition that the subject was linked to last."""
    return f"<<( {article.contents[article.held]} )>>"


def external(host: str) -> Maker:
    """Make a link to another data set, at a host that cannot be."""
    return lambda a: f"<https://{host}.example/{int(a.chance.random() * 1e9):09d}>"


def text(phrases: Phrases, language: str | None) -> Maker:
    """Make a text that no other statement has."""
    tag = f"@{language}" if language else ""

    def made(article: Article) -> str:
        article.texts += 1
        number = article.number * 100_000 + article.texts
        return f'"{phrases.phrase(number, article.chance.random())}"{tag}'

    return made


def entity(stem: str, count: int) -> Maker:
    """Make a link to an entity of the whole corpus, one of the first more often."""

    def made(article: Article) -> str:
        return f"<{stem}{int(count * article.chance.random() ** POPULARITY):07d}>"

    return made


def local(group: str) -> Maker:
    """Make a reference to a subject of the same article, not to the subject itself."""
    holds = group.endswith("-stated")

    def made(article: Article) -> str:
        found = article.subjects[group]
        place = int(article.chance.random() * len(found))
        if found[place] == article.subject:
            place = (place + 1) % len(found)
        if holds:
            article.held = found[place]
        return f"<{found[place]}>"

    return made


def dated(form: str, datatype: str) -> Maker:
    """Make the date of the subject in a format over ``y``, ``m`` and ``d``."""

    def made(article: Article) -> str:
        day = article.day
        text = form.format(y=day.year, m=f"{day.month:02d}", d=f"{day.day:02d}")
        return f'"{text}"{datatype}'

    return made


def _place(article: Article) -> tuple[int, int]:
    if article.subject not in article.places:
        start = int(article.chance.random() * article.code_points)
        article.places[article.subject] = (start, start + 40 + int(article.chance.random() * 120))
    return article.places[article.subject]


def _digest(article: Article) -> str:
    return f'"{sha256(article.subject.encode()).hexdigest()}"'


def _point(article: Article) -> str:
    east, north = article.chance.random() * 360 - 180, article.chance.random() * 180 - 90
    return f'"POINT({east:.4f} {north:.4f})"{_WKT}'


COUNTED: Final[dict[str, Maker]] = {
    "start": lambda article: f'"{_place(article)[0]}"{_INTEGER}',
    "end": lambda article: f'"{_place(article)[1]}"{_INTEGER}',
    "length": lambda article: f'"{article.code_points}"{_INTEGER}',
    "digest": _digest,
    "point": _point,
}
