"""The draft of an article: its folder, made from a text in one go or not at all."""

import os
import re
import shutil
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from kg.errors import Fault, InputError
from kg.extraction.candidates import (
    CANDIDATE_FILE,
    FILE_NAME,
    candidate_file,
    dumped,
    written_yaml,
)
from kg.extraction.cutting import Cut
from kg.extraction.extraction import Extraction, Extractor
from kg.extraction.recogniser import model_name, recogniser
from kg.model.reading import read_coded
from kg.spans import digest, read_text

RULES: Final = "1"
"""The version of the rules; candidates say by which they were found."""
MAX_POINTS: Final = 500_000
_HEAD: Final = (
    "# yaml-language-server: $schema=../../schema/article.schema.json\n"
    "# Fill what is empty, and look through the cut into sentences; docs/new-article.md.\n"
)
_HEAD_LINES: Final = 10
_DIGEST: Final = re.compile(r"sha256: ['\"]?(?P<sha256>[0-9a-f]{64})['\"]?$")
_SLUG: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Draft:
    """What was made of one text, with its figures; or found made already, without."""

    slug: str
    folder: Path
    is_new: bool
    sentences: int = 0
    mentions: int = 0
    claims: int = 0


def slug_of(file: Path) -> str:
    """Return the slug that a text's file is given: its name's, or its folder's for text.txt.

    Raises:
        InputError: the name has no letter or digit of ours.

    """
    name = file.parent.name if file.stem == "text" else file.stem
    slug = _SLUG.sub("-", name.lower()).strip("-")
    if not slug:
        raise InputError(
            f"no slug can be made of the name {name!r}",
            where=str(file),
            fix="give one with --slug, or rename the file in lower-case letters and digits",
        )
    return slug


def make_draft(
    file: Path,
    slug: str,
    folder: Path,
    extractor: Extractor,
    *,
    anchor: str,
    language: str = "en",
    recognises: bool = False,
) -> Draft:
    """Make ``<folder>/<slug>/`` with ``article.yaml`` and ``candidates.yaml``.

    With ``recognises``, spaCy suggests names beside the rules.
    A draft of the same text that is there already is left as it is, whatever was decided in it.

    Raises:
        InputError: the text cannot be read, is empty or too long, or the draft there is of
            another text; nothing is written.

    """
    text = read_text(file)
    _require_words(text, file)
    target = folder / slug
    if target.exists():
        return _made_before(target, slug, text)
    if recognises:
        found = extractor.extract(text, anchor, recogniser())
    else:
        found = extractor.extract(text, anchor)
    rules = f"{RULES}, with {model_name()}" if recognises else RULES
    candidates = candidate_file(slug, text, anchor, rules, found)
    folder.mkdir(parents=True, exist_ok=True)
    # Its name is always the same, so that what a killed run left behind is cleared away.
    partial = folder / f".{slug}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    try:
        (partial / "article.yaml").write_text(
            _HEAD + _article(slug, text, found, anchor=anchor, language=language), "utf-8"
        )
        (partial / FILE_NAME).write_text(dumped(candidates), "utf-8")
        os.rename(partial, target)  # noqa: PTH104 -- fails where Path.rename would replace
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return Draft(
        *(slug, target, True),
        sentences=len(found.sentences),
        mentions=len(candidates.mentions),
        claims=len(candidates.claims),
    )


def _require_words(text: str, file: Path) -> None:
    if not text.strip():
        raise InputError("the text is empty", where=str(file), fix="give a file that has words")
    if len(text) > MAX_POINTS:
        raise InputError(
            f"the text has {len(text):,} code points; an article has {MAX_POINTS:,} at most",
            where=str(file),
            fix="give its articles one by one",
        )


def _made_before(target: Path, slug: str, text: str) -> Draft:
    file = target / FILE_NAME
    if not file.is_file():
        raise InputError(
            f"{target} is there and holds no {FILE_NAME}",
            fix="choose another --slug or --output, or move it away",
        )
    made = _digest_in(file)
    if made != digest(text):
        raise InputError(
            f"the draft {slug} is of another text (sha256 {made[:12]}…)",
            where=str(file),
            fix="choose another --slug, or move the draft away",
        )
    return Draft(slug, target, is_new=False)


def _digest_in(file: Path) -> str:
    """Return the digest that candidates give, from the head of their file where it stands there.

    Reading ten thousand drafts whole, only to find that nothing is left to do, takes an hour.
    """
    with file.open(encoding="utf-8", errors="replace") as lines:
        for line in islice(lines, _HEAD_LINES):
            found = _DIGEST.match(line)
            if found:
                return found["sha256"]
    return read_coded(file, CANDIDATE_FILE).value.sha256


def _article(slug: str, text: str, found: Extraction, *, anchor: str, language: str) -> str:
    held = {
        "slug": slug,
        "title": "",
        "label": "",
        "language": language,
        "published": {"edtf": anchor},
        "publisher": "",
        "author": "",
        "sha256": digest(text),
        "length": len(text),
        "sentences": [
            _sentence(number, cut, text, wide=len(str(len(found.sentences))))
            for number, cut in enumerate(found.sentences, 1)
        ],
    }
    return written_yaml(held)


def _sentence(number: int, cut: Cut, text: str, *, wide: int) -> dict[str, object]:
    words = text[cut.start : cut.end]
    return {
        "id": f"s{number:0{max(2, wide)}}",
        "kind": cut.kind,
        "start": cut.start,
        "end": cut.end,
        "sha256": digest(words),
        "paraphrase": "",
        **({"paratext": True} if cut.is_paratext else {}),
    }


def fault_of(file: Path, error: InputError) -> Fault:
    """Return what was wrong with one text among many."""
    return Fault(error.where or str(file), error.message, error.cause, error.fix)
