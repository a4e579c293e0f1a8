"""Files put into a folder of the user's: all of them, or none."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from kg.errors import InputError
from kg.paths import PACKAGE


def write_files(files: Mapping[str, bytes], folder: Path, *, replace: bool) -> None:
    """Write the files into the folder, which is made if it is not there.

    Raises:
        InputError: the folder lies in the project's own, or a file is there already
            and not to be replaced; nothing was written.

    """
    if folder.resolve().is_relative_to(PACKAGE.resolve()):
        raise InputError(
            "this folder is part of the project, which never holds a text",
            where=str(folder),
            fix="name a folder elsewhere",
        )
    there = sorted(name for name in files if (folder / name).exists())
    if there and not replace:
        raise InputError(
            f"{', '.join(there)} would be written over",
            where=str(folder),
            fix="name another folder, or add --force",
        )
    folder.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=".partial-", dir=folder))
    try:
        for name, content in files.items():
            (partial / name).write_bytes(content)
        for name in files:
            os.replace(partial / name, folder / name)  # noqa: PTH105 -- the same, and shorter
    finally:
        shutil.rmtree(partial, ignore_errors=True)
