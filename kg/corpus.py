"""All coding files, read and held against each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, TypeVar

from pydantic import TypeAdapter

from kg.coded_article import CodedArticle
from kg.entity_index import EntityIndex, index_entities
from kg.errors import Fault, InputError, input_error
from kg.layout import layout_faults
from kg.located_yaml import shown
from kg.mappings import Mapping, load_mappings
from kg.model.article import ArticleFile
from kg.model.coding import Claim, CodingFile, Proposition
from kg.model.entities import ENTITY_FILE, EntityFile
from kg.model.reading import CodedFile, read_coded
from kg.references import reference_faults
from kg.spans import AnchoredText

_ARTICLE_FILE: Final = TypeAdapter(ArticleFile)
_CODING_FILE: Final = TypeAdapter(CodingFile)
_Model = TypeVar("_Model")


@dataclass(frozen=True)
class Corpus:
    """All entities, mappings and articles, with every reference between them resolved."""

    entities: EntityIndex
    mappings: tuple[Mapping, ...]
    articles: tuple[CodedArticle, ...]

    @property
    def anchored(self) -> tuple[AnchoredText, ...]:
        """The digests and spans of the articles' texts, in order of slug."""
        return tuple(article.anchors for article in self.articles)

    @cached_property
    def claims(self) -> dict[str, tuple[CodedArticle, Claim]]:
        """Every claim with its article, by ``article/claim``."""
        return {
            article.claim_key(claim.id): (article, claim)
            for article in self.articles
            for claim in article.coding.claims
        }

    @cached_property
    def propositions(self) -> dict[str, Proposition]:
        """Every proposition, by id."""
        return {
            proposition.id: proposition
            for article in self.articles
            for proposition in article.coding.propositions
        }


def load_corpus(entities: Path, links: Path, articles: Path, drafts: Iterable[Path] = ()) -> Corpus:
    """Read ``entities/*.yaml``, ``links/*.sssom.tsv`` and ``articles/<slug>/*.yaml``.

    ``drafts`` are the folders of further articles, held against all others.

    Raises:
        InputError: a file cannot be read or does not follow its schema, a reference leads
            nowhere, or offsets do not fit; lists every fault with file and line.

    """
    reader = _Reader([])
    entity_files = [
        reader.read(path, ENTITY_FILE) for path in reader.files(entities, "*.yaml", "*.yml")
    ]
    mappings = [
        mapping
        for path in reader.files(links, "*.sssom.tsv", "*.tsv")
        for mapping in reader.mappings(path)
    ]
    folders = sorted(path for path in articles.glob("*") if path.is_dir())
    if not folders:
        reader.faults.append(
            Fault(shown(articles), "there is no article", fix="add <slug>/article.yaml there")
        )
    coded = [article for folder in [*folders, *drafts] for article in reader.article(folder)]
    reader.finish()
    return _check([file for file in entity_files if file], mappings, coded)


def _check(
    entity_files: list[CodedFile[EntityFile]],
    mappings: list[Mapping],
    articles: list[CodedArticle],
) -> Corpus:
    faults: list[Fault] = []
    index = index_entities(entity_files, articles, faults)
    for article in articles:
        faults += layout_faults(article)
    faults += reference_faults(index, mappings, articles)
    if faults:
        raise input_error("the coding", set(faults))
    return Corpus(index, tuple(mappings), tuple(articles))


@dataclass(frozen=True)
class _Reader:
    """Reads files one after the other and keeps the faults of all of them."""

    faults: list[Fault]

    def files(self, folder: Path, pattern: str, strays: str) -> list[Path]:
        found = sorted(folder.glob(pattern))
        for path in sorted(set(folder.glob(strays)) - set(found)):
            fix = f"rename it to match {pattern}, or move it elsewhere"
            self.faults.append(Fault(shown(path), "the file would not be read", fix=fix))
        if not found:
            fix = "correct the path, or add one"
            self.faults.append(Fault(shown(folder), f"there is no {pattern}", fix=fix))
        return found

    def read(self, path: Path, adapter: TypeAdapter[_Model]) -> CodedFile[_Model] | None:
        try:
            return read_coded(path, adapter)
        except InputError as error:
            self._keep(error)
            return None

    def mappings(self, path: Path) -> tuple[Mapping, ...]:
        try:
            return load_mappings(path)
        except InputError as error:
            self._keep(error)
            return ()

    def article(self, folder: Path) -> tuple[CodedArticle, ...]:
        meta = self.read(folder / "article.yaml", _ARTICLE_FILE)
        coding = self.read(folder / "coding.yaml", _CODING_FILE)
        if meta is None or coding is None:
            return ()
        if meta.value.slug != folder.name:
            fix = f"rename the folder or write slug: {folder.name}"
            message = f"slug {meta.value.slug!r} is not the folder's name"
            self.faults.append(Fault(meta.where("slug"), message, fix=fix))
        return (CodedArticle(meta, coding),)

    def finish(self) -> None:
        if self.faults:
            raise input_error("the coding files", self.faults)

    def _keep(self, error: InputError) -> None:
        own = Fault(error.where, error.message, error.cause, error.fix)
        self.faults.extend(error.faults or [own])
