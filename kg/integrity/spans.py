"""Whether the spans of an article fit each other, their words and their names."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.errors import Fault
from kg.integrity.view import View, fault
from kg.layout import MAX_GAP
from kg.spans import digest

_OA: Final = "http://www.w3.org/ns/oa#"


@dataclass(frozen=True)
class Span:
    """A passage with its code points, half-open."""

    node: ox.NamedNode
    document: ox.NamedNode
    start: int
    end: int


def wrong_spans(view: View) -> Iterator[Fault]:
    """Find spans that leave gaps, lie, are named or nested otherwise than their offsets say."""
    documents: dict[ox.NamedNode, list[Span]] = {}
    for span in spans(view):
        documents.setdefault(span.document, []).append(span)
        yield from _named(view, span)
        yield from _quoted(view, span)
        yield from _nested(view, span)
    for document, found in documents.items():
        sentences = [span for span in found if _is_sentence(view, span)]
        if sentences:
            yield from _cover(view, document, sorted(sentences, key=lambda s: (s.start, s.end)))
            yield from _complete(view, document, sentences)
        yield from _damage(view, found)


def _is_sentence(view: View, span: Span) -> bool:
    return view.concept(span.node, "passageKind") not in {None, "clause"}


def _is_number(*texts: str | None) -> bool:
    return all(text is not None and text.isdecimal() for text in texts)


def spans(view: View) -> Iterator[Span]:
    """Give every passage that has one document and one pair of offsets."""
    for node in view.described:
        document, selector = (
            view.thing(node, f"{_OA}hasSource"),
            view.thing(node, f"{_OA}hasSelector"),
        )
        start, end = view.text(selector, f"{_OA}start"), view.text(selector, f"{_OA}end")
        if isinstance(node, ox.NamedNode) and document and _is_number(start, end):
            yield Span(node, document, int(start or 0), int(end or 0))


def _named(view: View, span: Span) -> Iterator[Fault]:
    selector = view.thing(span.node, f"{_OA}hasSelector")
    if selector is not None and selector.value != f"{span.node.value}/selector":
        fix = "give it the selector that bears its name"
        yield fault(span.node, f"has the selector {selector}", "span-name", fix)
    kind, rest = view.kind(span.node)
    name = rest.rpartition("/")[2]
    if kind in {"mention", "emendation"} and name != f"{span.start}-{span.end}":
        fix = "correct the offsets, or name it by them"
        message = f"is named by other code points than {span.start} to {span.end}"
        yield fault(span.node, message, "span-name", fix)


def _quoted(view: View, span: Span) -> Iterator[Fault]:
    surface, sha256 = view.text(span.node, "surface"), view.text(span.node, "sha256")
    if surface is None:
        return
    if len(surface) != span.end - span.start:
        message = (
            f"has {len(surface)} code points as its surface and {span.end - span.start} as span"
        )
        yield fault(span.node, message, "surface", "correct the offsets or the surface")
    if sha256 is not None and sha256 != digest(surface):
        fix = f"write {digest(surface)}, or correct the surface"
        yield fault(span.node, "has a digest that is not its surface's", "surface", fix)


def _nested(view: View, span: Span) -> Iterator[Fault]:
    outer = view.thing(span.node, "within")
    if outer is not None and view.values(outer, "paratext"):
        said, wanted = view.text(span.node, "paratext"), view.text(outer, "paratext")
        if said != wanted:
            message = (
                f"has stand:paratext {said or 'missing'}, and {outer}, which holds it, {wanted}"
            )
            yield fault(span.node, message, "paratext", f"write {wanted}, as its sentence has it")
    elif _is_sentence(view, span) and not view.values(span.node, "paratext"):
        fix = "write whether it is the author's (false) or beside the text (true)"
        yield fault(span.node, "does not say whether it is paratext", "paratext", fix)


def _cover(view: View, document: ox.NamedNode, parts: list[Span]) -> Iterator[Fault]:
    expected, before = 0, document
    for span in parts:
        gap = span.start - expected
        if gap < 0 or gap > (MAX_GAP if before != document else 0):
            message = f"starts at {span.start}, and what precedes it, {before}, ends at {expected}"
            fix = f"cover all of the text in order; only line ends, {MAX_GAP} at most, lie between"
            yield fault(span.node, message, "cover", fix)
        expected, before = span.end, span.node
    length = view.text(document, "codePointLength")
    if length is not None and length != str(expected):
        message = f"ends at {length}, and its last sentence, {before}, at {expected}"
        yield fault(document, message, "cover", "correct the length or the offsets")


def _complete(view: View, document: ox.NamedNode, sentences: list[Span]) -> Iterator[Fault]:
    """Hold what is not said to be coded whole to there being something left to code."""
    if view.text(document, "codingComplete") != "false":
        return
    cited = {passage for claim in view.instances.get("Claim", ())
             for passage in view.values(claim, "evidencedBy")}  # fmt: skip
    cited |= {outer for passage in cited for outer in view.values(passage, "within")}
    left = [
        s for s in sentences if s.node not in cited and not view.values(s.node, "noClaimReason")
    ]
    if not left:
        fix = "write stand:codingComplete true"
        message = "is said not to be coded whole, though each of its sentences is accounted for"
        yield fault(document, message, "complete", fix)


def _damage(view: View, parts: list[Span]) -> Iterator[Fault]:
    """Hold stand:hasDamage to what overlaps a damaged passage of the same document."""
    damaged = [span for span in parts if view.values(span.node, "correctedReading")]
    for span in parts:
        said = set(view.values(span.node, "hasDamage"))
        found: set[object] = {
            other.node
            for other in damaged
            if other != span and span.start < other.end and other.start < span.end
        }
        for node in said ^ found:
            does = "overlaps" if node in found else "does not overlap"
            fix = "write stand:hasDamage to what overlaps, and to nothing else"
            yield fault(span.node, f"{does} the damaged {node}", "damage", fix)
