"""A corpus of the shape of the project's graph, of any size: N-Quads, invented throughout.

    python -m bench.corpus --triples 1M --output corpus.nq

Every subject is given the statements of one row of the model, dealt from a shuffled deck, so that
proportions hold at any size. An article's own subjects point to each other, and to entities of
the whole corpus, few of them often. Same model, size and seed: same bytes.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from bench.profile import (
    ARTICLE,
    ARTICLE_GRAPH,
    INFERRED_GRAPH,
    LINKS_GRAPH,
    Content,
    Counted,
    Date,
    External,
    Part,
    Profile,
    Reference,
    Row,
    Statement,
    Text,
    Value,
    Verbatim,
    project_profile,
    read_profile,
)
from bench.values import (
    COUNTED,
    FIRST_DAY,
    Article,
    Maker,
    content,
    dated,
    entity,
    external,
    local,
    part_of_itself,
    text,
)
from bench.words import Phrases

_SIZES: Final = {"k": 1_000, "M": 1_000_000}
LABEL: Final = "<http://www.w3.org/2000/01/rdf-schema#label>"
SMALLEST_ARTICLE: Final = 0.6
DAYS: Final = 12_000
NEARBY_DAYS: Final = 400
_TERM_PARTS: Final = ("propositionSubject", "propositionPredicate", "propositionObject")
_SLUG: Final = "synthetic-{:06d}"
_PLACED: Final = frozenset({"mention", "emendation"})


def parse_size(text: str) -> int:
    """Turn ``100k`` or ``1M`` or ``250000`` into a number."""
    unit = text[-1:]
    return int(float(text[:-1]) * _SIZES[unit]) if unit in _SIZES else int(text)


@dataclass(frozen=True)
class Plan:
    """How many articles a corpus has, and how long each is beside the model's (1 = as long)."""

    lengths: tuple[float, ...]

    @property
    def total(self) -> float:
        """The corpus in articles of the model's length."""
        return sum(self.lengths)


def plan(profile: Profile, *, triples: int, seed: int) -> Plan:
    """Plan a corpus of so many triples, within one part in a hundred from 100,000 on.

    Raises `ValueError` where not even one short article has room.
    """
    wanted = (triples - len(profile.fixed)) / profile.per_article
    if wanted < SMALLEST_ARTICLE:
        least = len(profile.fixed) + int(SMALLEST_ARTICLE * profile.per_article) + 1
        raise ValueError(f"a corpus of this shape has at least {least:,} triples, not {triples:,}")
    chance = random.Random(f"lengths {seed}")  # noqa: S311 -- nothing is kept secret
    raw = [
        chance.uniform(SMALLEST_ARTICLE, 2 - SMALLEST_ARTICLE) for _ in range(round(wanted) or 1)
    ]
    return Plan(tuple(length * wanted / sum(raw) for length in raw))


def corpus(profile: Profile, *, triples: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield the corpus in pieces, each the name of a graph and its N-Quads, articles one by one.

    What the model has apart from its articles comes first. One article is in memory at a time.
    """
    yield from _fixed(profile)
    yield from _Generator(profile, plan(profile, triples=triples, seed=seed), seed).pieces()


def _fixed(profile: Profile) -> Iterator[tuple[str, bytes]]:
    graphs: dict[str, list[str]] = {}
    for quad in profile.fixed:
        name = str(quad.graph_name)[1:-1].removeprefix(f"{profile.base}graph/")
        graphs.setdefault(name, []).append(f"{quad} .\n")
    for name, lines in sorted(graphs.items()):
        yield name, "".join(sorted(lines)).encode()


@dataclass(frozen=True)
class _Line:
    """A statement made ready: the text before and after the object, and how the object is made."""

    graph: str
    suffix: str
    predicate: str
    make: Maker
    inverse: str | None
    label: Maker | None
    redraw: bool
    part: int | None


class _Generator:
    def __init__(self, profile: Profile, plan: Plan, seed: int) -> None:
        self._base = profile.base
        self._plan = plan
        self._seed = seed
        self._entity_groups = profile.entity_groups
        self._per_article = {
            group: len(rows) / profile.articles for group, rows in profile.rows.items()
        }
        self._phrases: dict[tuple[int, str | None], Phrases] = {}
        self._decks = {
            group: _Deck([self._lines(row) for row in rows], f"{seed} {group}")
            for group, rows in profile.rows.items()
        }
        with_contents = {
            group
            for group, rows in profile.rows.items()
            if any(isinstance(s.value, Content) for row in rows for s in row.statements)
        }
        # A claim repeats the content of its proposition, which must be known by then.
        self._order = sorted(profile.rows, key=lambda group: (group in with_contents, group))

    def pieces(self) -> Iterator[tuple[str, bytes]]:
        """Yield each article's graphs."""
        before = 0.0
        for number, length in enumerate(self._plan.lengths):
            after = before + length
            if number == len(self._plan.lengths) - 1:
                after = self._plan.total
            yield from self._article(number, length, before, after)
            before = after

    def _article(
        self, number: int, length: float, before: float, after: float
    ) -> Iterator[tuple[str, bytes]]:
        slug = _SLUG.format(number)
        chance = random.Random(f"{self._seed} {slug}")  # noqa: S311 -- nothing is kept secret
        code_points = int(9_000 * length)
        subjects: dict[str, list[str]] = {}
        places: dict[str, tuple[int, int]] = {}
        for group in self._order:
            first, last = self._range(group, number, before, after)
            if group in _PLACED:
                found = _spans(last - first, code_points, chance)
                subjects[group] = [f"{self._base}id/{group}/{slug}/{a}-{b}" for a, b in found]
                places |= zip(subjects[group], found, strict=True)
            else:
                subjects[group] = [self._iri(group, slug, n, n - first) for n in range(first, last)]
        article = Article(number, slug, chance, code_points, subjects, places)
        graphs: dict[str, list[str]] = {}
        published = FIRST_DAY + timedelta(days=int(chance.random() * DAYS))
        for group in self._order:
            deck = self._decks[group]
            for subject in subjects[group]:
                article.subject = subject
                article.day = published - timedelta(days=int(chance.random() * NEARBY_DAYS))
                self._write(deck.deal(), article, graphs)
        for name, lines in sorted(graphs.items()):
            whole = f"{ARTICLE_GRAPH}/{slug}" if name == ARTICLE_GRAPH else name
            yield whole, "".join(lines).encode()

    def _range(self, group: str, number: int, before: float, after: float) -> tuple[int, int]:
        """Return which subjects of a group belong to this article, counted over the corpus."""
        per_article = self._per_article[group]
        if group not in self._entity_groups and per_article <= 1:
            return number, number + 1
        return int(per_article * before + 1e-6), int(per_article * after + 1e-6)

    def _iri(self, group: str, slug: str, number: int, place: int) -> str:
        kind = group.removesuffix("-stated").removesuffix("-entity")
        if group == ARTICLE:
            return f"{self._base}id/document/{slug}"
        if group in self._entity_groups:
            return f"{self._base}id/{kind}/synthetic-{kind}-{number:07d}"
        mark = "t" if group.endswith("-stated") else ""
        return f"{self._base}id/{kind}/{slug}/{kind[0]}{mark}{place:02d}"

    def _write(self, row: Sequence[_Line], article: Article, graphs: dict[str, list[str]]) -> None:
        subject = article.subject
        written: set[str] = set()
        parts = ["", "", ""]
        for line in row:
            value = line.make(article)
            if line.redraw:
                tries = 0
                while f"{line.predicate}{value}" in written and tries < 8:
                    value, tries = line.make(article), tries + 1
                if f"{line.predicate}{value}" in written:
                    continue
                written.add(f"{line.predicate}{value}")
            if line.part is not None:
                parts[line.part] = value
            self._add(
                graphs, line.graph, f"<{subject}{line.suffix}> {line.predicate} {value}", article
            )
            if line.inverse:
                back = f"{value} {line.inverse} <{subject}{line.suffix}>"
                self._add(graphs, INFERRED_GRAPH, back, article)
            if line.label:
                self._add(graphs, LINKS_GRAPH, f"{value} {LABEL} {line.label(article)}", article)
        if all(parts):
            article.contents[subject] = " ".join(parts)

    def _add(self, graphs: dict[str, list[str]], graph: str, triple: str, article: Article) -> None:
        name = f"{graph}/{article.slug}" if graph == ARTICLE_GRAPH else graph
        quad = f"{triple} <{self._base}graph/{name}> .\n"
        if graph in graphs:
            graphs[graph].append(quad)
        else:
            graphs[graph] = [quad]

    def _lines(self, row: Row) -> tuple[_Line, ...]:
        several = _several(row)
        return tuple(
            _Line(
                graph=s.graph,
                suffix=s.suffix,
                predicate=s.predicate,
                make=self._maker(s.value),
                inverse=s.value.inverse if isinstance(s.value, Reference) else None,
                label=self._label(s.value),
                redraw=isinstance(s.value, Reference) and (s.predicate in several),
                part=_part(s),
            )
            for s in row.statements
        )

    def _maker(self, value: Value) -> Maker:
        match value:
            case Verbatim(term):
                return lambda _: term
            case Part(suffix):
                return part_of_itself(suffix)
            case Content():
                return content
            case Reference(group) if group in self._entity_groups:
                count = self._range(group, 0, 0, self._plan.total)[1]
                return entity(self._iri(group, "", 0, 0)[:-7], max(1, count))
            case Reference(group):
                return local(group)
            case External(host):
                return external(host)
            case Text(length, language):
                return self._text(length, language)
            case Date(form, datatype):
                return dated(form, datatype)
            case Counted(what):
                return COUNTED[what]

    def _label(self, value: Value) -> Maker | None:
        if isinstance(value, External) and value.label is not None:
            return self._text(value.label, "en")
        return None

    def _text(self, length: int, language: str | None) -> Maker:
        key = (min(length, 160) // 8 * 8, language)
        if key not in self._phrases:
            self._phrases[key] = Phrases(*key, seed=str(self._seed))
        return text(self._phrases[key], language)


class _Deck:
    """Rows dealt in a chance order, each once before any comes again."""

    def __init__(self, rows: Sequence[tuple[_Line, ...]], seed: str) -> None:
        self._rows = rows
        self._seed = seed
        self._round = 0
        self._left: list[tuple[_Line, ...]] = []

    def deal(self) -> tuple[_Line, ...]:
        if not self._left:
            self._left = list(self._rows)
            chance = random.Random(f"{self._seed} {self._round}")  # noqa: S311 -- nothing is kept secret
            chance.shuffle(self._left)
            self._round += 1
        return self._left.pop()


def _several(row: Row) -> set[str]:
    """Return the properties that refer more than once, where one subject must not come twice."""
    seen: set[str] = set()
    twice: set[str] = set()
    for statement in row.statements:
        if isinstance(statement.value, Reference):
            (twice if statement.predicate in seen else seen).add(statement.predicate)
    return twice


def _part(statement: Statement) -> int | None:
    name = statement.predicate[1:-1].rpartition("#")[2]
    return _TERM_PARTS.index(name) if name in _TERM_PARTS else None


def _spans(count: int, code_points: int, chance: random.Random) -> list[tuple[int, int]]:
    """Return so many half-open spans of a text, one after the other."""
    step = code_points / max(1, count)
    starts = [int(step * n) for n in range(count)]
    return [(start, start + 1 + int(chance.random() * 20)) for start in starts]


def main() -> None:
    """Read the command line and write the quads."""
    parser = argparse.ArgumentParser(prog="python -m bench.corpus")
    parser.add_argument("--triples", type=parse_size, required=True, help="such as 100k or 1M")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--model", type=Path, help="a build root to read the model off")
    asked = parser.parse_args()
    profile = read_profile(asked.model) if asked.model else project_profile()
    with asked.output.open("wb") as out:
        for _, lines in corpus(profile, triples=asked.triples, seed=asked.seed):
            out.write(lines)


if __name__ == "__main__":
    main()
