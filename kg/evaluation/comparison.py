"""Candidates beside a reviewed coding: what is found, what is missed, and why."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.coded_article import CodedArticle
from kg.evaluation.scores import Counts, Score, score
from kg.extraction.extraction import ClaimFound, Extraction
from kg.extraction.mentions import MentionFound, is_name
from kg.model.article import Sentence, Span
from kg.model.coding import Claim
from kg.model.passages import Mention

_Key = tuple[int, int]


@dataclass(frozen=True)
class Miss:
    """Something of the coding that no candidate has, or a candidate that the coding has not."""

    what: str
    cause: str
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Evaluation:
    """The scores of an article's candidates, and what was missed, by cause."""

    slug: str
    scores: tuple[Score, ...]
    misses: tuple[Miss, ...]


def evaluate(article: CodedArticle, text: str, found: Extraction) -> Evaluation:
    """Hold candidates against the coding of the same text."""
    gold = article.coding.mentions
    names = [m for m in gold if is_name(m.surface) or _is_acronym(m)]
    found_names = [m for m in found.mentions if is_name(text[m.start : m.end]) or m.damage]
    sentences = article.meta.sentences
    any_gold = {_key(m) for m in gold}
    return Evaluation(
        article.slug,
        (
            _of("names, exact", sentences, names, found_names, _same_span),
            _of("names, overlapping", sentences, names, found_names, _overlap),
            _of("names, linked", sentences, names, found_names, _linked),
            _of("mentions, exact", sentences, gold, found.mentions, _same_span),
            _of("mentions, linked", sentences, gold, found.mentions, _linked),
            *_claim_scores(article, found),
        ),
        tuple(_misses(text, names, found_names, any_gold)),
    )


def _of(
    what: str,
    sentences: Sequence[Sentence],
    gold: Sequence[Mention],
    found: Sequence[MentionFound],
    matches: Callable[[Mention, MentionFound], bool],
) -> Score:
    counts = []
    for sentence in sentences:
        there = [one for one in gold if sentence.start <= one.start < sentence.end]
        here = [one for one in found if sentence.start <= one.start < sentence.end]
        free = list(there)
        right = 0
        for one in here:
            other = next((each for each in free if matches(each, one)), None)
            if other is not None:
                free.remove(other)
                right += 1
        counts.append(Counts(right, len(here), len(there)))
    return score(what, counts)


def _same_span(gold: Mention, found: MentionFound) -> bool:
    return _key(gold) == _key(found)


def _overlap(gold: Mention, found: MentionFound) -> bool:
    return gold.start < found.end and found.start < gold.end


def _linked(gold: Mention, found: MentionFound) -> bool:
    return _same_span(gold, found) and gold.entity == found.entity


def _key(span: Mention | MentionFound) -> _Key:
    return span.start, span.end


def _is_acronym(mention: Mention) -> bool:
    """Tell a damaged acronym, such as "us", from a phrase."""
    return mention.damage is not None and len(mention.surface) <= 3


def _claim_scores(article: CodedArticle, found: Extraction) -> Iterator[Score]:
    """Yield for each question to claims how many are answered rightly by some candidate."""
    claims = article.coding.claims
    others = [claim for claim in claims if claim.mode != "own-voice"]
    for what, asked, holds in _QUESTIONS:
        chosen = others if asked == "others" else list(claims)
        counts = []
        for sentence in article.meta.sentences:
            here = [c for c in chosen if article.evidence(c)[0].overlaps(sentence)]
            right = sum(
                any(holds(claim, one) for one in _near(article.evidence(claim), found.claims))
                for claim in here
            )
            counts.append(Counts(right, 0, len(here)))
        yield score(what, counts)


def _near(evidence: Iterable[Span], claims: Iterable[ClaimFound]) -> Iterator[ClaimFound]:
    parts = list(evidence)
    for claim in claims:
        if any(part.start < claim.end and claim.start < part.end for part in parts):
            yield claim


def _right_speaker(claim: Claim, found: ClaimFound) -> bool:
    if claim.mode == "generic-attribution":
        return found.mode == "generic-attribution"
    return found.speaker == (claim.imputed_to or claim.asserted_by)


_QUESTIONS: Final[Sequence[tuple[str, str, Callable[[Claim, ClaimFound], bool]]]] = (
    ("claims touched", "all", lambda claim, found: True),  # noqa: ARG005
    ("speaker, of claims not the author's", "others", _right_speaker),
    ("mode", "all", lambda claim, found: claim.mode == found.mode),
    ("speech act", "all", lambda claim, found: claim.act == found.act),
    ("certainty", "all", lambda claim, found: claim.certainty == found.certainty),
    ("polarity", "all", lambda claim, found: claim.polarity == found.polarity),
    (
        "conditional or not",
        "all",
        lambda claim, found: bool(claim.conditioned_on) == bool(found.conditions),
    ),
)


def _misses(
    text: str,
    gold: Sequence[Mention],
    found: Sequence[MentionFound],
    any_gold: set[_Key],
) -> Iterator[Miss]:
    spans = {_key(one): one for one in found}
    for mention in gold:
        words = text[mention.start : mention.end]
        one = spans.get(_key(mention))
        if one is None:
            meets = any(_overlap(mention, other) for other in found)
            cause = "other bounds" if meets else "no rule found it"
            if mention.damage is not None:
                cause = f"damaged by translation; {cause}"
            yield Miss("missed name", cause, mention.start, mention.end, words)
        elif one.entity != mention.entity:
            cause = f"linked to {one.entity or 'nothing'}, is {mention.entity}"
            yield Miss("wrong link", cause, mention.start, mention.end, words)
    for key, one in spans.items():
        if key not in any_gold:
            yield Miss("no mention", one.rule, *key, text[one.start : one.end])
