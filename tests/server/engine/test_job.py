"""What crosses the socket arrives as it was sent, and files that nobody takes are closed."""

import os
import socket
import tempfile
from collections.abc import Iterator
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.engine.job import (
    Answer,
    Job,
    receive_answer,
    receive_job,
    receive_message,
    send_answer,
    send_fault,
    send_job,
    send_message,
)
from server.fault import RequestError
from tests.server.processes import open_files

ANY_TEXT = st.text(st.characters(exclude_categories=()))
TEXTS = st.lists(ANY_TEXT, max_size=3).map(tuple)
JOBS = st.builds(
    Job, ANY_TEXT, ANY_TEXT, ANY_TEXT, TEXTS, TEXTS, st.none() | ANY_TEXT, TEXTS, TEXTS, ANY_TEXT
)
ANSWERS = st.builds(
    Answer,
    media_type=ANY_TEXT,
    rows=st.none() | st.integers(0),
    digest=st.binary(),
    form=ANY_TEXT,
    encoding=ANY_TEXT,
    volatile=st.booleans(),
    retire=st.booleans(),
    length=st.integers(0),
    body=st.binary(),
)
FAULTS = st.builds(
    RequestError,
    st.sampled_from([400, 503, 504]),
    ANY_TEXT,
    line=st.none() | st.integers(1),
    column=st.none() | st.integers(1),
    source=ANY_TEXT,
    headers=st.dictionaries(ANY_TEXT, ANY_TEXT),
    bound=ANY_TEXT,
    limit=st.none() | st.floats(allow_nan=False),
)


@pytest.fixture(scope="module")
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


@settings(deadline=None)
@given(jobs=st.lists(JOBS, min_size=1, max_size=3))
def test_jobs_arrive_as_they_were_sent(pair: tuple[socket.socket, socket.socket], jobs: list[Job]):
    ours, theirs = pair
    for job in jobs:  # one behind the other: none takes of the next
        send_job(ours, job)

    assert [receive_job(theirs) for _ in jobs] == jobs


@settings(deadline=None)
@given(answer=ANSWERS)
def test_an_answer_arrives_as_it_was_sent(
    pair: tuple[socket.socket, socket.socket], answer: Answer
):
    ours, theirs = pair
    send_answer(ours, answer)

    found = receive_answer(theirs)

    assert (found, found.retire, found.file) == (answer, answer.retire, None)


@settings(deadline=None)
@given(fault=FAULTS)
def test_a_fault_is_raised_as_it_was_sent(
    pair: tuple[socket.socket, socket.socket], fault: RequestError
):
    ours, theirs = pair
    send_fault(ours, fault)

    with pytest.raises(RequestError) as caught:
        receive_answer(theirs)

    assert caught.value.to_json() == fault.to_json()


def test_a_body_larger_than_any_buffer_arrives_whole(pair: tuple[socket.socket, socket.socket]):
    ours, theirs = pair
    body = os.urandom(4 << 20)
    sender = Thread(target=send_message, args=(ours, {"a": 1}, body))
    sender.start()

    said, found, files = receive_message(theirs)
    sender.join()

    assert (said, found == body, files) == ({"a": 1}, True, [])


def test_files_are_handed_over_open_and_next_to_messages_without(
    pair: tuple[socket.socket, socket.socket],
):
    ours, theirs = pair
    with tempfile.TemporaryFile() as file:
        file.write(b"what is in it")
        file.flush()
        send_message(ours, {"n": 1}, b"", [file.fileno()])
        send_message(ours, {"n": 2}, b"x" * 70_000)
    first, _, [handed] = receive_message(theirs)
    second, body, none = receive_message(theirs)

    assert os.pread(handed, 100, 0) == b"what is in it"
    os.close(handed)
    assert (first, second, len(body), none) == ({"n": 1}, {"n": 2}, 70_000, [])


def test_the_end_of_the_other_side_is_no_job():
    ours, theirs = socket.socketpair()
    ours.close()
    with theirs:
        assert receive_job(theirs) is None


def test_a_message_cut_short_is_an_error_and_its_file_is_closed():
    before = open_files()
    ours, theirs = socket.socketpair()
    with tempfile.TemporaryFile() as file:
        socket.send_fds(ours, [b"\0\0\0\7\0\0\0\0{"], [file.fileno()])
    ours.close()
    with theirs, pytest.raises(EOFError):
        receive_message(theirs)

    assert open_files() == before


def test_an_answer_that_is_closed_twice_closes_no_file_of_another():
    answer = Answer("text/csv", 1, b"", b"", "SELECT", file=os.open(os.devnull, os.O_RDONLY))
    answer.close()
    other = os.open(os.devnull, os.O_RDONLY)
    answer.close()

    os.close(other)  # would fail were it closed
