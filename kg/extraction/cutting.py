"""A text cut into sentences: lines first, then within a line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["heading", "sentence", "caption", "credit"]

_LINE: Final = re.compile(r"[^\r\n]+")
_END: Final = re.compile(r"[.!?…]+[\"”’»')\]]*(?=\s)|[。！？]+[」』）”]*")
_TITLES: Final = (
    *("Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Gen", "Lt", "Col", "Maj", "Capt", "Adm", "Sen"),
    *("Rep", "Gov", "Sgt", "Cmdr", "Brig", "Amb", "No", "Nos", "vs", "cf", "Fig", "Vol", "pp"),
    *("approx", "e.g", "i.e", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep"),
    *("Oct", "Nov", "Dec", "г", "гг", "им", "т.е", "т.д", "т.п"),
    *("Fr", "Msgr", "Sr", "Ret", "Hon", "Rev", "Cdr", "Pres"),
    # Initials of two letters, as Russian names have them in English.
    *("Yu", "Ya", "Ye", "Zh", "Kh", "Sh", "Ch", "Ts"),
)
_ABBREVIATION: Final = re.compile(
    rf"(?:^|[\s(\[“\"\-‑–])(?:{'|'.join(map(re.escape, _TITLES))}|(?:[^\W\d_]\.\s?)*[^\W\d_])$"
)
_NUMERAL: Final = re.compile(r"\d{1,2}\.|[IVX]{1,4}\.")
"""The number of a heading or of what is listed."""
_ON_X: Final = re.compile(r"\b(?:on|to|via) X$")
"""A network of which the letter is the name, and no initial."""
_CREDIT: Final = re.compile(
    r"\s*(?:©|\(c\)\s|photo(?:graph)?(?: by| credit|:)|image(?:s)?(?: by|:| credit)|credit:|фото:)",
    re.IGNORECASE,
)
_CAPTION: Final = re.compile(r"\s*(?:figure|fig\.|table|map)\s*\d+[.:]?(?:\s|$)", re.IGNORECASE)
_CLOSING: Final = re.compile(r"[.!…,:;。！][\"”’»')\]」』）]*$")
MAX_HEADING_WORDS: Final = 16
MAX_TITLE_WORDS: Final = 25
"""A heading in which every longer word has a capital may be longer."""
MAX_GAP: Final = 3


@dataclass(frozen=True)
class Cut:
    """A sentence, heading, caption or credit: half-open code points of the text."""

    start: int
    end: int
    kind: Kind

    @property
    def is_paratext(self) -> bool:
        """Whether it stands beside the text and is not the author's."""
        return self.kind in {"caption", "credit"}


def cut(text: str) -> list[Cut]:
    """Cut a text into its sentences, in order and without overlap.

    Between two lie line ends and spaces alone. Where those are more than a coding allows, they are
    the end of the one before, so that all of the text belongs to some sentence.
    """
    cuts = [piece for line in _LINE.finditer(text) for piece in _cut_line(text, line)]
    whole: list[Cut] = []
    for number, piece in enumerate(cuts):
        after = cuts[number + 1].start if number + 1 < len(cuts) else len(text)
        room = MAX_GAP if number + 1 < len(cuts) else 0
        end = after if after - piece.end > room else piece.end
        start = 0 if number == 0 else piece.start
        whole.append(Cut(start, end, piece.kind))
    return whole


def _cut_line(text: str, line: re.Match[str]) -> Iterator[Cut]:
    start, stop = _trimmed(text, line.start(), line.end())
    if start >= stop:
        return
    kind = _kind(text[start:stop])
    if kind != "sentence":
        yield Cut(start, stop, kind)
        return
    begin = start
    for end in _ends(text, start, stop):
        yield Cut(begin, end, "sentence")
        begin = _trimmed(text, end, stop)[0]
    if begin < stop:
        yield Cut(begin, stop, "sentence")


def _ends(text: str, start: int, stop: int) -> Iterator[int]:
    for mark in _END.finditer(text, start, stop):
        after = _trimmed(text, mark.end(), stop)[0]
        if after >= stop or text[mark.start()] in "。！？":
            yield mark.end()
            continue
        before = text[max(start, mark.start() - 12) : mark.start()]
        if _NUMERAL.fullmatch(text, start, mark.end()):
            continue
        abbreviates = _ABBREVIATION.search(before) and not _ON_X.search(before)
        if mark[0].startswith(".") and len(mark[0]) == 1 and abbreviates:
            continue
        if not text[after].islower():
            yield mark.end()


def _kind(line: str) -> Kind:
    if _CREDIT.match(line):
        return "credit"
    if _CAPTION.match(line):
        return "caption"
    inner = [line[end - 1] for end in _ends(line, 0, len(line)) if end < len(line)]
    several = any(mark not in "?!" for mark in inner)
    most = MAX_TITLE_WORDS if _is_title_case(line) else MAX_HEADING_WORDS
    if several or len(line.split()) > most or _CLOSING.search(line):
        return "sentence"
    return "heading"


def _is_title_case(line: str) -> bool:
    longer = [word for word in line.split() if len(word) > len("from") and word[0].isalpha()]
    return all(word[0].isupper() for word in longer)


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int]:
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return start, stop
