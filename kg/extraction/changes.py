"""Changes to the file of candidates: one at a time, whole, and each can be taken back.

The journal beside the file, ``.undo.jsonl``, holds for each change the edits that lead back. An
entry counts only while the file is what that change left, so that what an editor did meanwhile is
never undone by surprise.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from kg.errors import InputError, OutdatedError
from kg.extraction.candidates import CANDIDATE_FILE, FILE_NAME, CandidateFile
from kg.extraction.yaml_edits import Edit, applied, inverse
from kg.located_yaml import LocatedYaml, parse_yaml, shown
from kg.model.reading import CodedFile, coded, nearest
from kg.spans import digest
from kg.whole_file import write_whole

JOURNAL: Final = ".undo.jsonl"
MAX_STEPS: Final = 500


@dataclass(frozen=True)
class Opened:
    """The file of candidates as it was read: what it holds, its text, and the places in it."""

    value: CandidateFile
    source: LocatedYaml
    text: str

    @cached_property
    def sha256(self) -> str:
        """The digest of the file, by which a page says what it has shown."""
        return digest(self.text)


@dataclass(frozen=True)
class Change:
    """Edits to the file, what they do in a few words, and the candidates that they are about."""

    what: str
    ids: tuple[str, ...]
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Step:
    """A change that was made: the digests before and after it, and the edits that lead back."""

    what: str
    ids: tuple[str, ...]
    before: str
    after: str
    back: tuple[Edit, ...]


def opened(folder: Path) -> Opened:
    """Read the candidates of a draft.

    Raises:
        InputError: there is no such draft, or its file does not follow its schema.

    """
    file = folder / FILE_NAME
    if not file.is_file():
        drafts = sorted(each.parent.name for each in folder.parent.glob(f"*/{FILE_NAME}"))
        raise InputError(
            f"there is no draft {folder.name!r} in {folder.parent}",
            fix=nearest(folder.name, drafts)
            if drafts
            else "make one with: standoff article new, or name its folder with --drafts",
        )
    return _parsed(file.read_bytes(), shown(file))


@lru_cache(maxsize=2)
def _parsed(data: bytes, name: str) -> Opened:
    """Parse the file once, however often a page and its changes look at it."""
    source = parse_yaml(data, name)
    return Opened(coded(source, CANDIDATE_FILE).value, source, data.decode("utf-8"))


def candidates_of(folder: Path) -> CodedFile[CandidateFile]:
    """Read what a draft's file of candidates holds, and where each part stands; see opened."""
    found = opened(folder)
    return CodedFile(found.value, found.source)


def change(folder: Path, make: Callable[[Opened], Change], *, seen: str | None = None) -> Change:
    """Make a change to a draft's candidates and note how to take it back.

    With ``seen``, the digest of the file that whoever asks has looked at, nothing else may have
    changed it since. A change without edits writes nothing.

    Raises:
        OutdatedError: the file has changed since it was looked at.
        InputError: the file would not follow its schema; nothing is written.

    """
    with _alone(folder):
        found = _opened_as(folder, seen)
        wanted = make(found)
        if not wanted.edits:
            return wanted
        after = applied(found.text, wanted.edits)
        _parsed(after.encode(), found.source.file)
        step = Step(
            *(wanted.what, wanted.ids, found.sha256, digest(after)),
            back=tuple(inverse(found.text, wanted.edits)),
        )
        # First, since an entry whose change was never made does not count.
        _write_journal(folder, [*_steps(folder, found.sha256), step])
        _replace(folder, found.text, after)
        return wanted


def undo(folder: Path, *, seen: str | None = None) -> Step:
    """Take back the last change of ours, and return it.

    Raises:
        OutdatedError: the file has changed since it was looked at.
        InputError: there is nothing to take back, or the file has changed since by other means.

    """
    with _alone(folder):
        found = _opened_as(folder, seen)
        steps = _steps(folder, found.sha256)
        if not steps:
            raise InputError(
                "there is nothing to undo",
                where=found.source.file,
                cause="no step is noted, or the file was changed in an editor since",
                fix="decide anew; every candidate can be decided on again",
            )
        before = applied(found.text, steps[-1].back)
        _replace(folder, found.text, before)
        _write_journal(folder, steps[:-1])
        return steps[-1]


def steps_back(folder: Path, sha256: str) -> list[Step]:
    """Return the changes that can be undone in the file of this digest, the last one last."""
    return _steps(folder, sha256)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the draft against other processes of ours; the lock is the folder's, and leaves none."""
    if not folder.is_dir():
        opened(folder)  # says what is wrong
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _opened_as(folder: Path, seen: str | None) -> Opened:
    found = opened(folder)
    if seen is not None and found.sha256 != seen:
        raise _outdated(folder)
    return found


def _replace(folder: Path, before: str, after: str) -> None:
    path = folder / FILE_NAME
    # An editor knows nothing of our lock; this leaves it an instant.
    if path.read_bytes() != before.encode("utf-8"):
        raise _outdated(folder)
    write_whole(path, after)


def _outdated(folder: Path) -> OutdatedError:
    return OutdatedError(
        f"{FILE_NAME} has changed since it was looked at; nothing was written",
        where=shown(folder / FILE_NAME),
        fix="look at it as it is now, and decide again",
    )


def _steps(folder: Path, sha256: str) -> list[Step]:
    """Return the unbroken chain of changes that led to the file of this digest."""
    noted = _noted(folder / JOURNAL)
    # What was noted last was perhaps never made, or is taken back already.
    if noted and noted[-1].after != sha256 and noted[-1].before == sha256:
        noted.pop()
    chain: list[Step] = []
    for step in reversed(noted):
        if step.after != sha256:
            break
        chain.append(step)
        sha256 = step.before
    return chain[::-1]


def _noted(path: Path) -> list[Step]:
    """Read the journal; one that somebody has cut or edited is none."""
    try:
        return [_step(line) for line in path.read_text("utf-8").splitlines()]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return []


def _step(line: str) -> Step:
    held = json.loads(line)
    back = tuple(Edit(**each) for each in held.pop("back"))
    return Step(ids=tuple(held.pop("ids")), back=back, **held)


def _write_journal(folder: Path, steps: list[Step]) -> None:
    lines = [json.dumps(asdict(step), ensure_ascii=False) for step in steps[-MAX_STEPS:]]
    write_whole(folder / JOURNAL, "".join(f"{line}\n" for line in lines))
