"""The project's own graph as the model of a corpus: which statements its subjects have.

A *row* is everything that is said of one subject, in whichever graph, with each object replaced by
what kind of object it is. The ontology and its schemes are taken over as they stand.
"""

import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg.build import build
from kg.paths import project_data
from kg.published import NQUADS, current_version

ARTICLE_GRAPH: Final = "article"
ENTITIES_GRAPH: Final = "entities"
LINKS_GRAPH: Final = "links"
ONTOLOGY_GRAPH: Final = "ontology"
INFERRED_GRAPH: Final = "inferred"
ARTICLE: Final = "article"
"""The group of the documents that were coded, one an article; translations are `document`."""

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = ox.NamedNode(f"{_RDF}type")
_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_INVERSE = ox.NamedNode("http://www.w3.org/2002/07/owl#inverseOf")
_SYMMETRIC = ox.NamedNode("http://www.w3.org/2002/07/owl#SymmetricProperty")
_DATE = re.compile(r"(\d{4})(-(?:0\d|1[0-2]))?(-\d\d)?")
# Closed lists of the data, not sentences: they are kept as they are.
_CODES = frozenset({"language", "codingComplete"})


@dataclass(frozen=True)
class Verbatim:
    """A term that stands as it is: a concept, a class, a property, a boolean."""

    term: str


@dataclass(frozen=True)
class Reference:
    """A link to a subject of a group; ``inverse`` is what is then inferred of that subject."""

    group: str
    inverse: str | None = None


@dataclass(frozen=True)
class Part:
    """A link to a part of the subject itself, by the end of its IRI."""

    suffix: str


@dataclass(frozen=True)
class External:
    """A link to another data set, with the label that the links' graph gives the target."""

    kind: str
    label: int | None


@dataclass(frozen=True)
class Text:
    """Words: how many characters, in which language (none for a plain string)."""

    length: int
    language: str | None


@dataclass(frozen=True)
class Date:
    """A date, as a format over ``y``, ``m`` and ``d``, with the datatype that follows it."""

    form: str
    datatype: str


@dataclass(frozen=True)
class Counted:
    """A value the generator computes: ``start``, ``end``, ``length``, ``digest`` or ``point``."""

    what: str


@dataclass(frozen=True)
class Content:
    """The triple term of the proposition that the subject holds."""


Value = Verbatim | Reference | Part | External | Text | Date | Counted | Content


@dataclass(frozen=True)
class Statement:
    """One statement of a row: its graph, the part of the subject it is on, predicate, object."""

    graph: str
    suffix: str
    predicate: str
    value: Value


@dataclass(frozen=True)
class Row:
    """All statements of one subject; Content stands last."""

    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Profile:
    """The model: its manifest, what is taken over, and the rows by group."""

    manifest: Mapping[str, Any]
    fixed: tuple[ox.Quad, ...]
    rows: Mapping[str, tuple[Row, ...]]
    entity_groups: frozenset[str]

    @property
    def base(self) -> str:
        """The base of all IRIs."""
        return str(self.manifest["base"])

    @property
    def articles(self) -> int:
        """How many articles the model has."""
        return len(self.manifest["articles"])

    @property
    def per_article(self) -> float:
        """Quads that an article brings with it, its entities and what is inferred included."""
        return sum(_lines(row) for rows in self.rows.values() for row in rows) / self.articles


def read_profile(root: Path) -> Profile:
    """Read the model off the version that is current in a build root."""
    version = current_version(root)
    quads = list(ox.parse(path=str(version.path / NQUADS), format=ox.RdfFormat.N_QUADS))
    reader = _Reader(version.base, quads)
    return Profile(
        manifest=version.manifest,
        fixed=tuple(reader.fixed),
        rows=reader.rows(),
        entity_groups=frozenset(reader.entity_groups),
    )


def project_profile() -> Profile:
    """Build the project's own graph into a folder that goes away, and read the model off it."""
    with tempfile.TemporaryDirectory(prefix="standoff-bench-") as folder:
        build(project_data(), Path(folder), hermit=False)
        return read_profile(Path(folder))


def local_name(iri: str) -> str:
    """Return what follows the last ``#`` or ``/``."""
    return re.split(r"[#/]", iri)[-1]


def _lines(row: Row) -> int:
    inverses = sum(isinstance(s.value, Reference) and bool(s.value.inverse) for s in row.statements)
    labels = sum(
        isinstance(s.value, External) and s.value.label is not None for s in row.statements
    )
    return len(row.statements) + inverses + labels


@dataclass
class _Reader:
    base: str
    quads: list[ox.Quad]
    fixed: list[ox.Quad] = field(default_factory=list)
    entity_groups: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._prefix = f"{self.base}id/"
        self._of: dict[str, list[tuple[str, ox.Quad]]] = defaultdict(list)
        subjects = {q.subject.value for q in self.quads if isinstance(q.subject, ox.NamedNode)}
        # Whom the ontology names, such as its editors, is as fixed as the ontology.
        named = {_spelling(q.object) for q in self.quads if self._graph(q) == ONTOLOGY_GRAPH}
        labels = []
        for quad in self.quads:
            iri = _spelling(quad.subject)
            if self._graph(quad) == ONTOLOGY_GRAPH or iri in named:
                self.fixed.append(quad)
            elif iri.startswith(self._prefix):
                owner = self._owner(iri, subjects)
                self._of[owner].append((iri.removeprefix(owner), quad))
            elif self._graph(quad) == LINKS_GRAPH:
                labels.append(quad)
            # Else it describes the version that it stands in, which is another.
        self._labels: dict[object, int] = {
            q.subject: len(_spelling(q.object)) for q in labels if q.predicate == _LABEL
        }
        self._groups = {owner: self._group(owner) for owner in self._of}
        self._inverses = _inverses(self.fixed)
        self._said = {q.triple for q in self.quads if self._graph(q) != INFERRED_GRAPH}
        self._inferred = {q.triple for q in self.quads if self._graph(q) == INFERRED_GRAPH}

    def rows(self) -> dict[str, tuple[Row, ...]]:
        """Return the rows by group, in the order of their subjects."""
        found: dict[str, list[Row]] = defaultdict(list)
        for owner in sorted(self._of):
            found[self._groups[owner]].append(self._row(owner))
        return {group: tuple(rows) for group, rows in sorted(found.items())}

    def _owner(self, iri: str, subjects: set[str]) -> str:
        parent = iri.rpartition("/")[0]
        return parent if parent in subjects else iri

    def _graph(self, quad: ox.Quad) -> str:
        return _spelling(quad.graph_name).removeprefix(f"{self.base}graph/").partition("/")[0]

    def _group(self, owner: str) -> str:
        quads = [quad for _, quad in self._of[owner]]
        kind = owner.removeprefix(self._prefix).partition("/")[0]
        if any(q.predicate == _TYPE and _spelling(q.object).endswith("#Article") for q in quads):
            return ARTICLE
        if any(self._graph(q) == ENTITIES_GRAPH for q in quads):
            name = f"{kind}-entity" if kind == "document" else kind
            self.entity_groups.add(name)
            return name
        if any(local_name(q.predicate.value) == "propositionPredicate" for q in quads):
            return f"{kind}-stated"
        return kind

    def _row(self, owner: str) -> Row:
        coarse = self._has_coarse_date(owner)
        statements = [
            Statement(self._graph(quad), suffix, f"<{quad.predicate.value}>", value)
            for suffix, quad in self._of[owner]
            if (value := self._value(owner, quad, coarse=coarse)) is not None
        ]
        statements.sort(key=lambda s: (isinstance(s.value, Content), str(s)))
        return Row(tuple(statements))

    def _has_coarse_date(self, owner: str) -> bool:
        return any(
            local_name(quad.predicate.value) in {"date", "validFrom", "validUntil"}
            and not re.search(r"\d{4}-(0\d|1[0-2])-\d\d", _spelling(quad.object))
            for _, quad in self._of[owner]
        )

    def _value(self, owner: str, quad: ox.Quad, *, coarse: bool) -> Value | None:
        """Return what kind of object this is; nothing where a statement the other way brings it."""
        term = quad.object
        if isinstance(term, ox.Literal):
            return _literal(local_name(quad.predicate.value), term, coarse=coarse)
        if isinstance(term, ox.Triple):
            return Content()
        iri = _spelling(term)
        if iri.startswith(f"{owner}/"):
            return Part(iri.removeprefix(owner))
        if iri in self._groups:
            inverse = self._inverses.get(quad.predicate)
            if inverse is None:
                return Reference(self._groups[iri])
            back = ox.Triple(ox.NamedNode(iri), inverse, quad.subject)
            if self._graph(quad) == INFERRED_GRAPH and back in self._said:
                return None
            followed = back in self._inferred
            return Reference(self._groups[iri], f"<{inverse.value}>" if followed else None)
        if self._graph(quad) == LINKS_GRAPH:
            return External(iri.split("/")[2], self._labels.get(term))
        return Verbatim(str(term))


def _spelling(term: object) -> str:
    """Return the IRI, the name or the lexical form of a term; nothing of a triple term."""
    return str(getattr(term, "value", ""))


def _inverses(quads: Iterable[ox.Quad]) -> dict[object, ox.NamedNode]:
    found: dict[object, ox.NamedNode] = {}
    for subject, predicate, term, _ in quads:
        if not isinstance(subject, ox.NamedNode):
            continue
        if predicate == _INVERSE and isinstance(term, ox.NamedNode):
            found[subject], found[term] = term, subject
        elif predicate == _TYPE and term == _SYMMETRIC:
            found[subject] = subject
    return found


def _literal(name: str, term: ox.Literal, *, coarse: bool) -> Value:
    datatype = term.datatype.value
    if name in _CODES or datatype == f"{_XSD}boolean":
        return Verbatim(str(term))
    if name == "codePointLength":
        return Counted("length")
    if name in {"start", "end"}:
        return Counted(name)
    if name == "sha256":
        return Counted("digest")
    if name == "asWKT":
        return Counted("point")
    if name in {"date", "earliest", "latest", "validFrom", "validUntil"}:
        return Date(_form(term.value, coarse=coarse), _datatype(term))
    if datatype in {f"{_XSD}string", f"{_RDF}langString"}:
        return Text(len(term.value), term.language)
    raise ValueError(f"no way to invent a value of {name} ({datatype}): teach bench/profile.py one")


def _datatype(term: ox.Literal) -> str:
    datatype = term.datatype.value
    return "" if datatype == f"{_XSD}string" else f"^^<{datatype}>"


def _form(date: str, *, coarse: bool) -> str:
    """Turn ``../2017-06-19`` into ``../{y}-{m}-{d}``; a coarse date changes its years only."""

    def part(match: re.Match[str]) -> str:
        _, month, day = match.groups()
        if coarse:
            return "{y}" + (month or "") + (day or "")
        return "{y}" + ("-{m}" if month else "") + ("-{d}" if day else "")

    return _DATE.sub(part, date)
