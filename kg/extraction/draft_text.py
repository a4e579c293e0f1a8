"""The text that a draft was made from, found and held against the draft's digest."""

from pathlib import Path

from kg.errors import InputError
from kg.extraction.changes import opened
from kg.extraction.draft_article import read_draft_article
from kg.spans import TEXT_NAMES, digest, read_text


def text_file(folder: Path, given: Path) -> Path:
    """Return the file with a draft's text: a file itself, or the draft's in a folder of texts.

    Raises:
        InputError: the folder has no text of that name.

    """
    if not given.is_dir():
        return given
    names = [name.format(slug=folder.name) for name in TEXT_NAMES]
    for name in names:
        if (given / name).is_file():
            return given / name
    raise InputError(
        f"the folder holds no text of the draft {folder.name}",
        where=str(given),
        fix=f"put it there as {names[0]}, or name its file with --text",
    )


def draft_text(folder: Path, given: Path) -> str:
    """Read the text that a draft was made from.

    Raises:
        InputError: there is no such draft or text, or the text is another one.

    """
    expected = {opened(folder).value.sha256, read_draft_article(folder).sha256}
    file = text_file(folder, given)
    text = read_text(file)
    found = digest(text)
    if expected != {found}:
        made = " and ".join(f"{each[:12]}…" for each in sorted(expected))
        raise InputError(
            f"the text (sha256 {found[:12]}…) is not that of the draft {folder.name} ({made})",
            where=str(file),
            fix="give the text that the draft was made from, unconverted",
        )
    return text
