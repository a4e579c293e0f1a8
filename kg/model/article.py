"""What ``article.yaml`` holds: a text's metadata, its chain of translations, its sentences."""

from typing import Annotated

from pydantic import Field, model_validator

from kg.model.values import (
    ActorRef,
    Certainty,
    Coded,
    CodedDate,
    DocumentRef,
    Flag,
    Language,
    Offset,
    Prose,
    SentenceKind,
    Sha256,
    Slug,
    Url,
)


class Span(Coded):
    """A stretch of the text: code points from `start` up to, without, `end`."""

    start: Offset
    """The first code point, counted from 0."""
    end: Offset
    """The code point after the last."""

    @model_validator(mode="after")
    def _ends_after_start(self) -> "Span":
        if self.end <= self.start:
            raise ValueError(
                f"span {self.start}-{self.end} is empty or runs backwards"
                " [fix: end is the offset after the last code point]"
            )
        return self

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two share a code point."""
        return self.start < other.end and other.start < self.end


class Sentence(Span):
    """A sentence, heading, caption or credit."""

    id: Slug
    """Its id in this article: s01, s02 and so on."""
    kind: SentenceKind
    """What it is; captions and credits are the publisher's, not the author's."""
    sha256: Sha256
    """The digest of its words."""
    paraphrase: Prose
    """What it says, in our words."""
    paratext: Flag = False
    """True for what stands beside the text and is not the author's: a caption or a credit."""

    @model_validator(mode="after")
    def _captions_are_paratext(self) -> "Sentence":
        if self.kind in {"caption", "credit"} and not self.paratext:
            raise ValueError(
                f"{self.id} is a {self.kind} and not marked as paratext [fix: add paratext: true]"
            )
        return self


class ChainLink(Coded):
    """An earlier form of the text, of which the one before it is a translation."""

    id: DocumentRef
    """The document."""
    label: Prose
    """What it is, in our words."""
    language: Language
    """Its language (BCP 47)."""
    publisher: ActorRef | None = None
    """Who published it."""
    published: CodedDate | None = None
    """When it was published."""
    url: Url | None = None
    """Where it is."""
    note: Prose | None = None
    """What is known of it, and what is not."""


class Attribution(Coded):
    """A finding of ours on who wrote a document."""

    id: Slug
    """Its id in this article."""
    document: DocumentRef
    """The document."""
    person: ActorRef
    """Who wrote it."""
    certainty: Certainty
    """How sure that is."""
    basis: Prose
    """What it rests on."""


class ArticleFile(Coded):
    """An article: where it is from, and how its text divides into sentences."""

    slug: Slug
    """The article's id; its folder has the same name."""
    title: Prose
    """A short title to cite it by; not more of the original than a citation needs."""
    label: Prose
    """What it is, in our words."""
    language: Language
    """The language of this text (BCP 47)."""
    published: CodedDate
    """When this text was published."""
    publisher: ActorRef
    """Who published this text."""
    author: ActorRef
    """Whose voice the text's own voice is."""
    url: Url | None = None
    """Where it is."""
    sha256: Sha256
    """The digest of the whole text."""
    length: Annotated[Offset, Field(gt=0)]
    """The number of its code points."""
    chain: tuple[ChainLink, ...] = ()
    """What this text is a translation of, nearest first."""
    attributions: tuple[Attribution, ...] = ()
    """Who wrote it, where that is a finding of ours."""
    sentences: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    """All of the text: in order, without overlap, gaps of at most 3 code points."""

    @property
    def document(self) -> str:
        """The reference of the document that this article is."""
        return f"document/{self.slug}"
