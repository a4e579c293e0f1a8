"""Where a text names something: what the gazetteer knows, what is new, what is damaged."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.extraction.cutting import Cut
from kg.extraction.damage import Damaged, damage
from kg.extraction.gazetteer import Found, Gazetteer, Name
from kg.extraction.lexicon import words
from kg.extraction.names import new_names
from kg.extraction.naming import NewName

_PLACED: Final = re.compile(
    r"\b(?:in|near|inside|outside|into|throughout|across|around|off|within"
    r"|(?:visit(?:s|ed)?|trip|travel(?:l?ed)?|flight|deployed|arriv(?:ed|al)) (?:to|in|at))"
    r"\s+(?:the\s+|all of\s+)?[“\"«]?$",
    re.IGNORECASE,
)
_THINKS: Final = re.compile(
    r"['’]s (?:\w+ )?(?:view|eyes|calculus|opinion|telling|assessment|reckoning|perspective|mind"
    r"|reading|account|interpretation|logic|thinking|understanding)\b"
)
_HEAD_AGAIN: Final = re.compile(
    r"\b(?:the|The|its|Its|this|This|that)\s+(?P<head>Embassy|President|Minister|Premier"
    r"|Ministry|Islands?|Agency"
    r"|Administration|Government|Treaty|Agreement|Alliance|Strait|Navy|Army|Committee|Commission"
    r"|Organi[sz]ation"
    r"|Chancellor|Secretary|Admiral|General|Council|Prime Minister|Sea|Peninsula)\b(?! [A-Z])"
)
_TAIL: Final = re.compile(r"(?: (?:of|for|in|on|the|and))+$")
_HYPHENS: Final = frozenset({"-", "‑", "–"})
_INITIALS: Final = re.compile(r"(?!U\.\s?[SKN]\.)(?:[^\W\d_]\.\s?)+(?<=\s)")
_JOINED: Final = re.compile(r" (?:of|for|on) ")
"""What binds a head to a country: Forum for Asia."""
_HEADED: Final = ("organizations", "places", "agreements", "events")


@dataclass(frozen=True)
class MentionFound:
    """A mention: half-open code points, what it names or what kind of thing, why, how surely."""

    start: int
    end: int
    entity: str | None
    class_: str
    rule: str
    score: float
    designation: str = ""
    damage: Damaged | None = None
    others: tuple[str, ...] = ()
    """Other entities that the same words may name."""


def find_mentions(
    text: str, cuts: Sequence[Cut], gazetteer: Gazetteer, extra: Iterable[NewName] = ()
) -> list[MentionFound]:
    """Return the mentions of a text in order of place, the wider first."""
    known = [_known(text, found) for found in gazetteer.find(text)]
    broken = [
        _damaged(each, gazetteer) for each in damage(text, [(cut.start, cut.end) for cut in cuts])
    ]
    known = [each for each in known if not any(_meet(each, other) for other in broken)]
    taken = [*known, *broken]
    fresh: list[MentionFound] = []
    for name in new_names(text, cuts):
        titled = _titled(text, name, taken)
        if titled:
            taken = [each for each in taken if not _meet(each, name)] + [titled]
            continue
        taken = [each for each in taken if not _qualifies(text, each, name)]
        for part in _beside(text, name, taken):
            if not any(_meet(part, other) for other in fresh):
                fresh.append(part)
    named = [*taken, *fresh]
    named += _again(text, named)
    headings = [cut for cut in cuts if cut.kind == "heading"]
    named += _suggested((name for name in extra if not _within(name, headings)), named)
    return sorted(named, key=lambda each: (each.start, -each.end))


def _within(name: NewName, cuts: Sequence[Cut]) -> bool:
    return any(cut.start <= name.start < cut.end for cut in cuts)


def _suggested(extra: Iterable[NewName], named: Sequence[MentionFound]) -> Iterator[MentionFound]:
    """Yield the further names that stand where no rule has found one."""
    for name in extra:
        if not any(_meet(name, each) for each in named):
            yield MentionFound(name.start, name.end, None, name.class_, name.rule, name.score)


def _again(text: str, named: Sequence[MentionFound]) -> Iterator[MentionFound]:
    """Yield what takes up an earlier name by its head: the Embassy, the President, the Islands."""
    for found in _HEAD_AGAIN.finditer(text):
        head, start = found["head"], found.start("head")
        if any(each.start <= start < each.end for each in named):
            continue
        earlier = [
            each for each in named if each.end <= start and is_name(text[each.start : each.end])
        ]
        for each in sorted(earlier, key=lambda one: -one.start):
            if head in text[each.start : each.end].split():
                whole = MentionFound(
                    start, start + len(head), each.entity, each.class_, "named before", 0.75
                )
                yield whole
                break


def is_name(surface: str) -> bool:
    """Tell a name from a phrase of common nouns: each of its longer words has a capital.

    >>> [is_name(words) for words in ("Embassy of Russia", "Russian side", "THAAD", "us")]
    [True, False, True, False]
    """
    said = [word for word in re.findall(r"[\w'’.\-+]+", surface) if word not in _SMALL]
    return bool(said) and all(
        word[0].isupper() or word[0].isdigit() or not word.isascii() for word in said
    )


_SMALL: Final = frozenset(
    {"of", "the", "in", "and", "for", "de", "al", "on", "to", "at", "’s", "'s"}
)


def _known(text: str, found: Found) -> MentionFound:
    chosen = _choose(text, found)
    surface = text[found.start : found.end]
    score = 0.97 if is_name(surface) else 0.7
    if len(found.names) > 1:
        score -= 0.1
    others = tuple(dict.fromkeys(n.entity for n in found.names if n.entity != chosen.entity))
    kind = chosen.entity.partition("/")[0]
    return MentionFound(
        *(found.start, found.end, chosen.entity, kind, "gazetteer", score),
        designation=chosen.designation,
        others=others,
    )


def _choose(text: str, found: Found) -> Name:
    """Choose between a state and its land, a government and its seat, by the words before."""
    places = [name for name in found.names if name.entity.startswith("territory/")]
    actors = [name for name in found.names if name.entity.startswith("actor/")]
    if places and actors:
        placed = _PLACED.search(text[max(0, found.start - 30) : found.start])
        placed = placed if not _THINKS.match(text, found.end) else None
        return places[0] if placed else actors[0]
    return found.names[0]


def _damaged(found: Damaged, gazetteer: Gazetteer) -> MentionFound:
    read = gazetteer.find(found.reading)
    name = read[0].names[0] if read else None
    entity = name.entity if name else None
    kind = entity.partition("/")[0] if entity else "Entity"
    return MentionFound(
        found.start, found.end, entity, kind, "translation damage", 0.85, damage=found
    )


def _titled(text: str, name: NewName, taken: Sequence[MentionFound]) -> MentionFound | None:
    """Return a known person's name with the title or initials before it, as one mention."""
    initials = _INITIALS.match(text, name.start, name.end)
    if name.class_ != "Person" or not (name.rule == "title and name" or initials):
        return None
    [*_, last] = [None, *(each for each in taken if _meet(each, name))]
    if last is None or last.end != name.end or last.start <= name.start:
        return None
    if initials and initials.end() != last.start:
        return None
    return replace(last, start=name.start, rule=name.rule)


def _qualifies(text: str, known: MentionFound, name: NewName) -> bool:
    """Tell whether a known name only qualifies a longer one: China in China Coast Guard."""
    if known.damage or not (name.start <= known.start and known.end <= name.end):
        return False
    surface = text[name.start : name.end]
    if surface in words("countries") | words("regions") and known.start >= name.start:
        return (known.start, known.end) != (name.start, name.end)
    if _in_region(text, known) or _is_another(text, known, name):
        return True
    land_first = known.start == name.start and surface.split()[0] in words("countries")
    if land_first and name.rule == "capitals" and surface.count(" ") > 1:
        # Japan Marine United.
        return True
    if surface.startswith("University of ") and known.end == name.end:
        return True
    if surface == "Washington, D.C." or _is_of_region(surface):
        return True
    if known.end == name.end and surface.endswith(f"University {text[known.start : known.end]}"):
        return True
    before = text[name.start : known.start].rstrip().rpartition(" ")[2]
    said = text[known.start : known.end]
    if known.end == name.end and said in words("regions") and before[:1].isupper():
        return any(word in words("organizations") for word in surface.split()[:-1])
    words_after = text[known.end : name.end].split()
    ends = words_after[:1] + words_after[-2:]
    if known.start > name.start and _is_land(known):
        ends += surface.split()[:1]
    headed = any(word in words(kind) for kind in _HEADED for word in ends)
    joined = bool(_HYPHENS & {text[known.end : known.end + 1], text[known.start - 1 : known.start]})
    return (
        headed and not joined and before not in {"of", "in", "with", "between", "and", "the", "for"}
    )


def _in_region(text: str, known: MentionFound) -> bool:
    """Tell a region that is half of another's name: Asia in Asia-Pacific."""
    after = re.compile(r"-\w+").match(text, known.end)
    return after is not None and text[known.start : after.end()] in words("regions")


def _is_another(text: str, known: MentionFound, name: NewName) -> bool:
    """Tell another person of a known surname: Kim Ro Otsu, where Kim is known."""
    said = text[known.start : known.end]
    lands = words("countries") | words("capitals") | words("regions")
    if name.class_ != "Person" or " " in said or said in lands:
        return False
    titles = text[name.start : known.start].split()
    titled = all(word.rstrip(".") in words("titles") for word in titles)
    return titled and text[known.end : name.end].strip() != ""


def _is_of_region(surface: str) -> bool:
    """Tell the name of an outlet or a body that ends in a region's, not a part of the region."""
    first, _, last = surface.partition(" ")
    part = first in words("demonyms") or first.endswith(("ern", "al", "ist", "ic", "an", "er"))
    return last in {"Asia", "Europe", "Africa", "Eurasia"} and not part


def _beside(text: str, name: NewName, taken: Sequence[MentionFound]) -> Iterator[MentionFound]:
    """Yield what is new of a name: all of it, or what the known names leave of it."""
    meeting = [each for each in taken if _meet(each, name)]
    whole = MentionFound(name.start, name.end, None, name.class_, name.rule, name.score)
    if not meeting:
        yield whole
        return
    if any(each.start <= name.start and name.end <= each.end for each in meeting):
        return
    inside = all(name.start <= each.start and each.end <= name.end for each in meeting)
    last = text[name.start : name.end].split()[-1]
    first = text[name.start : name.end].split()[0]
    headed = _is_headed(text[name.start : name.end], (first, last))
    if inside and headed and all(_is_land(each) for each in meeting):
        yield whole
        return
    start = name.start
    for each in [*meeting, None]:
        end = name.end if each is None else each.start
        yield from _leftover(text, replace(whole, start=start, end=max(start, end)))
        start = name.end if each is None else max(start, each.end)


def _is_headed(surface: str, ends: Iterable[str]) -> bool:
    """Tell a name that has its head at an end or before "of", or is a university's in a country."""
    before = _JOINED.split(surface)[:-1]
    heads = {*ends, *(part.split()[-1] for part in before)}
    said = surface.split()
    if len(said) > 1 and said[-1] in words("countries"):
        heads |= {said[-2]} & {"University", "Forces"}
    return any(head in words(kind) for kind in _HEADED for head in heads)


def _is_land(mention: MentionFound) -> bool:
    return (mention.entity or "").split("/")[0] in {"actor", "territory"} and mention.damage is None


def _leftover(text: str, part: MentionFound) -> Iterator[MentionFound]:
    surface = text[part.start : part.end]
    start = part.start + len(surface) - len(surface.lstrip(" .,-–‑'’s"))
    bare = _TAIL.sub("", surface.strip(" .,-–‑'’"))
    said = [word for word in bare.split() if word.lower() not in words("function")]
    if not said or bare in words("demonyms") | words("titles") | words("organizations"):
        return
    if len(said) == 1 and (said[0].lower() in words("function") or len(said[0]) < 3):
        return
    if len(said) > 1 or part.class_ == "Person":
        start = text.index(bare, part.start)
        yield replace(part, start=start, end=start + len(bare), score=part.score - 0.15)


def _meet(one: MentionFound | NewName, other: MentionFound | NewName) -> bool:
    return one.start < other.end and other.start < one.end
