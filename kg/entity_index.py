"""Everything that a reference of the form ``kind/slug`` may name."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.coded_article import CodedArticle
from kg.errors import Fault
from kg.located_yaml import Step
from kg.model.entities import Entity, EntityFile
from kg.model.reading import CodedFile


@dataclass(frozen=True)
class Named:
    """Something that can be referred to: its class, its English label, where it is defined."""

    class_: str
    label: str
    where: str


@dataclass(frozen=True)
class DefinedEntity:
    """An entity, and the place where a file defines it."""

    entity: Entity
    file: CodedFile[EntityFile]
    number: int

    def where(self, *path: Step) -> str:
        """Return ``file:line`` of the entity, or of a part of it."""
        return self.file.where(self.number, *path)


@dataclass(frozen=True)
class EntityIndex:
    """Entities, in file order, and all names: theirs, the articles' and their chains'."""

    defined: tuple[DefinedEntity, ...]
    named: dict[str, Named]

    def label(self, reference: str) -> str:
        """Return the English label of what is referred to."""
        return self.named[reference].label

    def class_of(self, reference: str) -> str:
        """Return the class of what is referred to."""
        return self.named[reference].class_


def index_entities(
    files: list[CodedFile[EntityFile]], articles: list[CodedArticle], faults: list[Fault]
) -> EntityIndex:
    """Index what the files define; something defined twice is added to the faults."""
    defined = tuple(
        DefinedEntity(entity, file, number)
        for file in files
        for number, entity in enumerate(file.value)
    )
    named: dict[str, Named] = {}
    for reference, found in [
        *(_entity(at) for at in defined),
        *(document for article in articles for document in _documents(article)),
    ]:
        if reference in named:
            message = f"{reference} is defined twice"
            cause, fix = f"first at {named[reference].where}", "keep one, or rename it"
            faults.append(Fault(found.where, message, cause, fix))
        else:
            named[reference] = found
    faults.extend(_shared_iris(defined))
    return EntityIndex(defined, named)


def _entity(at: DefinedEntity) -> tuple[str, Named]:
    entity = at.entity
    return entity.id, Named(entity.class_, entity.labels.en, at.where())


def _documents(article: CodedArticle) -> Iterator[tuple[str, Named]]:
    meta, file = article.meta, article.meta_file
    yield meta.document, Named("Article", meta.label, file.where("slug"))
    for number, link in enumerate(meta.chain):
        yield link.id, Named("Document", link.label, file.where("chain", number, "id"))


def _shared_iris(defined: tuple[DefinedEntity, ...]) -> Iterator[Fault]:
    # The IRIs of designations and geometries hold the entity's slug and not its kind.
    taken: dict[str, str] = {}
    for at in defined:
        slug = at.entity.id.partition("/")[2]
        iris = [
            (f"designation/{slug}/{name.id}", at.where("designations", number))
            for number, name in enumerate(at.entity.designations)
        ]
        iris += [(f"geometry/{slug}", at.where("geometry"))] if at.entity.geometry else []
        for iri, where in iris:
            if iri in taken:
                fix = "give the designation another id, or the entity another slug"
                yield Fault(where, f"{iri} is defined twice", f"first at {taken[iri]}", fix)
            taken.setdefault(iri, where)
