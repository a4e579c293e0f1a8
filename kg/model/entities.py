"""What an entity file (``kg/entities/*.yaml``) holds: what texts talk about."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, TypeAdapter, WithJsonSchema, model_validator

from kg.model.classes import KIND_CLASS, DateProperty, EntityClass, EntityProperty, is_a
from kg.model.values import ActorRef, Coded, Edtf, EntityRef, Prose, Slug

_PAIR = r"-?[0-9]+(?:\.[0-9]+)? -?[0-9]+(?:\.[0-9]+)?"
_LINE = rf"\({_PAIR}(?:, ?{_PAIR})*\)"
_AREA = rf"\({_LINE}(?:, ?{_LINE})*\)"
_WKT = re.compile(
    rf"POINT ?\({_PAIR}\)|(?:LINESTRING|MULTIPOINT) ?{_LINE}"
    rf"|(?:POLYGON|MULTILINESTRING) ?{_AREA}|MULTIPOLYGON ?\({_AREA}(?:, ?{_AREA})*\)"
)


def _wkt(text: str) -> str:
    if not _WKT.fullmatch(text):
        raise ValueError(
            f"{text!r} is not well-known text"
            " [fix: write longitude before latitude, such as POINT(146.7 44.1)]"
        )
    return text


class Labels(Coded):
    """One neutral name in each language."""

    en: Prose
    """The name in English."""
    ru: Prose
    """The name in Russian."""
    ja: Prose
    """The name in Japanese."""


class AlternativeLabels(Coded):
    """Other names, by language."""

    en: tuple[Prose, ...] = ()
    """Other names in English."""
    ru: tuple[Prose, ...] = ()
    """Other names in Russian."""
    ja: tuple[Prose, ...] = ()
    """Other names in Japanese."""


class Designation(Coded):
    """A name that carries stance: whose it is."""

    id: Slug
    """The name's own id, by which mentions say that they use it."""
    text: Labels
    """The name in each language."""
    used_by: ActorRef
    """The actor whose name for the thing this is."""
    source: Prose
    """Where this usage was seen."""


class Geometry(Coded):
    """Where something lies."""

    wkt: Annotated[
        str,
        AfterValidator(_wkt),
        WithJsonSchema({"type": "string", "pattern": f"^(?:{_WKT.pattern})$"}),
    ]
    """Well-known text in WGS 84, longitude first: POINT(146.7 44.1)."""
    source: Prose
    """Where the coordinates come from."""


class Background(Coded):
    """A fact that no coded article says, with a source of its own."""

    property: EntityProperty | DateProperty
    """The property's local name in the ontology, such as unitOf."""
    entity: EntityRef | None = None
    """The value, where it is an entity."""
    edtf: Edtf | None = None
    """The value, where it is a date (properties date, validFrom, validUntil)."""
    source: Prose
    """Where this is known from."""

    @model_validator(mode="after")
    def _one_value(self) -> "Background":
        given = [name for name in ("entity", "edtf") if getattr(self, name) is not None]
        wanted = "edtf" if self.property in {"date", "validFrom", "validUntil"} else "entity"
        if given != [wanted]:
            raise ValueError(
                f"property {self.property} takes {wanted}:, and {' and '.join(given) or 'nothing'}"
                f" is given [fix: give {wanted}: and no other value]"
            )
        return self


class Entity(Coded):
    """Something that texts talk about."""

    id: EntityRef
    """Its kind and its slug, such as territory/east-asia."""
    class_: EntityClass = Field(alias="class")
    """The most specific class that is true of it."""
    labels: Labels
    """A neutral name in English, Russian and Japanese."""
    alt: AlternativeLabels = AlternativeLabels()
    """Other names that take no side, or both."""
    definition: Prose
    """What it is, in one English sentence of ours."""
    note: Prose | None = None
    """What a coder should know: what it is not, how it is told from its neighbours."""
    designations: tuple[Designation, ...] = ()
    """Each side's name for it."""
    geometry: Geometry | None = None
    """Where it lies."""
    background: tuple[Background, ...] = ()
    """What is known of it from elsewhere."""

    @model_validator(mode="after")
    def _background_once(self) -> "Entity":
        said = [(fact.property, fact.entity, fact.edtf) for fact in self.background]
        for fact in said:
            if said.count(fact) > 1:
                value = fact[1] or fact[2]
                raise ValueError(
                    f"{self.id} has {fact[0]} {value} twice as background"
                    " [fix: keep one, with its source]"
                )
        return self

    @model_validator(mode="after")
    def _class_fits_kind(self) -> "Entity":
        root = KIND_CLASS[self.id.partition("/")[0]]
        if not is_a(self.class_, root):
            raise ValueError(
                f"{self.id} cannot be of class {self.class_} [fix: give it a class below {root},"
                " or an id of another kind]"
            )
        return self


EntityFile = tuple[Entity, ...]
ENTITY_FILE: TypeAdapter[EntityFile] = TypeAdapter(EntityFile)
