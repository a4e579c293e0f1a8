"""Which propositions are held as fact: what is coded certain and stands uncontested.

A proposition that is one triple becomes a fact through a claim that is certain and positive, in
the own voice of the article's author, an assertion, unconditional, not embedded in another's
speech, not in a caption only, and attacked by no claim; unless a claim denies the proposition, or
affirms one that contradicts it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.coded_article import CodedArticle
from kg.corpus import Corpus
from kg.model.coding import Claim, Proposition, Triple


@dataclass(frozen=True)
class Fact:
    """A proposition held as fact, and the claims (``article/claim``) that establish it."""

    proposition: str
    triple: Triple
    claims: tuple[str, ...]


def established_facts(corpus: Corpus) -> Iterator[Fact]:
    """Find the facts of a corpus, in order of proposition."""
    attacked = {
        article.claim_key(reference)
        for article, claim in corpus.claims.values()
        for reference in claim.attacks
    }
    contested = _contested(corpus)
    establishing: dict[str, list[str]] = {}
    for key, (article, claim) in corpus.claims.items():
        if key not in attacked and _commits(article, claim):
            establishing.setdefault(claim.proposition, []).append(key)
    for name in sorted(establishing):
        triple = corpus.propositions[name].triple
        if triple is not None and name not in contested:
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
        and claim.embedded_in is None
        and not all(article.is_paratext(passage) for passage in article.evidence(claim))
    )


def _contested(corpus: Corpus) -> set[str]:
    denied, affirmed = set[str](), set[str]()
    for _, claim in corpus.claims.values():
        (affirmed if claim.polarity == "positive" else denied).add(claim.proposition)
    for proposition in corpus.propositions.values():
        for first, second in _contradictions(proposition):
            if second in affirmed:
                denied.add(first)
    return denied


def _contradictions(proposition: Proposition) -> Iterator[tuple[str, str]]:
    for other in proposition.contradicts:
        yield proposition.id, other
        yield other, proposition.id
