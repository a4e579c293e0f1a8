"""Earlier states of the ontology's folder, from git."""

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.located_yaml import shown


@dataclass(frozen=True)
class Baseline:
    """The state that a check compares with: what to call it, and whether it was released."""

    name: str
    released: bool


def default_baseline(folder: Path) -> Baseline | None:
    """Return the last released version (a tag ``v…``), else HEAD; None where git knows neither."""
    tag = _git(folder, "describe", "--tags", "--abbrev=0", "--match", "v[0-9]*")
    name = tag.decode().strip() if tag is not None else ""
    if name and _has(folder, name):
        return Baseline(name, released=True)
    return Baseline("HEAD", released=False) if _has(folder, "HEAD") else None


def _has(folder: Path, revision: str) -> bool:
    """Tell whether a revision has the folder; an installed package may lie in somebody's clone."""
    return _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}:./") is not None


def named_baseline(folder: Path, name: str) -> Baseline:
    """Return the baseline that a user names: a folder, a tag (a release), or another revision."""
    if Path(name).is_dir():
        return Baseline(name, released=False)
    tagged = _git(folder, "rev-parse", "--verify", "--quiet", f"refs/tags/{name}")
    return Baseline(name, released=tagged is not None)


@contextmanager
def state(name: str, folder: Path) -> Iterator[Path]:
    """Give a file or folder by its path, or `folder` as it was at a git revision.

    Raises `InputError` where the name is neither.
    """
    if Path(name).exists():
        yield Path(name)
        return
    archive = _git(folder, "archive", "--format=tar", name, ".")
    if archive is None:
        raise InputError(
            f"{name!r} is neither a file, nor a folder, nor a revision that has {shown(folder)}",
            fix="give a path, or a revision such as HEAD~1",
        )
    with tempfile.TemporaryDirectory(prefix="standoff-") as made:
        _extract(archive, Path(made))
        yield Path(made)


def _extract(archive: bytes, into: Path) -> None:
    """Write the files of an archive; links, of which an ontology has none, are left out."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content is not None and member.isfile() and ".." not in Path(member.name).parts:
                target = into / member.name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.read())


def _git(folder: Path, *arguments: str) -> bytes | None:
    """Run git in a folder; None where it, or what is asked of it, is not there."""
    try:
        run = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, check=False
        )
    except FileNotFoundError:
        return None
    return run.stdout if run.returncode == 0 else None
