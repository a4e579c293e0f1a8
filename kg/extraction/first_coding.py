"""The coding that decided candidates make: mentions whole, claims as far as rules can say."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from kg.errors import Fault, InputError, input_error
from kg.extraction.candidates import ClaimCandidate, MentionCandidate
from kg.extraction.changes import candidates_of
from kg.extraction.draft_article import DraftArticle, read_draft_article
from kg.extraction.yaml_edits import appending, applied, child, written
from kg.located_yaml import parse_yaml, read_utf8, shown
from kg.model.reading import Places
from kg.whole_file import write_whole

_HEAD: Final = """\
# yaml-language-server: $schema=../../schema/coding.schema.json
# Begun from candidates that a person accepted; fill what is empty. See docs/coding-guide.md.
activity:
  id: first-coding
  label:  # what was done, such as: coding of the column on ...
  date:   # the day it was finished, in quotes

# Sentences that carry no claim: - {sentence: s01, reason: ...}
no_claim: []

mentions: []

# What is claimed, in our words: - {id: lower-case-words, text: ..., about: [...]}
propositions: []

claims: []
"""
_KEPT: Final = frozenset({"accepted", "edited"})
_Span = tuple[int, int]


@dataclass(frozen=True)
class Taken:
    """What was added to a coding, and what it had already."""

    file: Path
    is_new: bool
    mentions: int
    claims: int
    there: int


def take_over(folder: Path) -> Taken:
    """Add to a draft's ``coding.yaml`` what was accepted or edited and is not there yet.

    A mention is there if its span is, or one that overlaps it and names the same; a claim if its
    id is. What stands in the file is left as it is.

    Raises:
        InputError: a candidate cannot be a mention, or a file cannot be read; nothing is written.

    """
    read = candidates_of(folder)
    article = read_draft_article(folder)
    mentions = [each for each in read.value.mentions if each.state in _KEPT]
    claims = [each for each in read.value.claims if each.state in _KEPT]
    _require_sound(mentions, read.source)
    path = folder / "coding.yaml"
    is_new = not path.exists()
    text = _HEAD if is_new else read_utf8(path)
    root = _root(text, path)
    spans, ids = list(_spans(root)), set(_ids(root))
    new_mentions = [each for each in mentions if not _is_there(each, spans)]
    new_claims = [each for each in claims if _claim_id(each) not in ids]
    for section, items in (
        ("mentions", [_mention(each) for each in new_mentions]),
        ("claims", [_claim(each, article) for each in new_claims]),
    ):
        if items:
            text = _with(text, path, section, items)
    added = len(new_mentions) + len(new_claims)
    if added or is_new:
        write_whole(path, text)
    there = len(mentions) + len(claims) - added
    return Taken(path, is_new, len(new_mentions), len(new_claims), there)


def _with(text: str, path: Path, section: str, items: Iterable[str]) -> str:
    try:
        return applied(text, [appending(text, _root(text, path), section, items)])
    except ValueError as error:
        raise InputError(
            f"{error}, to which nothing can be added",
            where=shown(path),
            fix=f"write each of the {section} on a line of its own that starts with -",
        ) from error


def _root(text: str, path: Path) -> yaml.MappingNode:
    """Parse a coding that may be half filled, which the loader would not take."""
    try:
        root = yaml.compose(text, yaml.CSafeLoader)
    except yaml.YAMLError:
        parse_yaml(text.encode(), shown(path))  # says what is wrong, and where
        raise
    if not isinstance(root, yaml.MappingNode):
        raise InputError("the file holds no coding", where=shown(path), fix="move it away")
    return root


def _require_sound(mentions: Sequence[MentionCandidate], source: Places) -> None:
    faults = []
    for number, each in enumerate(mentions):
        if len(each.surface) != each.end - each.start:
            faults.append(
                Fault(
                    source.where(("mentions", number)),
                    f"{each.id}: surface {each.surface!r} has {len(each.surface)} code points, and"
                    f" the span {each.start}-{each.end} has {each.end - each.start}",
                    fix="correct start, end or surface",
                )
            )
    if faults:
        raise input_error(source.file, faults)


def _spans(root: yaml.MappingNode) -> Iterator[tuple[_Span, str]]:
    for item in _items(root, "mentions"):
        start, end, entity = (child(item, key) for key in ("start", "end", "entity"))
        if start is not None and end is not None and str(start.value + end.value).isdecimal():
            yield (int(start.value), int(end.value)), str(entity.value) if entity else ""


def _ids(root: yaml.MappingNode) -> Iterator[str]:
    for item in _items(root, "claims"):
        named = child(item, "id")
        if named is not None:
            yield str(named.value)


def _items(root: yaml.MappingNode, section: str) -> Sequence[yaml.Node]:
    listed = child(root, section)
    return listed.value if isinstance(listed, yaml.SequenceNode) else []


def _is_there(mention: MentionCandidate, spans: Iterable[tuple[_Span, str]]) -> bool:
    return any(
        (start, end) == (mention.start, mention.end)
        or (start < mention.end and mention.start < end and entity == mention.entity)
        for (start, end), entity in spans
    )


def _mention(each: MentionCandidate) -> str:
    """Write a mention in one line, its entity left empty where none is known."""
    parts = [
        f"start: {each.start}",
        f"end: {each.end}",
        f"surface: {written(each.surface)}",
        f"entity: {each.entity}" if each.entity else "entity: ",
    ]
    if each.name:
        parts.append(f"name: {each.name}")
    if each.reading and each.cause:
        reason = f", reason: {written(each.reason)}" if each.reason else ""
        parts.append(
            f"damage: {{reading: {written(each.reading)}, cause: {each.cause},"
            f" confidence: probable{reason}}}"
        )
    hint = "" if each.entity else f"  # {each.suggests or 'entity'}, new? define it in kg/entities/"
    return f"{{{', '.join(parts)}}}{hint}"


def _claim_id(each: ClaimCandidate) -> str:
    return each.id.replace("k", "c", 1)


def _claim(each: ClaimCandidate, article: DraftArticle) -> str:
    """Write a claim; what only a person can say is left empty, with a hint at its place."""
    sentence = article.sentence_at(each.start)
    name = sentence.id if sentence else each.sentence
    writer = article.publisher if sentence and sentence.is_paratext else article.author
    lines = [
        f"id: {_claim_id(each)}",
        f"proposition:  # what {name} says, as one of the propositions above",
        *_voices(each, writer),
        f"mode: {each.mode}",
        f"act: {each.act}",
        f"certainty: {each.certainty}",
        f"polarity: {each.polarity}",
        f"evidence: [{name}]",
    ]
    if each.cue:
        lines.append(f"cue: {written(each.cue)}")
    if each.conditions:
        lines.append(f"# conditioned_on: the text has {', '.join(each.conditions)}")
    return "\n".join(lines)


def _voices(each: ClaimCandidate, writer: str) -> Iterator[str]:
    said = each.speaker or f" # {each.speaker_words or 'who says it'}"
    wrote = writer or " # the author, as in article.yaml"
    own = each.mode in {"own-voice", "imputed"}
    yield f"asserted_by: {wrote if own else said}"
    if each.mode != "own-voice":
        yield f"reported_by: {wrote}"
    if each.mode == "imputed":
        yield f"imputed_to: {said}"
