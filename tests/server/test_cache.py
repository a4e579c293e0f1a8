from server.cache import BoundedCache


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


def test_replacing_a_value_again_and_again_takes_its_room_once():
    cache = filled("a", *["b"] * 100)

    assert cache.get("a") == "A"


def test_what_is_too_large_is_not_kept_and_throws_out_nobody():
    cache = filled("a")
    cache.put("large", "LARGE", 4000)

    assert (cache.get("large"), cache.get("a")) == (None, "A")
