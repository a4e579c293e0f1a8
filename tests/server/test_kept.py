from threading import Thread

import pytest

from server.kept import Kept


def test_a_thing_is_made_once_while_it_is_kept():
    kept, made = Kept[str](2), []

    def make() -> str:
        made.append("made")
        return "thing"

    assert [kept.get("a", make) for _ in range(3)] == ["thing"] * 3
    assert made == ["made"]


def test_the_one_not_asked_for_the_longest_is_let_go():
    kept, made = Kept[str](2), []

    def ask(key: str) -> str:
        return kept.get(key, lambda: made.append(key) or key.upper())

    found = [ask(key) for key in "abacaba"]

    assert found == list("ABACABA")
    assert made == list("abcb")


def test_what_cannot_be_made_is_not_kept():
    kept = Kept[str](2)

    with pytest.raises(KeyError):
        kept.get("a", lambda: {}["nothing"])

    assert kept.get("a", lambda: "thing") == "thing"


def test_threads_that_push_each_others_things_out_all_get_theirs():
    kept, wrong = Kept[int](1), []

    def ask() -> None:
        for number in range(3000):
            found = kept.get(str(number % 3), lambda number=number: number % 3)
            if found != number % 3:
                wrong.append(found)

    threads = [Thread(target=ask) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert wrong == []
