"""Whether labels that are made of something else still say it."""

from collections.abc import Callable, Iterator
from typing import Final

import pyoxigraph as ox

from kg.errors import Fault
from kg.graph.labels import (
    claim_label,
    cut,
    emendation_label,
    geometry_label,
    mention_label,
    passage_label,
    position_label,
    statement_label,
)
from kg.integrity.view import ENTITIES, PREF_LABEL, RDFS_LABEL, View, fault
from kg.model.classes import KIND_CLASS, is_a

_HAS_GEOMETRY: Final = "http://www.opengis.net/ont/geosparql#hasGeometry"
_OFFSETS: Final = tuple(f"http://www.w3.org/ns/oa#{name}" for name in ("start", "end"))
_SELECTOR: Final = "http://www.w3.org/ns/oa#hasSelector"


_CLASSES: Final = {
    **KIND_CLASS,
    "attribution": "AuthorshipAttribution",
    "background": "BackgroundStatement",
    "activity": "CodingActivity",
    "emendation": "DamagedPassage",
    **{name.lower(): name for name in ("Claim", "Designation", "Mention", "Passage", "Position",
                                       "Proposition", "Silence")},
}  # fmt: skip
"""The class that each kind of our IRIs stands for; situations have no class of their own."""


def nameless(view: View) -> Iterator[Fault]:
    """Find blank nodes, and say what would be known of them."""
    for node, said in view.described.items():
        if isinstance(node, ox.BlankNode):
            known = [value for values in said.values() for value in values]
            shown = ", ".join(sorted(map(str, known))[:4])
            fix = "give it an IRI of its own, <base>id/<kind>/<name>"
            yield fault(node, f"is a blank node, of which is said {shown}", "blank-node", fix)


def misnamed(view: View) -> Iterator[Fault]:
    """Find things whose IRI says that they are of another kind, or another thing's name."""
    for class_, things in view.instances.items():
        for node in things:
            kind = view.kind(node)[0]
            wanted = _CLASSES.get(kind)
            damaged = (kind, class_) == ("mention", "DamagedPassage")
            selector = node.value.endswith("/selector")
            if wanted is not None and not (is_a(class_, wanted) or damaged or selector):
                fix = f"type it as a kind of {wanted}, or give it an IRI of another kind"
                message = f"is typed as {class_}, though its name says {kind}"
                yield fault(node, message, "kind", fix)
    for node in view.instances.get("Designation", ()):
        owner = view.kind(node)[1].partition("/")[0]
        slug = view.kind(view.thing(node, "designates"))[1]
        if slug not in {"", owner}:
            fix = f"name it designation/{slug}/<name>, or correct stand:designates"
            message = f"designates {slug}, though by its name it is one of the names of {owner}"
            yield fault(node, message, "kind", fix)


def wrong_labels(view: View) -> Iterator[Fault]:
    """Find labels that differ from what they would be made of now."""
    for class_, make in _MAKERS.items():
        for thing in view.instances.get(class_, ()):
            yield from _compared(view, thing, make(view, thing))
    for node in view.described:
        if view.kind(node)[0] in ENTITIES | {"document"} and view.values(node, PREF_LABEL):
            yield from _compared(view, node, _english(view, node))
        for geometry in view.values(node, _HAS_GEOMETRY):
            owner = view.text(node, RDFS_LABEL)
            if owner is not None:
                yield from _compared(view, geometry, geometry_label(owner))


def _compared(view: View, node: object, wanted: str | None) -> Iterator[Fault]:
    found = view.text(node, RDFS_LABEL)
    if wanted is not None and found is not None and found != cut(wanted):
        fix = f"write {cut(wanted)!r}, or correct what it is made of"
        yield fault(node, f"is labelled {found!r}, which is not what it is", "label", fix)


def _english(view: View, node: object) -> str | None:
    names = [n for n in view.values(node, PREF_LABEL) if isinstance(n, ox.Literal)]
    english = [name.value for name in names if name.language == "en"]
    return english[0] if len(english) == 1 else None


def _name(view: View, node: object, predicate: str) -> str | None:
    found = view.thing(node, predicate)
    return view.text(found, RDFS_LABEL) if found else None


def _claim(view: View, node: object) -> str | None:
    asserter, certainty = _name(view, node, "assertedBy"), view.concept(node, "certainty")
    text = view.text(view.thing(node, "hasProposition"), "propositionText")
    polarity, imputed_to = view.concept(node, "polarity"), _name(view, node, "imputedTo")
    if asserter is None or text is None or certainty is None or polarity is None:
        return None
    return claim_label(
        asserter,
        text,
        imputed_to=imputed_to,
        certainty=certainty,
        conditional=bool(view.values(node, "conditionedOn")),
        negative=polarity == "negative",
    )


def _proposition(view: View, node: object) -> str | None:
    return view.text(node, "propositionText")


def _position(view: View, node: object) -> str | None:
    holder, text = _name(view, node, "heldBy"), view.text(node, "positionText")
    return position_label(holder, text) if holder is not None and text is not None else None


def _silence(view: View, node: object) -> str | None:
    return view.text(node, "silenceText")


def _passage(view: View, node: object) -> str | None:
    words, (_, rest) = view.text(node, "paraphrase"), view.kind(node)
    return passage_label(rest.rpartition("/")[2], words) if words is not None else None


def _place(view: View, node: object) -> tuple[int, int] | None:
    selector = view.thing(node, _SELECTOR)
    start, end = (view.text(selector, name) for name in _OFFSETS)
    if start is None or end is None or not (start.isdigit() and end.isdigit()):
        return None
    return int(start), int(end)


def _mention(view: View, node: object) -> str | None:
    surface, place = view.text(node, "surface"), _place(view, node)
    return mention_label(surface, *place) if surface is not None and place else None


def _emendation(view: View, node: object) -> str | None:
    reading, place = view.text(node, "correctedReading"), _place(view, node)
    if view.kind(node)[0] != "emendation" or reading is None or not place:
        return None
    return emendation_label(view.text(node, "surface"), *place, reading)


def _statement(view: View, node: object) -> str | None:
    subject, predicate = (
        _name(view, node, "backgroundSubject"),
        view.thing(node, "backgroundPredicate"),
    )
    value = _name(view, node, "backgroundObject") or view.text(node, "backgroundValue")
    if subject is None or predicate is None or value is None:
        return None
    return statement_label(subject, predicate.value.rpartition("#")[2], value)


def _designation(view: View, node: object) -> str | None:
    names = [n for n in view.values(node, "designationText") if isinstance(n, ox.Literal)]
    english = [name.value for name in names if name.language == "en"]
    return english[0] if len(english) == 1 else None


_MAKERS: Final[dict[str, Callable[[View, object], str | None]]] = {
    "BackgroundStatement": _statement,
    "Claim": _claim,
    "DamagedPassage": _emendation,
    "Designation": _designation,
    "Mention": _mention,
    "Passage": _passage,
    "Position": _position,
    "Proposition": _proposition,
    "Silence": _silence,
}
