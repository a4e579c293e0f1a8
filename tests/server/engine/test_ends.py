"""How a process ended is told of that one, and says what its query did."""

import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from server.engine.ends import BARELY_S, REMEMBERED, Cause, Ends, cause

SOON, LATE = BARELY_S / 2, BARELY_S * 2


def test_an_end_is_told_once_to_whoever_waits_for_it():
    ends = Ends()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(ends.of, 7, patience_s=20)
        ends.note(8, 1)
        ends.note(7, -9)

        assert waiting.result(timeout=20) == -9
    assert [ends.of(pid, patience_s=0) for pid in (7, 8)] == [None, 1]


def test_a_process_is_not_taken_for_an_earlier_one_of_its_number():
    ends = Ends()
    ends.note(7, 0)
    ends.note_birth(7)

    assert ends.of(7, patience_s=0) is None


def test_the_last_ends_are_kept():
    ends = Ends()
    for pid in range(REMEMBERED + 1):
        ends.note(pid, pid)

    assert [ends.of(pid, patience_s=0) for pid in (0, 1, REMEMBERED)] == [None, 1, REMEMBERED]


def test_nobody_waits_for_what_will_not_be_noted():
    ends = Ends()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(ends.of, 7, patience_s=60)
        ends.close()

        assert waiting.result(timeout=20) is None


@pytest.mark.parametrize(
    ("status", "complaint", "ran_s", "why"),
    [
        (0, "", LATE, "from outside"),
        (0, "thread 'query' panicked at lib.rs:1:1", LATE, "panic"),
        (0, "Traceback …\nMemoryError", LATE, "out of memory"),
        (0, "Traceback …\nTypeError", LATE, "unknown"),
        (-signal.SIGKILL, "", SOON, "from outside"),
        (-signal.SIGKILL, "", LATE, "out of memory"),
        (-signal.SIGABRT, "", SOON, "out of memory"),
        (-signal.SIGABRT, "memory allocation of 8 bytes failed", SOON, "out of memory"),
        (1, "Traceback …\nMemoryError", SOON, "out of memory"),
        (-signal.SIGABRT, "thread 'main' has overflowed its stack", SOON, "too deep"),
        (-signal.SIGSEGV, "", SOON, "too deep"),
        (-signal.SIGBUS, "", SOON, "too deep"),
        (1, "thread 'main' panicked at lib.rs:1:1", SOON, "panic"),
        (1, "Traceback …\nTypeError", SOON, "unknown"),
        (None, "", LATE, "unknown"),
    ],
)
def test_an_exit_code_and_last_words_tell_the_cause(
    status: int | None, complaint: str, ran_s: float, why: Cause
):
    assert cause(status, complaint, ran_s=ran_s) == why
