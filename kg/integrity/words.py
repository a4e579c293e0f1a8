"""Whether digests and cues are those of the words, where the texts are at hand."""

from collections.abc import Iterator, Mapping

from kg.errors import Fault
from kg.integrity.spans import spans
from kg.integrity.view import View, fault
from kg.spans import digest


def wrong_words(view: View, texts: Mapping[str, str]) -> Iterator[Fault]:
    """Find articles and spans with other digests than their words have, claims with other cues.

    The texts are by slug, as the articles' graphs are named.
    """
    sound: dict[object, str] = {}
    for span in spans(view):
        text = texts.get(view.kind(span.document)[1])
        said = view.text(span.node, "sha256")
        if text is not None and said is not None:
            words = text[span.start : span.end]
            if said == digest(words):
                sound[span.node] = words
                continue
            message = f"has a digest that code points {span.start} to {span.end} have not"
            fix = "correct the offsets, or code the passage again"
            yield fault(span.node, message, "words", fix)
    yield from _misquoted(view, sound)
    for node in view.instances.get("Article", ()):
        text, said = texts.get(view.kind(node)[1]), view.text(node, "sha256")
        if text is not None and said is not None and digest(text) != said:
            fix = "give the text that was coded, or correct its digest"
            yield fault(node, "has a digest that its text has not", "words", fix)


def _misquoted(view: View, words: Mapping[object, str]) -> Iterator[Fault]:
    """Find cues that no sentence of the evidence has, where all of these have their words."""
    for node in view.instances.get("Claim", ()):
        cue = view.text(node, "cue")
        around = [
            view.thing(passage, "within") or passage for passage in view.values(node, "evidencedBy")
        ]
        if cue is None or not around or any(sentence not in words for sentence in around):
            continue
        if not any(cue in words[sentence] for sentence in around):
            fix = "write stand:cue as the text has it, or correct stand:evidencedBy"
            message = f"has the cue {cue!r}, which no sentence of its evidence has"
            yield fault(node, message, "words", fix)
