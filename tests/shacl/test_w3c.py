"""Both engines against the W3C suite: each test passes, or stands in the list of differences."""

from pathlib import Path

from tests.shacl.differences import listed, of_suite, of_traps, quiet
from tests.shacl.suite import SHA256
from tests.shacl.w3c_cases import answer, cases


def test_the_engines_differ_from_the_suite_where_the_list_says_and_nowhere_else(suite: Path):
    assert [*of_suite(suite), *of_traps()] == listed()


def test_the_suite_is_whole(suite: Path):
    names = [case.name for case in cases(suite)]

    assert (len(names), len(set(names))) == (121, 121)
    assert SHA256[:12] in suite.name


def test_a_test_of_the_suite_can_fail(suite: Path):
    """A case that is given the answer of another fails with either engine."""
    one, other = [
        case for case in cases(suite) if case.name in ("core/node/and-001", "core/node/class-001")
    ]

    with quiet():
        assert answer(one, "fast") == answer(one, "reference") == one.expected
    assert one.expected != other.expected
