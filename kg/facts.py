"""Which propositions are held as fact: what is coded certain and stands uncontested.

A proposition that is one triple becomes a fact through a claim that is certain and positive, in
the own voice of the article's author (and so not embedded in another's speech), an assertion,
unconditional, and not in a caption only; unless a claim denies the proposition, attacks a claim of
it, or affirms one that contradicts it. Who acts for whom is never a fact: it is background, with a
source.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.coded_article import CodedArticle
from kg.corpus import Corpus
from kg.model.coding import Claim, Proposition, Triple

BACKGROUND_ONLY: Final = frozenset({"actsFor", "unitOf"})
"""The predicates that no article's wording makes true; unitOf is a kind of actsFor."""


@dataclass(frozen=True)
class Fact:
    """A proposition held as fact, and the claims (``article/claim``) that establish it."""

    proposition: str
    triple: Triple
    claims: tuple[str, ...]


def established_facts(corpus: Corpus) -> Iterator[Fact]:
    """Find the facts of a corpus, in order of proposition."""
    contested = _contested(corpus)
    establishing: dict[str, list[str]] = {}
    for key, (article, claim) in corpus.claims.items():
        if _commits(article, claim):
            establishing.setdefault(claim.proposition, []).append(key)
    for name in sorted(establishing):
        triple = corpus.propositions[name].triple
        if triple is None or triple.predicate in BACKGROUND_ONLY or name in contested:
            continue
        yield Fact(name, triple, tuple(sorted(establishing[name])))


def _commits(article: CodedArticle, claim: Claim) -> bool:
    """Tell whether the author says it plainly, in the text itself."""
    return (
        claim.asserted_by == article.meta.author
        and claim.mode == "own-voice"
        and claim.act == "assertion"
        and claim.certainty == "certain"
        and claim.polarity == "positive"
        and not claim.conditioned_on
        and not all(article.is_paratext(passage) for passage in article.evidence(claim))
    )


def _contested(corpus: Corpus) -> set[str]:
    """Return the propositions that some claim denies, attacks or contradicts."""
    contested, affirmed = set[str](), set[str]()
    for article, claim in corpus.claims.values():
        (affirmed if claim.polarity == "positive" else contested).add(claim.proposition)
        attacked = (corpus.claims[article.claim_key(reference)] for reference in claim.attacks)
        contested |= {other.proposition for _, other in attacked}
    for proposition in corpus.propositions.values():
        for first, second in _contradictions(proposition):
            if second in affirmed:
                contested.add(first)
    return contested


def _contradictions(proposition: Proposition) -> Iterator[tuple[str, str]]:
    for other in proposition.contradicts:
        yield proposition.id, other
        yield other, proposition.id
