"""What of an article's text its coding accounts for."""

from dataclasses import dataclass
from typing import Final

from kg.coded_article import CodedArticle
from kg.corpus import Corpus
from kg.model.article import Sentence

MIN_LEFTOVER: Final = 25
"""The shortest run of a sentence outside all evidence that is worth showing, in code points."""


@dataclass(frozen=True)
class Leftover:
    """A run of a sentence that no claim's evidence covers: code points, half-open."""

    sentence: str
    start: int
    end: int


@dataclass(frozen=True)
class Coverage:
    """How much of one article is accounted for."""

    article: str
    sentences: int
    uncovered: tuple[str, ...]
    """Sentences with neither a claim nor a reason for having none."""
    without_mention: tuple[str, ...]
    """Sentences that have no mention; not a fault."""
    evidence_share: float
    """The share of code points inside some claim's evidence, 0 to 1."""
    mentions_per_sentence: float
    leftovers: tuple[Leftover, ...]
    """What evidence leaves out of sentences that carry claims; not a fault."""

    @property
    def complete(self) -> bool:
        """Whether every sentence is accounted for."""
        return not self.uncovered


def measure_coverage(corpus: Corpus) -> tuple[Coverage, ...]:
    """Measure each article, in order of slug."""
    return tuple(article_coverage(article) for article in corpus.articles)


def article_coverage(article: CodedArticle) -> Coverage:
    """Measure one article."""
    claimed = _claimed(article)
    reasons = {reason.sentence for reason in article.coding.no_claim}
    sentences = article.meta.sentences
    mentioned = {
        sentence.id
        for mention in article.coding.mentions
        if (sentence := article.sentence_at(mention.start)) is not None
    }
    with_claim = {s.id for s in sentences if any(claimed[s.start : s.end])}
    return Coverage(
        article=article.slug,
        sentences=len(sentences),
        uncovered=tuple(s.id for s in sentences if s.id not in with_claim | reasons),
        without_mention=tuple(s.id for s in sentences if s.id not in mentioned),
        evidence_share=sum(claimed) / len(claimed),
        mentions_per_sentence=len(article.coding.mentions) / len(sentences),
        leftovers=tuple(
            leftover
            for sentence in sentences
            if sentence.id in with_claim
            for leftover in _leftovers(sentence, claimed)
        ),
    )


def _claimed(article: CodedArticle) -> bytearray:
    """Return 1 for each code point inside some claim's evidence, else 0."""
    claimed = bytearray(article.meta.length)
    for claim in article.coding.claims:
        for passage in article.evidence(claim):
            claimed[passage.start : passage.end] = b"\x01" * (passage.end - passage.start)
    return claimed


def _leftovers(sentence: Sentence, claimed: bytearray) -> list[Leftover]:
    found, start = [], sentence.start
    for end in range(sentence.start, sentence.end + 1):
        if end == sentence.end or claimed[end]:
            if end - start >= MIN_LEFTOVER:
                found.append(Leftover(sentence.id, start, end))
            start = end + 1
    return found
