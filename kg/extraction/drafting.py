"""Drafts of many texts, side by side in several processes."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from threading import current_thread, main_thread
from types import FrameType
from typing import Final

from kg.corpus import load_corpus
from kg.errors import Fault, InputError
from kg.extraction.drafts import Draft, fault_of, make_draft
from kg.extraction.extraction import Extractor
from kg.paths import project_data

_AHEAD: Final = 4
"""How many texts wait for each process, so that a long list is not held at once."""

TIME_LIMIT_S: Final = 60.0
"""A text that takes longer is named and left out: an article takes a fraction of a second."""


@dataclass(frozen=True)
class Task:
    """One text to make a draft of."""

    file: Path
    slug: str
    folder: Path
    anchor: str
    language: str
    recognises: bool = False


Outcome = Draft | Fault
_Done = tuple[Task, Outcome]


def make_drafts(
    tasks: Sequence[Task], *, jobs: int, on_done: Callable[[Task, Outcome], None]
) -> Iterator[Outcome]:
    """Make the drafts; what is wrong with one text is its outcome, and stops no other."""
    for task, outcome in _outcomes(tasks, jobs):
        on_done(task, outcome)
        yield outcome


def _outcomes(tasks: Sequence[Task], jobs: int) -> Iterator[_Done]:
    if jobs == 1 or len(tasks) == 1:
        yield from ((task, _outcome(task)) for task in tasks)
        return
    left = list(tasks)
    while left:
        done: set[Task] = set()
        try:
            for task, outcome in _side_by_side(left, jobs):
                done.add(task)
                yield task, outcome
        except BrokenProcessPool:
            # One of those that were begun ended its process: each is tried in one of its own.
            begun = [task for task in left if task not in done][: jobs * _AHEAD]
            for task in begun:
                done.add(task)
                yield task, _alone(task)
        left = [task for task in left if task not in done]


def _side_by_side(tasks: Sequence[Task], jobs: int) -> Iterator[_Done]:
    waiting = iter(tasks)
    # Not forked: a thread of the progress bar runs in this process.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        running: dict[Future[Outcome], Task] = {
            pool.submit(_outcome, task): task for task in islice(waiting, jobs * _AHEAD)
        }
        while running:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield running[future], future.result()
                del running[future]
                for another in islice(waiting, 1):
                    running[pool.submit(_outcome, another)] = another


def _alone(task: Task) -> Outcome:
    try:
        [(_, outcome)] = _side_by_side([task], 1)
    except BrokenProcessPool:
        message = "the process that read the text was ended, perhaps for want of memory"
        return Fault(str(task.file), message, fix="give its articles one by one")
    return outcome


def _outcome(task: Task) -> Outcome:
    extractor = _extractor()
    try:
        with _limited(TIME_LIMIT_S):
            return make_draft(
                *(task.file, task.slug, task.folder, extractor),
                anchor=task.anchor,
                language=task.language,
                recognises=task.recognises,
            )
    except _TooLongError:
        fix = "give its articles one by one, or look at what the file holds"
        message = f"the rules take longer than {TIME_LIMIT_S:.0f} s for the text"
        return Fault(str(task.file), message, fix=fix)
    except InputError as error:
        return fault_of(task.file, error)
    except OSError as error:
        return Fault(str(error.filename or task.file), error.strerror or str(error))


class _TooLongError(Exception):
    """A text takes longer than it may."""


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Interrupt what takes longer, where this thread can be (the main one, not on Windows)."""
    if not hasattr(signal, "setitimer") or current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise _TooLongError


@cache
def _extractor() -> Extractor:
    data = project_data()
    corpus = load_corpus(data.entities, data.links, data.articles)
    return Extractor(each.entity for each in corpus.entities.defined)


def processors() -> int:
    """Return how many processes can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
