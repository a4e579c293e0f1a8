"""A draft of a made-up text, made once; its names stand beyond U+FFFF, and one tag is hostile."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Page

from kg.cli import run

TEXT = (
    "🛰🛰 Talks went nowhere.\n\n"
    "Russia fears the new radar. 𝕏 wrote on 15 June that Tokyo will buy it. "
    "Captain Ito denied this.\n\n"
    "<script>document.title='owned'</script> said the \u202eReuters\u202c desk."
)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    text = folder / "strait.txt"
    text.write_bytes(TEXT.encode())
    options = ("--output", str(folder), "--published", "2017-07-10", "--no-ner")
    assert run(["article", "new", str(text), *options]) == 0
    return folder / "strait"


@pytest.fixture
def draft(made: Path, tmp_path: Path) -> Path:
    (tmp_path / "strait.txt").write_bytes(TEXT.encode())
    return Path(shutil.copytree(made, tmp_path / "strait"))


def held(draft: Path) -> dict[str, dict[str, object]]:
    """Return every candidate by its id."""
    file = yaml.safe_load((draft / "candidates.yaml").read_text("utf-8"))
    every = [each for kind in ("mentions", "dates", "claims") for each in file[kind]]
    return {str(each["id"]): each for each in every}


def changed_lines(before: str, after: str) -> list[str]:
    """Return the lines that a change took out and put in."""
    old, new = before.splitlines(), after.splitlines()
    return [f"-{line}" for line in old if line not in new] + [
        f"+{line}" for line in new if line not in old
    ]


@dataclass
class Review:
    """A review that runs: its address with the token, its draft, its process."""

    address: str
    draft: Path
    process: "subprocess.Popen[str]"

    @property
    def site(self) -> str:
        """The address without the token."""
        return self.address.partition("?")[0]

    @property
    def content(self) -> str:
        """The file of candidates as it stands."""
        return (self.draft / "candidates.yaml").read_text("utf-8")


@contextmanager
def reviewing(draft: Path) -> Iterator[Review]:
    """Run ``standoff review`` until the block ends."""
    command = [sys.executable, "-m", "kg", "review", draft.name, "--drafts", str(draft.parent)]
    process = subprocess.Popen(
        [*command, "--text", str(draft.parent)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        line = process.stdout.readline()
        assert line.startswith("Review strait at http://127.0.0.1:"), process.stderr.read()
        yield Review(line.split()[-1], draft, process)
    finally:
        process.terminate()
        process.communicate(timeout=15)


@pytest.fixture(scope="session")
def running(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    folder = tmp_path_factory.mktemp("reviewed")
    (folder / "strait.txt").write_bytes(TEXT.encode())
    with reviewing(Path(shutil.copytree(made, folder / "strait"))) as found:
        yield found


@pytest.fixture
def review(running: Review, made: Path) -> Review:
    """Give the review that runs, with nothing decided."""
    shutil.rmtree(running.draft)
    shutil.copytree(made, running.draft)
    return running


@pytest.fixture(scope="session")
def context(browser: Browser, running: Review) -> Iterator[BrowserContext]:
    """Give the owner's browser, which has the cookie."""
    found = browser.new_context(viewport={"width": 1280, "height": 900})
    found.set_default_timeout(5000)
    found.new_page().goto(running.address)
    yield found
    found.close()


@pytest.fixture
def tab(context: BrowserContext, review: Review) -> Iterator[Page]:
    """Open the review in a tab; a message on its console is a fault."""
    found = context.new_page()
    said: list[str] = []
    found.on("console", lambda message: said.append(message.text))
    found.on("pageerror", lambda error: said.append(str(error)))
    found.goto(review.site)
    yield found
    found.close()
    # Chromium tells of each answer that is no success.
    assert [each for each in said if not each.startswith("Failed to load resource")] == []
