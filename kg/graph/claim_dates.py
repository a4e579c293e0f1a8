"""When a claim was made, where its coding gives no date of its own."""

from kg.coded_article import CodedArticle
from kg.corpus import Corpus
from kg.dates import parse_date
from kg.model.coding import Claim
from kg.model.values import CodedDate


def claim_date(corpus: Corpus, article: CodedArticle, claim: Claim) -> CodedDate:
    """Return the claim's date: its own, its event's, or what the publication tells.

    The author speaks when the original text was published, and the publisher (in captions) when
    this text was. Anybody else said it no later than the original text reports it.
    """
    if claim.date is not None:
        return claim.date
    if claim.made_at is not None:
        found = _event_date(corpus, article, claim.made_at)
        if found is not None:
            return found
    return _publication_date(article, claim)


def _event_date(corpus: Corpus, article: CodedArticle, event: str) -> CodedDate | None:
    for dated in article.coding.events:
        if dated.event == event:
            return dated.date
    for other in corpus.articles:
        for dated in other.coding.events:
            if dated.event == event:
                reason = f"the date of the event, as {other.meta.slug} gives it"
                return CodedDate(edtf=dated.date.edtf, inferred=reason)
    for at in corpus.entities.defined:
        for fact in at.entity.background if at.entity.id == event else ():
            if fact.property == "date" and fact.edtf is not None:
                reason = f"the date of the event, known from elsewhere: {fact.source}"
                return CodedDate(edtf=fact.edtf, inferred=reason)
    return None


def _publication_date(article: CodedArticle, claim: Claim) -> CodedDate:
    meta = article.meta
    dates = [link.published for link in meta.chain if link.published is not None]
    original = min(dates, key=_last_moment, default=None)
    if claim.asserted_by == meta.author:
        if original is None:
            return meta.published
        return CodedDate(
            edtf=original.edtf,
            inferred="the author's own voice: dated by the original column",
        )
    if claim.asserted_by == meta.publisher:
        return CodedDate(
            edtf=meta.published.edtf,
            inferred="the publisher's own voice: dated by this publication",
        )
    bounds = parse_date((original or meta.published).edtf)
    last_day = (bounds.latest or "9999-12-31")[:10]
    return CodedDate(
        edtf=f"../{last_day}",
        inferred="reported without a date: not later than the text that reports it",
    )


def _last_moment(coded: CodedDate) -> str:
    return parse_date(coded.edtf).latest or "9999"
