"""The articles' texts, where this machine has them: they are input, never part of the project."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]


def text_folder() -> Path | None:
    """Return the folder of texts named by STANDOFF_TEXT, if it is there."""
    named = os.environ.get("STANDOFF_TEXT")
    folder = (ROOT / named) if named else None
    return folder if folder and folder.is_dir() else None


def article_texts() -> dict[str, str]:
    """Return each coded article's text by slug; empty where none is at hand."""
    folder = text_folder()
    if folder is None:
        return {}
    return {
        file.parent.name: file.read_bytes().decode("utf-8")
        for file in sorted(folder.glob("*/text.txt"))
    }
