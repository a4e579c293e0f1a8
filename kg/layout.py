"""Whether the spans of an article fit its text and each other, as far as offsets can tell."""

from collections import Counter
from collections.abc import Iterator, Sequence

from kg.coded_article import CodedArticle
from kg.errors import Fault
from kg.model.article import Span
from kg.model.passages import Clause

MAX_GAP = 3
"""How many code points, line ends that is, may lie between two sentences."""


def layout_faults(article: CodedArticle) -> Iterator[Fault]:
    """Find spans that are out of order, out of the text, out of their sentence, or double."""
    yield from _sentence_faults(article)
    coding = article.coding
    for section, spans in (
        ("passages", coding.passages),
        ("mentions", coding.mentions),
        ("emendations", coding.emendations),
    ):
        for number, span in enumerate(spans):
            yield from _place_faults(article, section, number, span)
    yield from _double_spans(article, "mentions", coding.mentions)
    yield from _double_spans(article, "emendations", coding.emendations)
    yield from _mention_and_emendation(article)
    yield from _contradictory_reasons(article)


def _sentence_faults(article: CodedArticle) -> Iterator[Fault]:
    file, sentences = article.meta_file, article.meta.sentences
    expected = 0
    for number, sentence in enumerate(sentences):
        gap, where = sentence.start - expected, file.where("sentences", number, "start")
        if number == 0 and gap != 0:
            yield Fault(where, f"the first sentence starts at {gap}", fix="start it at 0")
        elif gap < 0:
            yield Fault(
                where,
                f"{sentence.id} starts at {sentence.start}, before the one above ends ({expected})",
                fix="put the sentences in order and without overlap",
            )
        elif gap > MAX_GAP:
            yield Fault(
                where,
                f"{gap} code points before {sentence.id} belong to no sentence",
                fix=f"cover all of the text; only line ends, {MAX_GAP} at most, lie between",
            )
        expected = sentence.end
    if expected != article.meta.length:
        yield Fault(
            file.where("sentences", len(sentences) - 1, "end"),
            f"the last sentence ends at {expected}, the text at {article.meta.length}",
            fix="end it where the text ends, or correct length",
        )


def _place_faults(article: CodedArticle, section: str, number: int, span: Span) -> Iterator[Fault]:
    where = article.coding_file.where(section, number)
    name = span.id if isinstance(span, Clause) else section.removesuffix("s")
    if span.end > article.meta.length:
        message = f"{name} ends at {span.end}, the text at {article.meta.length}"
        yield Fault(where, message, fix="correct the offsets")
        return
    sentence = article.sentence_at(span.start)
    if sentence is None:
        message = f"{name} starts at {span.start}, {_gap(article, span.start)}"
        yield Fault(where, message, fix="correct its offsets, or those of the sentence")
    elif span.end > sentence.end:
        message = f"{name} runs out of {sentence.id}, which ends at {sentence.end}"
        yield Fault(where, message, fix="end it there; mark the rest separately")


def _gap(article: CodedArticle, offset: int) -> str:
    """Say between which sentences an offset lies: it may be theirs that are wrong."""
    before = [sentence for sentence in article.meta.sentences if sentence.end <= offset]
    after = [sentence for sentence in article.meta.sentences if sentence.start > offset]
    ends = f"behind the end of {before[-1].id} ({before[-1].end})" if before else ""
    starts = f"before the start of {after[0].id} ({after[0].start})" if after else ""
    return " and ".join(filter(None, (ends, starts)))


def _double_spans(article: CodedArticle, section: str, spans: Sequence[Span]) -> Iterator[Fault]:
    seen: Counter[tuple[int, int]] = Counter()
    for number, span in enumerate(spans):
        key = (span.start, span.end)
        if seen[key]:
            where = article.coding_file.where(section, number)
            message = f"code points {span.start} to {span.end} are marked twice"
            yield Fault(where, message, fix=f"keep one of the two {section}")
        seen[key] += 1


def _mention_and_emendation(article: CodedArticle) -> Iterator[Fault]:
    mentions = {(mention.start, mention.end) for mention in article.coding.mentions}
    for number, words in enumerate(article.coding.emendations):
        if (words.start, words.end) in mentions:
            where = article.coding_file.where("emendations", number)
            message = f"code points {words.start} to {words.end} are a mention as well"
            yield Fault(where, message, fix="give the mention damage:, and remove the emendation")


def _contradictory_reasons(article: CodedArticle) -> Iterator[Fault]:
    for number, reason in enumerate(article.coding.no_claim):
        sentence = article.passages.get(reason.sentence)
        if sentence is None:
            continue
        claims = [
            claim.id
            for claim in article.coding.claims
            for name in claim.evidence
            if name in article.passages and article.passages[name].overlaps(sentence)
        ]
        if claims:
            yield Fault(
                article.coding_file.where("no_claim", number),
                f"{reason.sentence} is said to carry no claim, and is evidence of {claims[0]}",
                fix="remove the reason, or the evidence",
            )
