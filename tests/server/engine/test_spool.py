"""An answer is kept whole, in memory or in a file, and packed the same way each time."""

import errno
import gzip
import hashlib
import os
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.engine import spool as spooling
from server.engine.spool import SOCKET_BYTES, Spool, TooLargeError, can_fill, compressed
from tests.server.processes import open_files

UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress}


def contents(spool: Spool) -> bytes:
    return b"".join(spool.chunks())


@settings(max_examples=50, deadline=None)
@given(pieces=st.lists(st.binary(max_size=20)), inline=st.integers(0, 40))
def test_what_was_written_is_read_wherever_it_is_kept(pieces: list[bytes], inline: int):
    whole = b"".join(pieces)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spooling, "INLINE_BYTES", inline)
        spool = Spool(limit=1000)
        for piece in pieces:
            assert spool.write(piece) == len(piece)
        with spool.reader() as file:
            read = file.read()
        kept_in_file = spool.file() is not None
        found = (contents(spool), read, spool.length, spool.digest())
        body = spool.body()
        spool.let_go()

    assert found == (whole, whole, len(whole), hashlib.sha256(whole).digest())
    assert kept_in_file == (len(whole) > inline)
    assert body == (b"" if kept_in_file else whole)


def place_of(spool: Spool) -> str:
    """Return where the system says that its file is."""
    file = spool.file()
    return "" if file is None else str(Path(f"/proc/self/fd/{file}").readlink())


def test_it_grows_into_a_file_without_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    spool = Spool(limit=10 << 20)
    pieces = [b"x" * (64 << 10), b"y" * ((4 << 20) - (64 << 10)), b"z"]
    before = open_files()
    places = []
    for piece in pieces:
        spool.write(piece)
        places.append(place_of(spool))

    assert [place.split(" ")[0] for place in places[:2]] == ["", "/memfd:answer"]
    assert places[2].startswith(f"{tmp_path}/")
    assert list(tmp_path.iterdir()) == []
    assert contents(spool) == b"".join(pieces)
    spool.let_go()
    assert open_files() == before


@pytest.mark.parametrize("length", [0, 1, SOCKET_BYTES, SOCKET_BYTES + 1, 3 << 20])
@pytest.mark.parametrize("is_read_first", [True, False])
def test_what_was_filled_in_is_the_same_as_what_was_written(length: int, is_read_first: bool):
    whole = os.urandom(length)
    before = open_files()
    written, filled = Spool(limit=length), Spool(limit=length)
    written.write(whole)
    filled.fill(lambda path: Path(path).write_bytes(whole))
    if is_read_first:
        next(filled.chunks(), b"")
        assert contents(filled) == whole

    for spool in (written, filled):
        assert (spool.length, spool.digest()) == (length, hashlib.sha256(whole).digest())
        assert contents(spool) == whole
        assert (spool.file() is None) == (length <= SOCKET_BYTES)
        assert spool.body() == (b"" if spool.file() else whole)
        spool.let_go()
    assert open_files() == before


def test_one_that_is_filled_with_too_much_says_so():
    spool = Spool(limit=3)

    with pytest.raises(TooLargeError):
        spool.fill(lambda path: Path(path).write_bytes(b"abcd"))
    spool.let_go()


def test_a_system_that_opens_nothing_by_its_number_is_told(monkeypatch: pytest.MonkeyPatch):
    before = open_files()
    assert can_fill()

    monkeypatch.setattr(spooling, "_path", lambda file: f"/nowhere/{file}")
    assert not can_fill()
    assert open_files() == before


def test_a_disk_without_room_for_another_file_is_told(monkeypatch: pytest.MonkeyPatch):
    def full() -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(spooling, "_unnamed_file", full)
    assert not can_fill()


def test_the_last_byte_that_fits_fits_and_the_next_does_not():
    spool = Spool(limit=3)
    spool.write(b"abc")

    with pytest.raises(TooLargeError):
        spool.write(b"d")


@settings(max_examples=30, deadline=None)
@given(data=st.binary(max_size=5000), encoding=st.sampled_from(sorted(UNPACK)))
def test_what_is_packed_is_the_same_when_unpacked_and_each_time(data: bytes, encoding: str):
    spool = Spool(limit=1 << 20)
    spool.write(data)

    first, second = (compressed(spool, encoding, limit=1 << 20) for _ in range(2))

    assert UNPACK[encoding](contents(first)) == data
    assert (contents(first), first.digest()) == (contents(second), second.digest())


@pytest.mark.parametrize("encoding", sorted(UNPACK))
def test_a_large_answer_is_packed_from_file_to_file(encoding: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(spooling, "INLINE_BYTES", 1000)
    data = os.urandom(300_000) * 2
    spool = Spool(limit=1 << 20)
    spool.write(data)

    packed = compressed(spool, encoding, limit=1 << 20)

    assert UNPACK[encoding](contents(packed)) == data
    assert packed.file() is not None
    packed.let_go()
    spool.let_go()


def test_an_answer_that_packing_makes_too_large_leaves_no_file(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(spooling, "INLINE_BYTES", 10)
    spool = Spool(limit=1 << 20)
    spool.write(os.urandom(300_000))
    before = open_files()

    with pytest.raises(TooLargeError):
        compressed(spool, "gzip", limit=100_000)

    assert open_files() == before
    spool.let_go()
