"""Names that no entity has yet: capitals, countries, titles, acronyms and designators."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from kg.extraction.acronyms import expansions
from kg.extraction.binding import binds
from kg.extraction.bylines import (
    acronyms_in,
    are_people,
    credited,
    is_affiliation,
    is_person_line,
    is_sentence_like,
    is_titled,
    names_again,
)
from kg.extraction.cutting import Cut
from kg.extraction.lexicon import words
from kg.extraction.naming import INSIDE, MOST_TITLE, NewName, classified, named, title_length
from kg.extraction.openings import is_first, opens_quote, without_opening
from kg.extraction.tokens import Token, is_name_alone, tokens_of

_FIRST_LINES: Final = 5
"""Among so many the writer's name may stand alone."""
_DATE: Final = re.compile(r"(?:\d{1,2} [A-Z][a-z]+|[A-Z][a-z]+ \d{1,2},) (?:19|20)\d\d\s*")
_FISCAL: Final = re.compile(r"FY\d+$|\d+(?:st|nd|rd|th)$", re.IGNORECASE)
_JOINTS: Final = frozenset({" ", ". ", "\u00a0", "-", "‑", "–", "’ ", "' "})
_MANY_OWNERS: Final = frozenset({"Workers", "Veterans", "Teachers", "Peoples", "Farmers"})
"""Whose possessive is part of a name: the Workers' Party."""
_LOCAL: Final = frozenset(
    {"Mayor", "Gov", "Governor", "Sen", "Rep", "Senator", "Archbishop", "Bishop"}
)
"""Titles that a town or a province may stand before."""
_HYPHENS: Final = frozenset({"-", "‑", "–"})
_SHORT_TITLES: Final = frozenset(
    {"Adm", "Gen", "Col", "Lt", "Maj", "Capt", "Sgt", "Sen", "Rep", "Gov", "Brig", "Cmdr", "Prof"}
    | {"Fr", "Msgr", "Dr", "Mr", "Mrs", "Ms"}
)
_ORDINAL: Final = re.compile(r"\d+(?:st|nd|rd|th)")
_GIVEN: Final = frozenset({"Jan", "Jun"})
"""Given names, where a name follows."""
_LEADING: Final = (
    frozenset({"its", "their", "his", "her", "our", "my", "this", "that", "these", "those", "when"})
    | {"on", "at", "by", "from", "with", "if", "as", "but", "or", "in", "while", "where"}
)  # fmt: skip
"""Small words that no name begins with, whatever their case."""


def new_names(text: str, cuts: Sequence[Cut]) -> list[NewName]:
    """Return the names in a text, in order of place.

    In a heading every word may have a capital; there only names are found that stand in the
    sentences too, or in a list of names, or in a byline.
    """
    found: list[NewName] = []
    bodies = [cut for cut in cuts if not _is_in_capitals(text, cut)]
    tokens = {cut: list(tokens_of(text, cut)) for cut in cuts}
    lower = Counter(t.text for cut in bodies for t in tokens[cut] if t.text[0].islower())
    inner = {
        token.text
        for cut in bodies
        for token in tokens[cut][1:]
        if token.is_capital
        and not opens_quote(token, tokens[cut], colon=False)
        and not is_first(token, tokens[cut])
    }
    for cut in bodies:
        found += _in_sentence(text, tokens[cut], lower, inner)
    found = list(_surnames(text, list(_expanded(text, found))))
    known = {text[name.start : name.end]: name for name in found}
    for place, cut in enumerate(cuts):
        if cut not in bodies:
            after = cuts[place + 1 : place + 2] if place else []
            leads = place > 0 and all(each.kind == "heading" for each in cuts[:place])
            line, next_ = text[cut.start : cut.end], "".join(text[c.start : c.end] for c in after)
            heads = is_affiliation(next_) or is_titled(line)
            heads = heads or (0 < place < _FIRST_LINES and is_person_line(line, lower))
            heads = heads or (leads and (_DATE.fullmatch(next_) is not None or are_people(line)))
            credits_ = credited(text, cut, lower, heads=heads)
            found += _in_heading(text, cut, tokens[cut], known, credits_)
    return sorted(found, key=lambda each: (each.start, -each.end))


def _is_in_capitals(text: str, cut: Cut) -> bool:
    return cut.kind == "heading" and not is_sentence_like(text[cut.start : cut.end])


def _in_heading(
    text: str,
    cut: Cut,
    tokens: Sequence[Token],
    known: dict[str, NewName],
    credits_: Iterable[tuple[int, int, str]],
) -> Iterator[NewName]:
    """Yield the names of the sentences where a heading has them too, and whom a byline names."""
    taken: list[NewName] = []
    for start, end, class_ in credits_:
        taken.append(NewName(start, end, class_, "byline", 0.8))
    for start, end, name in names_again(text, cut, tokens, list(known)):
        if any(each.start < end and start < each.end for each in taken):
            continue
        like = known.get(name)
        said = text[start:end]
        as_known = (like.class_, like.rule, like.score) if like else classified([said], said)
        taken.append(NewName(start, end, *as_known))
    yield from taken
    for start, end in acronyms_in(tokens):
        if not any(each.start < end and start < each.end for each in taken):
            yield NewName(start, end, *classified(text[start:end].split(), text[start:end]))


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


def _in_sentence(
    text: str, tokens: Sequence[Token], lower: Counter[str], inner: set[str]
) -> Iterator[NewName]:
    for run in _runs(text, tokens):
        kept = without_opening(run, tokens, lower, inner)
        while kept and kept[-1].text in INSIDE:
            kept = kept[:-1]
        while kept and kept[0].text.lower() in _LEADING and not kept[0].is_acronym:
            kept = kept[1:]
        if kept and all(is_name_alone(token.text) for token in kept) and _tied(text, kept):
            for token in kept:
                yield from named([token])
        elif kept:
            yield from named(kept)


def _tied(text: str, run: Sequence[Token]) -> bool:
    return any(text[token.end : token.end + 1] in _HYPHENS for token in run[:-1])


def _runs(text: str, tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield each run of words with capitals, small words between two of them included."""
    run: list[Token] = []
    for place, token in enumerate(tokens):
        joined = bool(run) and (
            text[run[-1].end : token.start] in _JOINTS
            or (token.text == "," and run[-1].end == token.start)
        )
        if joined and _apart(run, tokens[place : place + MOST_TITLE]):
            yield run
            run, joined = [], False
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        if run and _within_name(run[-1], token, after):
            continue
        named = token.is_capital and (
            not _is_no_name(token) or _is_given(token, after, ended=joined)
        )
        if named or _is_ordinal(token, after):
            if run and not joined:
                yield run
                run = []
            run.append(token)
        elif joined and binds(run, tokens, place):
            run.append(token)
        else:
            if run:
                yield run
            run = []
    if run:
        yield run


def _within_name(last: Token, token: Token, after: Token | None) -> bool:
    """Tell a sign that goes on with a name: of a short title, a possessive, initials."""
    if token.text in {"'", "’"}:
        return last.text in _MANY_OWNERS
    if token.text == ".":
        return last.text in _SHORT_TITLES
    return token.text in _HYPHENS and last.text.endswith(".") and _ties(last, after)


def _ties(before: Token, after: Token | None) -> bool:
    """Tell whether a hyphen ties two: the U.S.-ROK Treaty."""
    return after is not None and before.end + 1 == after.start and after.text[0].isupper()


def _is_no_name(token: Token) -> bool:
    """Tell a date, a fiscal year, or a small word in capitals, which no name begins with."""
    if token.text in words("calendar") or _FISCAL.match(token.text):
        return True
    return token.is_acronym and len(token.text) > 2 and token.text.lower() in words("function")


def _is_given(token: Token, after: Token | None, *, ended: bool) -> bool:
    """Tell a given name that looks like a month: Jun Otsuki, or ending a name, Okeke Jun."""
    if token.text not in _GIVEN or after is None:
        return False
    if ended and not after.text[0].isdigit():
        return after.text != "."
    return after.start == token.end + 1 and after.text[0].isupper()


def _is_ordinal(token: Token, after: Token | None) -> bool:
    """Tell whether a number opens a name: 11th Regional Headquarters, but not 19th century."""
    return (
        _ORDINAL.fullmatch(token.text) is not None
        and after is not None
        and after.text[0].isupper()
        and not _is_no_name(after)
    )


def _apart(run: Sequence[Token], rest: Sequence[Token]) -> bool:
    """Tell whether what stands before a title is a name of its own: ROK President Lee.

    So is a body or its acronym, "NATO Secretary General"; "Chief Cabinet Secretary" is one title.
    """
    if not title_length(rest) or run[-1].text in INSIDE:
        return False
    texts = [each.text for each in run if each.is_acronym or not each.is_function]
    before = " ".join(texts)
    first = rest[0].text
    if any(f"{' '.join(texts[n:])} {first}" in words("titles") for n in range(len(texts))):
        return False
    if len(texts) == 1 and first in _LOCAL:
        return True
    qualifies = before in words("countries") | words("regions") | words("demonyms") | words(
        "capitals"
    )
    return qualifies or (
        texts[-1:] != []
        and (texts[-1] in words("organizations") or (len(texts) == 1 and run[-1].is_acronym))
    )
