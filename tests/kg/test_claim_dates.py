from pathlib import Path

from fixture_corpus import NOTE, copy, load

from kg.graph.claim_dates import claim_date
from kg.model.values import CodedDate


def test_an_event_that_another_article_dates_dates_the_claim_and_says_so(tmp_path: Path):
    events = ("made_at: event/norland-statement", "made_at: event/harbour-briefing")
    corpus = load(copy(tmp_path, {NOTE: events}))
    article, claim = corpus.claims["ferry-note/c01"]

    assert claim_date(corpus, article, claim) == CodedDate(
        edtf="2031-05-03", inferred="the date of the event, as harbour-talks gives it"
    )
