"""Code-point spans of a text, their digests, and the check that a text still has them.

Offsets are half-open and count code points of the UTF-8 text as it is: nothing is normalised,
no line end translated. A digest is the SHA-256 of a span's UTF-8 bytes, in hexadecimal.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kg.errors import ConformanceError, Fault, InputError

TEXT_NAMES = ("{slug}/text.txt", "{slug}.txt")
"""Where the text of an article may lie in a folder of texts."""


@dataclass(frozen=True)
class AnchoredSpan:
    """A coded span: what it is, its digest, and the claims whose evidence covers it."""

    name: str
    where: str
    start: int
    end: int
    sha256: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cue:
    """Words that a claim quotes as its cue, and the spans of the sentences that carry it."""

    claim: str
    where: str
    words: str
    sentences: tuple[tuple[int, int], ...]

    def stands_in(self, text: str) -> bool:
        """Tell whether one of the sentences has the words."""
        return any(self.words in text[start:end] for start, end in self.sentences)


@dataclass(frozen=True)
class AnchoredText:
    """An article's text as the coding knows it: its digest, its spans, a few words of claims."""

    slug: str
    where: str
    sha256: str
    length: int
    spans: tuple[AnchoredSpan, ...]
    cues: tuple[Cue, ...] = ()


class HasAnchors(Protocol):
    """What these functions need of a corpus."""

    @property
    def anchored(self) -> tuple[AnchoredText, ...]:
        """The texts of all articles, in order of slug."""


def digest(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def read_text(path: Path) -> str:
    """Read a text as strict UTF-8, without touching its line ends.

    Raises:
        InputError: the file cannot be read or is not UTF-8.

    """
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"byte {error.start} of the text is not UTF-8",
            where=str(path),
            fix="give the text as it was coded, unconverted",
        ) from error
    except OSError as error:
        raise InputError(
            "cannot read the text",
            where=str(path),
            cause=error.strerror or "unknown",
            fix="give a readable file, or a folder with <article>/text.txt",
        ) from error


def read_texts(path: Path, corpus: HasAnchors) -> dict[str, str]:
    """Read the texts of the corpus's articles, by slug.

    A folder holds ``<slug>/text.txt`` or ``<slug>.txt``, for some articles at least. A file is
    the text of the article whose digest it has, or that of the only article there is.

    Raises:
        InputError: nothing there can be read as a text, or as one of these articles.

    """
    if path.is_dir():
        return _read_folder(path, corpus)
    text = read_text(path)
    found = digest(text)
    slugs = [anchors.slug for anchors in corpus.anchored]
    matching = [anchors.slug for anchors in corpus.anchored if anchors.sha256 == found]
    if matching or len(slugs) == 1:
        return {(matching or slugs)[0]: text}
    raise InputError(
        f"the text (sha256 {found}) is that of no coded article",
        where=str(path),
        fix=f"name a folder with <article>/text.txt instead; the articles are {', '.join(slugs)}",
    )


def verify_texts(corpus: HasAnchors, texts: Mapping[str, str]) -> None:
    """Check every digest, every surface and every cue of the articles whose texts are given.

    Raises:
        ConformanceError: a text differs from what was coded; names each span that no longer has
            its words and the claims whose evidence covers it. Or the text is the one that was
            coded, and a claim quotes as its cue what its sentences do not say.

    """
    given = [(anchors, texts[anchors.slug]) for anchors in corpus.anchored if anchors.slug in texts]
    differences = [fault for anchors, text in given for fault in _differences(anchors, text)]
    misquoted = [fault for anchors, text in given for fault in _misquoted(anchors, text)]
    if differences:
        raise ConformanceError(
            "the text is not the one that was coded",
            fix="give the text that was coded, or code the changed places again",
            faults=[*differences, *misquoted],
        )
    if misquoted:
        raise ConformanceError("the text has other words than are quoted", faults=misquoted)


def _read_folder(folder: Path, corpus: HasAnchors) -> dict[str, str]:
    texts: dict[str, str] = {}
    for anchors in corpus.anchored:
        for name in TEXT_NAMES:
            path = folder / name.format(slug=anchors.slug)
            if path.is_file():
                texts[anchors.slug] = read_text(path)
                break
    if not texts:
        slugs = ", ".join(anchors.slug for anchors in corpus.anchored)
        raise InputError(
            "the folder holds no text of a coded article",
            where=str(folder),
            fix=f"put texts there as <article>/text.txt; the articles are {slugs}",
        )
    return texts


def _differences(anchors: AnchoredText, text: str) -> Iterator[Fault]:
    spans = [*_changed_spans(anchors, text)]
    found = digest(text)
    if found != anchors.sha256:
        claims = sorted({claim for span in spans for claim in span.claims})
        if claims:
            touched = f"claims concerned: {', '.join(claims)}"
        elif spans:
            touched = "no claim is concerned"
        else:
            touched = "every coded span is unchanged, the difference lies between them"
        size = f"{len(text)} code points, {anchors.length} were coded"
        yield Fault(
            anchors.where,
            f"text of {anchors.slug} differs as a whole ({size}; sha256 {found}); {touched}",
        )
    for span in spans:
        evidence = f"evidence of {', '.join(span.claims) or 'no claim'}"
        yield Fault(
            span.where,
            f"{anchors.slug}/{span.name}, code points {span.start} to {span.end},"
            f" has other words ({evidence})",
        )


def _misquoted(anchors: AnchoredText, text: str) -> Iterator[Fault]:
    """Find cues that the text has not, if it is the text: of another, each would be amiss."""
    if digest(text) != anchors.sha256:
        return
    for cue in anchors.cues:
        if not cue.stands_in(text):
            yield Fault(
                cue.where,
                f"{anchors.slug}/{cue.claim} has the cue {cue.words!r}, which no sentence of its"
                " evidence has",
                fix="write it as the text has it, or correct the evidence",
            )


def _changed_spans(anchors: AnchoredText, text: str) -> Iterator[AnchoredSpan]:
    for span in anchors.spans:
        if digest(text[span.start : span.end]) != span.sha256:
            yield span
