import errno
import os

from server.cache import BoundedCache
from tests.server.processes import files_in_hand


def filled(*names: str, size: int = 1000) -> BoundedCache[str, str]:
    """Make a cache with room for sixteen of these, and put them in."""
    cache: BoundedCache[str, str] = BoundedCache(16 * 2000)
    for name in names:
        cache.put(name, name.upper(), size)
    return cache


def test_a_value_is_kept_and_replaced():
    cache = filled("a")
    cache.put("a", "other", 10)

    assert (cache.get("a"), cache.get("b")) == ("other", None)


def test_those_used_least_lately_make_room():
    names = [str(number) for number in range(16)]
    cache = filled(*names)
    cache.get("0")
    cache.put("new", "NEW", 1000)

    assert cache.get("1") is None
    assert [cache.get(name) for name in ("0", "2", "15", "new")] == ["0", "2", "15", "NEW"]


def test_those_that_were_used_get_one_more_chance_for_each_time_they_come_first():
    names = [str(number) for number in range(16)]
    cache = filled(*names)
    for name in names:
        cache.get(name)
    for name in ("one", "two"):
        cache.put(name, name.upper(), 1000)

    # All were used: the first come is the first to go, and was then not used again.
    assert [name for name in [*names, "one", "two"] if not cache.get(name)] == ["0", "1"]


def test_replacing_a_value_again_and_again_takes_its_room_once():
    cache = filled("a", *["b"] * 100)

    assert cache.get("a") == "A"


def test_what_is_too_large_is_not_kept_and_throws_out_nobody():
    cache = filled("a")
    cache.put("large", "LARGE", 4000)

    assert (cache.get("large"), cache.get("a")) == (None, "A")


class Files:
    """Values that are open files, each written with its name."""

    def __init__(self, *, largest_share: int = 8) -> None:
        self.cache: BoundedCache[str, int] = BoundedCache(
            16 * 2000, largest_share=largest_share, copy=os.dup, close=os.close
        )

    def put(self, name: str, size: int = 1000) -> None:
        """Keep a file, and close it here."""
        file = os.memfd_create(name)
        os.write(file, name.encode())
        self.cache.put(name, file, size)
        os.close(file)

    def read(self, name: str) -> str | None:
        """Return what is in a file that is kept."""
        file = self.cache.get(name)
        if file is None:
            return None
        try:
            return os.pread(file, 100, 0).decode()
        finally:
            os.close(file)


def kept_files() -> int:
    return sum("/memfd:kept" in target for _, target in files_in_hand())


def test_files_are_kept_as_long_as_there_is_room_and_closed_then():
    files = Files()
    for number in range(20):
        files.put(f"kept{number}")

    assert [files.read(f"kept{number}") for number in (3, 4, 19)] == [None, "kept4", "kept19"]
    assert kept_files() == 16
    files.put("kept4")
    assert kept_files() == 16
    files.put("kept-large", 4000)
    assert (files.read("kept-large"), kept_files()) == (None, 16)
    files.cache.clear()
    assert (files.read("kept4"), kept_files()) == (None, 0)
    files.put("kept4")
    assert files.read("kept4") == "kept4"
    del files
    assert kept_files() == 0


def test_a_cache_may_keep_larger_values_than_others_do():
    files = Files(largest_share=2)
    files.put("kept-large", 15_000)

    assert files.read("kept-large") == "kept-large"
    files.put("kept-larger", 15_001)
    assert files.read("kept-larger") is None
    files.cache.clear()


def test_one_whose_file_cannot_be_opened_once_more_is_as_if_it_were_not_there():
    def refuse(_: int) -> int:
        raise OSError(errno.EMFILE, "too many")

    cache: BoundedCache[str, int] = BoundedCache(1 << 20, copy=refuse, close=os.close)
    cache.put("a", 0, 10)

    assert cache.get("a") is None
