"""The texts of articles, which are no part of the data: read from where an owner keeps them."""

from pathlib import Path

from kg.errors import InputError


def read_files(path: Path) -> dict[str, str]:
    """Read the texts of a file or a folder as they are, by slug; digests tell later whose they are.

    Raises `InputError` where nothing is found or a file is not UTF-8.
    """
    files = [*path.glob("*.txt"), *path.glob("*/text.txt")] if path.is_dir() else [path]
    try:
        found = {_slug(file): file.read_bytes().decode("utf-8") for file in sorted(files)}
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, str(error)) from error
    if not found:
        raise _unreadable(path, "there is no <slug>.txt and no <slug>/text.txt in it")
    return found


def _slug(file: Path) -> str:
    return file.parent.name if file.name == "text.txt" else file.stem


def _unreadable(path: Path, cause: str) -> InputError:
    return InputError(
        "no text can be read here",
        where=str(path),
        cause=cause,
        fix="let STANDOFF_TEXT name a UTF-8 text or a folder of them, or leave it unset",
    )
