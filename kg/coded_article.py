"""An article with its coding: both files, and how their parts are found."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.model.article import ArticleFile, Sentence, Span
from kg.model.coding import Claim, CodingFile
from kg.model.passages import Clause, Emendation, Mention
from kg.model.reading import CodedFile
from kg.spans import AnchoredSpan, AnchoredText, Cue, digest


@dataclass(frozen=True)
class CodedArticle:
    """One article: `meta` is its article.yaml, `coding` its coding.yaml."""

    meta_file: CodedFile[ArticleFile]
    coding_file: CodedFile[CodingFile]

    @property
    def meta(self) -> ArticleFile:
        """The text's metadata and sentences."""
        return self.meta_file.value

    @property
    def coding(self) -> CodingFile:
        """What the text says."""
        return self.coding_file.value

    @property
    def slug(self) -> str:
        """The article's id."""
        return self.meta.slug

    @cached_property
    def passages(self) -> dict[str, Sentence | Clause]:
        """The sentences and clauses, by id: what evidence may point at."""
        parts: list[Sentence | Clause] = [*self.meta.sentences, *self.coding.passages]
        return {part.id: part for part in parts}

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that the code point lies in, or none in a gap."""
        for sentence in self.meta.sentences:
            if sentence.start <= offset < sentence.end:
                return sentence
        return None

    def is_paratext(self, span: Span) -> bool:
        """Tell whether the span starts in a sentence that is not the author's."""
        sentence = self.sentence_at(span.start)
        return sentence is not None and sentence.paratext

    def evidence(self, claim: Claim) -> tuple[Sentence | Clause, ...]:
        """Return the passages that carry a claim of this article."""
        return tuple(self.passages[name] for name in claim.evidence)

    def claim_key(self, reference: str) -> str:
        """Return ``article/claim`` for a claim reference made in this article."""
        return reference if "/" in reference else f"{self.slug}/{reference}"

    @cached_property
    def damaged(self) -> tuple[Mention | Emendation, ...]:
        """The mentions and emendations whose words translation damaged, in file order."""
        mentions = (mention for mention in self.coding.mentions if mention.damage)
        return (*mentions, *self.coding.emendations)

    @cached_property
    def anchors(self) -> AnchoredText:
        """The digests of the text and of each coded span, and the words that claims quote."""
        meta = self.meta
        where = self.meta_file.where("sha256")
        spans, cues = tuple(self._spans()), tuple(self._cues())
        return AnchoredText(meta.slug, where, meta.sha256, meta.length, spans, cues)

    def _spans(self) -> Iterator[AnchoredSpan]:
        for number, sentence in enumerate(self.meta.sentences):
            yield self._passage(sentence, self.meta_file.where("sentences", number))
        for number, clause in enumerate(self.coding.passages):
            yield self._passage(clause, self.coding_file.where("passages", number))
        for number, mention in enumerate(self.coding.mentions):
            yield self._words("mention", mention, self.coding_file.where("mentions", number))
        for number, words in enumerate(self.coding.emendations):
            yield self._words("emendation", words, self.coding_file.where("emendations", number))

    def _cues(self) -> Iterator[Cue]:
        for number, claim in enumerate(self.coding.claims):
            if claim.cue is not None:
                around = (self.sentence_at(part.start) for part in self.evidence(claim))
                places = tuple((s.start, s.end) for s in around if s is not None)
                where = self.coding_file.where("claims", number, "cue")
                yield Cue(claim.id, where, claim.cue, places)

    def _passage(self, part: Sentence | Clause, where: str) -> AnchoredSpan:
        citing = tuple(claim.id for claim in self.coding.claims if part.id in claim.evidence)
        return AnchoredSpan(part.id, where, part.start, part.end, part.sha256, citing)

    def _words(self, name: str, words: Mention | Emendation, where: str) -> AnchoredSpan:
        claims = self._claims_over(words)
        return AnchoredSpan(name, where, words.start, words.end, words_digest(words), claims)

    def _claims_over(self, span: Span) -> tuple[str, ...]:
        return tuple(
            claim.id
            for claim in self.coding.claims
            if any(part.start <= span.start < span.end <= part.end for part in self.evidence(claim))
        )


def words_digest(words: Mention | Emendation) -> str:
    """Return the digest of marked words, from their surface where it is given."""
    if isinstance(words, Emendation) and words.sha256 is not None:
        return words.sha256
    assert words.surface is not None  # noqa: S101 -- the model asks for one of the two
    return digest(words.surface)
