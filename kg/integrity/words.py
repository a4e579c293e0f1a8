"""Whether digests are those of the words, where the texts are at hand."""

from collections.abc import Iterator, Mapping

from kg.errors import Fault
from kg.integrity.spans import spans
from kg.integrity.view import View, fault
from kg.spans import digest


def wrong_words(view: View, texts: Mapping[str, str]) -> Iterator[Fault]:
    """Find articles and spans that have other digests than their words have.

    The texts are by slug, as the articles' graphs are named.
    """
    for span in spans(view):
        text = texts.get(view.kind(span.document)[1])
        said = view.text(span.node, "sha256")
        if text is not None and said is not None:
            found = digest(text[span.start : span.end])
            if said != found:
                message = f"has a digest that code points {span.start} to {span.end} have not"
                fix = "correct the offsets, or code the passage again"
                yield fault(span.node, message, "words", fix)
    for node in view.instances.get("Article", ()):
        text, said = texts.get(view.kind(node)[1]), view.text(node, "sha256")
        if text is not None and said is not None and digest(text) != said:
            fix = "give the text that was coded, or correct its digest"
            yield fault(node, "has a digest that its text has not", "words", fix)
