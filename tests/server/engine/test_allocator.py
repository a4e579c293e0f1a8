"""Query processes have the allocator where the system can load it, and start where it cannot."""

import importlib.metadata
import os
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from server.engine import allocator
from tests.server.engine.conftest import Asked

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="nothing is preloaded elsewhere"),
    pytest.mark.skipif("LD_PRELOAD" in os.environ, reason="something else is preloaded here"),
]


class Installed(PurePosixPath):
    """A file of a package, as its metadata tells of it."""

    def locate(self) -> Path:
        """Return where it is."""
        return Path(self)


def test_it_is_preloaded():
    library = Path(allocator.preloading()["LD_PRELOAD"])

    assert library.name == "libmimalloc.so"
    assert library.is_file()


@pytest.fixture
def unfit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have it need a library that no system has: as a small one lacks libatomic."""
    whole = Path(allocator.preloading()["LD_PRELOAD"]).read_bytes()
    copy = tmp_path / "libmimalloc.so"
    copy.write_bytes(whole.replace(b"libatomic.so.1", b"libatomix.so.1"))
    assert copy.read_bytes() != whole
    monkeypatch.setattr(importlib.metadata, "files", lambda _: [Installed(copy)])


@pytest.mark.usefixtures("unfit")
def test_without_what_it_needs_nothing_is_preloaded_and_the_log_says_what(
    caplog: pytest.LogCaptureFixture,
):
    assert [allocator.preloading() for _ in range(2)] == [{}, {}]

    (record,) = caplog.records
    assert "libatomix.so.1: cannot open shared object file" in record.getMessage()
    assert "install what it misses" in record.getMessage()


def test_in_a_folder_that_cannot_be_named_nothing_is_preloaded_and_the_log_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    whole = Path(allocator.preloading()["LD_PRELOAD"])
    copy = tmp_path / "a folder" / "libmimalloc.so"
    copy.parent.mkdir()
    copy.write_bytes(whole.read_bytes())
    monkeypatch.setattr(importlib.metadata, "files", lambda _: [Installed(copy)])

    assert allocator.preloading() == {}
    (record,) = caplog.records
    assert f"there is a space or a colon in {copy} [fix: set Standoff up" in record.getMessage()


@pytest.mark.usefixtures("unfit")
@pytest.mark.parametrize("options", [{}, {"store_memory": 1}], ids=["memory", "disk"])
def test_without_what_it_needs_queries_are_answered(
    start: Callable[..., Asked], options: dict[str, int]
):
    assert start(**options).value("SELECT (7 AS ?x) {}") == "7"


def test_without_its_package_nothing_is_preloaded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(allocator, "PACKAGE", "there-is-no-such-package")

    assert allocator.preloading() == {}
