"""Names that no entity has yet: capitals, countries, titles, acronyms and designators."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.extraction.acronyms import expansions
from kg.extraction.cutting import Cut
from kg.extraction.lexicon import words

_TOKEN: Final = re.compile(
    r"\b(?:Jr|Sr)\.|(?:[A-Z]\.\s?){1,4}(?![a-z])(?<!\s)|\w+(?:[.'’\-–‑/&]\w+)*|[^\w\s]", re.UNICODE
)
_POSSESSIVE: Final = re.compile(r"['’]s?$")
_NUMBER: Final = re.compile(r"\d[\d,.]*$")
_DESIGNATOR: Final = re.compile(r"[A-Z]{1,5}\d*-\d+[A-Z]*(?:-[A-Z0-9]+)?$|[A-Z]{1,3}\d{1,4}[A-Z]?$")
_FISCAL: Final = re.compile(r"FY\d+$|\d+(?:st|nd|rd|th)$", re.IGNORECASE)
_INSIDE: Final = frozenset({"of", "for", "the", "and", "de", "del", "al", "bin", "von", "van", "&"})
_QUALIFIED: Final = re.compile(
    r"(.+)[-‑](?:based|produced|led|made|backed|built|run|owned|controlled|claimed|administered"
    r"|style"
    r"|aligned|funded|supplied|held|occupied|sponsored|brokered|flagged|wide|era)"
)
_UNITS: Final = frozenset({"Battalion", "Brigade", "Regiment", "Division", "Fleet", "Command"})
"""What has a name of its own before "of the Army"."""
_JOINTS: Final = frozenset({" ", ". ", "\u00a0", "-", "‑", "–"})
_HYPHENS: Final = frozenset({"-", "‑", "–"})
_SHORT_TITLES: Final = frozenset(
    {"Adm", "Gen", "Col", "Lt", "Maj", "Capt", "Sgt", "Sen", "Rep", "Gov", "Brig", "Cmdr", "Prof"}
    | {"Dr", "Mr", "Mrs", "Ms"}
)
_ORDINAL: Final = re.compile(r"\d+(?:st|nd|rd|th)")
_FOR: Final = frozenset(
    {"Center", "Centre", "Institute", "Agency", "Office", "Council", "Organization", "Foundation"}
    | {"Organisation", "Association", "Committee", "Department", "Bureau", "Partnership", "Act"}
)
"""What may have "for" in its name."""
_VERB: Final = re.compile(r"said|says|told|has|had|will|would|wrote|offered|\w{3,}ed")
_NO_OPENING: Final = re.compile(
    r".*(?:s|ly|ing|ed|ion|ness|ment|ity|ance|ence|ism|ship|ure|ade|able|ible)|Tension|Talk|Television"
    r"|Work|Time|Life|Money|Trust|Support|Fear|Hope|Anger|Public|Help|Fire|Smoke|Rain|Water|Air"
    r"|Food|Fuel|Oil|Gas|Interest|Contact|Progress|Research|History|Geography|Half|Part|Much|Little"
)
"""An opening word of this kind is most often no name."""
_NUMBERED: Final = frozenset(
    {"Type", "Exercise", "Sabre", "Resolution", "Block", "Article", "Mark", "Order"}
)
_ARTICLES: Final = frozenset({"the", "a", "an"})
_LIST: Final = {
    "State": "countries",
    "Place": "capitals",
    "Region": "regions",
}
_BY_LAST: Final = (
    ("Organization", "organizations"),
    ("Territory", "places"),
    ("Agreement", "agreements"),
    ("Event", "events"),
    ("WeaponSystem", "systems"),
)


@dataclass(frozen=True)
class NewName:
    """A name of something that is no entity yet: where it stands, and what it probably is."""

    start: int
    end: int
    class_: str
    rule: str
    score: float


@dataclass(frozen=True)
class _Token:
    text: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper() or (
            self.text[0].isdigit() and any(map(str.isupper, self.text))
        )

    @property
    def is_acronym(self) -> bool:
        letters = [letter for letter in self.text if letter.isalpha()]
        return len(letters) > 1 and all(map(str.isupper, letters))


def new_names(text: str, cuts: Sequence[Cut]) -> list[NewName]:
    """Return the names in a text, in order of place.

    In a heading every word may have a capital; there only names are found that stand in the
    sentences too, or in a list of names.
    """
    found: list[NewName] = []
    bodies = [cut for cut in cuts if cut.kind != "heading"]
    tokens = {cut: list(_tokens(text, cut)) for cut in cuts}
    lower = Counter(t.text for cut in bodies for t in tokens[cut] if t.text[0].islower())
    inner = {t.text for cut in bodies for t in tokens[cut][1:] if t.is_capital}
    for cut in bodies:
        found += _in_sentence(text, tokens[cut], lower, inner)
    found = list(_surnames(text, list(_expanded(text, found))))
    known = {text[name.start : name.end]: name for name in found}
    for cut in cuts:
        if cut.kind == "heading":
            found += _in_heading(text, cut, tokens[cut], known)
    return sorted(found, key=lambda each: (each.start, -each.end))


def _surnames(text: str, found: Sequence[NewName]) -> Iterator[NewName]:
    """Yield the names; one word that is a part of a person's name elsewhere is that person's."""
    people = [text[name.start : name.end].split() for name in found if name.class_ == "Person"]
    parts = {part for person in people if len(person) > 1 for part in (person[0], person[-1])}
    for name in found:
        alone = name.class_ == "Entity" and text[name.start : name.end] in parts
        yield replace(name, class_="Person") if alone else name


def _expanded(text: str, found: Sequence[NewName]) -> Iterator[NewName]:
    """Yield the names; an acronym as what it stands for, and not at all if that is no name."""
    known = expansions(text)
    classes = {name.end: name.class_ for name in found if name.rule != "acronym"}
    for name in found:
        stands_for = known.get(text[name.start : name.end].removesuffix("s"))
        if stands_for is None:
            yield name
        elif stands_for.is_name:
            yield replace(name, class_=classes.get(stands_for.end, name.class_))


def _tokens(text: str, cut: Cut) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text, cut.start, cut.end):
        start = found.start()
        for part in _parts(found[0]):
            # "People's Republic" keeps its apostrophe, "Japan's" does not.
            bare = part if part[:6] == "People" else _POSSESSIVE.sub("", part)
            if bare:
                yield _Token(bare, start, start + len(bare))
            start += len(part) + 1


def _parts(word: str) -> list[str]:
    """Split what a hyphen joins where each part is a name of its own: China-Taiwan, U.S.-ROK."""
    qualified = _QUALIFIED.fullmatch(word)
    if qualified:
        return [qualified[1]]
    parts = re.split(r"[-‑–/]", word)
    each_named = all(
        _listed(part) or _POSSESSIVE.sub("", part) in words("demonyms") for part in parts
    )
    return parts if len(parts) > 1 and each_named else [word]


def _in_sentence(
    text: str, tokens: Sequence[_Token], lower: Counter[str], inner: Iterable[str]
) -> Iterator[NewName]:
    for run in _runs(text, tokens):
        kept = _without_opening(run, tokens, lower, set(inner))
        while kept and kept[-1].text in _INSIDE:
            kept = kept[:-1]
        if kept and all(_listed(token.text) for token in kept) and _tied(text, kept):
            for token in kept:
                yield from _named([token])
        elif kept:
            yield from _named(kept)


def _tied(text: str, run: Sequence[_Token]) -> bool:
    return any(text[token.end : token.end + 1] in _HYPHENS for token in run[:-1])


def _runs(text: str, tokens: Sequence[_Token]) -> Iterator[list[_Token]]:
    """Yield each run of words with capitals, small words between two of them included."""
    run: list[_Token] = []
    for place, token in enumerate(tokens):
        joined = bool(run) and text[run[-1].end : token.start] in _JOINTS
        if joined and _apart(run, token):
            yield run
            run, joined = [], False
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        if run and token.text == "." and run[-1].text in _SHORT_TITLES:
            continue
        if run and token.text in _HYPHENS and run[-1].text.endswith(".") and _ties(run[-1], after):
            continue
        if (token.is_capital and not _is_no_name(token)) or _is_ordinal(token, after):
            if run and not joined:
                yield run
                run = []
            run.append(token)
        elif joined and _binds(run, tokens, place):
            run.append(token)
        else:
            if run:
                yield run
            run = []
    if run:
        yield run


def _ties(before: _Token, after: _Token | None) -> bool:
    """Tell whether a hyphen ties two: the U.S.-ROK Treaty."""
    return after is not None and before.end + 1 == after.start and after.text[0].isupper()


def _binds(run: Sequence[_Token], tokens: Sequence[_Token], place: int) -> bool:
    """Tell whether a small word or a number goes on with the name before it."""
    text = tokens[place].text
    if text in {"of", "for", "de", "al", "bin", "von", "van"}:
        return place + 1 < len(tokens) and _goes_on(tokens, place)
    if text == "the":
        return run[-1].text in {"of", "for"}
    return bool(_NUMBER.match(text)) and _takes_number(run)


def _is_no_name(token: _Token) -> bool:
    """Tell a date, a fiscal year, or a small word in capitals, which no name begins with."""
    if token.text in words("calendar") or _FISCAL.match(token.text):
        return True
    return token.is_acronym and len(token.text) > 2 and token.text.lower() in words("function")


def _is_ordinal(token: _Token, after: _Token | None) -> bool:
    """Tell whether a number opens a name: 11th Regional Headquarters, but not 19th century."""
    return (
        _ORDINAL.fullmatch(token.text) is not None
        and after is not None
        and after.text[0].isupper()
        and not _is_no_name(after)
    )


def _apart(run: Sequence[_Token], token: _Token) -> bool:
    """Tell whether a country or its acronym only stands before the next name: ROK President Lee."""
    before = " ".join(each.text for each in run)
    qualifies = before in words("countries") or before in words("demonyms")
    return qualifies and token.text in words("titles")


def _goes_on(tokens: Sequence[_Token], place: int) -> bool:
    """Tell whether "of" joins two parts of one name: Ministry of Defence, not visit of Putin."""
    head = tokens[place - 1].text
    if place > 1 and head in _UNITS and tokens[place - 2].is_capital:
        return False
    joins = words("organizations") | words("agreements") | words("places") | {"Republic", "Gulf"}
    joins |= {"Secretary", "Chief", "Joint", "Chiefs", "Government", "People", "Union", "Kingdom"}
    if head not in joins:
        return False
    if tokens[place].text == "for" and head not in _FOR:
        return False
    following = tokens[place + 1 : place + 3]
    return any(each.is_capital for each in following[:1]) or (
        len(following) > 1 and following[0].text == "the" and following[1].is_capital
    )


def _takes_number(run: Sequence[_Token]) -> bool:
    return run[-1].text in {
        "Type",
        "Exercise",
        "Sabre",
        "Resolution",
        "Block",
        "Article",
        "Mark",
        "Order",
    }


def _without_opening(
    run: Sequence[_Token], tokens: Sequence[_Token], lower: Counter[str], inner: set[str]
) -> list[_Token]:
    """Leave out the words that have a capital only because a sentence begins with them."""
    kept = list(run)
    if _is_hague(kept):
        return kept
    while kept and kept[0].text.lower() in _ARTICLES:
        kept = kept[1:]
    if not kept or (kept[0] is not tokens[0] and not _after_quote(kept[0], tokens)):
        return kept
    while kept and kept[0].text.lower() in words("function"):
        kept = kept[1:]
    if not kept or kept[0] is not run[0]:
        return kept
    first = kept[0]
    if first.is_acronym or _listed(first.text) or first.text in inner:
        return kept
    if len(kept) == 1:
        return kept if _acts(first, tokens, lower) else []
    opens = first.text.lower() in lower or first.text.endswith(("ly", "ing"))
    return kept[1:] if opens else kept


def _is_hague(run: Sequence[_Token]) -> bool:
    return len(run) > 1 and run[0].text == "The" and run[1].text in {"Hague", "Gambia"}


def _acts(first: _Token, tokens: Sequence[_Token], lower: Counter[str]) -> bool:
    """Tell whether an opening word is a name that does something: "Raytheon offered"."""
    place = tokens.index(first) + 1
    return (
        len(first.text) > 3
        and first.text.lower() not in lower
        and not _NO_OPENING.fullmatch(first.text)
        and place < len(tokens)
        and _VERB.fullmatch(tokens[place].text) is not None
    )


def _after_quote(token: _Token, tokens: Sequence[_Token]) -> bool:
    place = tokens.index(token)
    if place > 0 and tokens[place - 1].text == ":":
        return True
    return (
        place > 0
        and tokens[place - 1].text in '"“«([:'
        and (place == 1 or tokens[place - 2].text in ".,:!?")
    )


def _listed(word: str) -> bool:
    return any(word in words(kind) for kind in _LIST.values()) or word in words("titles")


def _named(run: Sequence[_Token]) -> Iterator[NewName]:
    """Yield the name that a run is, cut in two where a country qualifies what follows."""
    texts = [token.text for token in run]
    whole = " ".join(texts)
    if whole in words("demonyms") or whole in words("titles") or len(whole) < 2:
        return
    if whole in {
        "East",
        "West",
        "North",
        "South",
        "Figure",
        "Table",
        "Test",
        "Development",
        "Members",
        "Evaluation",
        "Part",
        "Section",
        "Chapter",
        "Annex",
    }:
        return
    if all(text in words("demonyms") or text.lower().endswith("ed") for text in texts):
        return
    if len(run) == 1 and (
        texts[0] in words("organizations") | words("events") | words("agreements") | words("places")
        and texts[0] not in {"Congress", "Senate", "Duma", "Diet", "Army", "Navy", "Marines"}
    ):
        return
    class_, rule, score = _class(texts, whole)
    yield NewName(run[0].start, run[-1].end, class_, rule, score)


def _class(texts: Sequence[str], whole: str) -> tuple[str, str, float]:
    for class_, kind in _LIST.items():
        if whole in words(kind):
            return class_, "list of names", 0.97
    if "Republic" in texts or "Kingdom" in texts or whole in {"U.S.", "U. S.", "U.K."}:
        return "State", "list of names", 0.95
    if any(whole.startswith(f"{title} ") for title in words("titles")):
        return "Person", "title and name", 0.95
    if _DESIGNATOR.match(texts[-1]) or any(text in words("systems") for text in texts):
        return "WeaponSystem", "designator", 0.9
    heads = [text for text in texts if text not in _INSIDE]
    for class_, kind in _BY_LAST:
        if any(head in words(kind) for head in (heads[-1], heads[0], heads[-2:][0])):
            return class_, "head of a name", 0.93
    if len(texts) == 1 and texts[0].isupper():
        return "Organization", "acronym", 0.85
    if 2 <= len(texts) <= 3:
        return "Person", "capitals", 0.8
    return "Entity", "capitals", 0.7


def _in_heading(
    text: str, cut: Cut, tokens: Sequence[_Token], known: dict[str, NewName]
) -> Iterator[NewName]:
    """Yield the names of the sentences where a heading has them too, the longest first."""
    taken: list[tuple[int, int]] = []
    for name, like in sorted(known.items(), key=lambda item: -len(item[0])):
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text[cut.start : cut.end]):
            start, end = cut.start + found.start(), cut.start + found.end()
            if not any(start < e and s < end for s, e in taken):
                taken.append((start, end))
                yield NewName(start, end, like.class_, like.rule, like.score)
    for token in tokens:
        if any(s <= token.start < e for s, e in taken):
            continue
        if token.text in words("countries") | words("capitals"):
            yield NewName(token.start, token.end, *_class([token.text], token.text))
