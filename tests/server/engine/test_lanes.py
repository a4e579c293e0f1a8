"""Who runs next: fair turns, bounds, and no place that is ever lost."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Thread

import pytest

from server.engine.lanes import Lanes, Turn
from server.fault import RequestError

SOON_S = 10.0


def lanes_of(
    short: int = 1, long: int = 1, waiting: int = 100, waiting_per_client: int = 100
) -> Lanes:
    return Lanes(short=short, long=long, waiting=waiting, waiting_per_client=waiting_per_client)


def soon() -> float:
    return time.monotonic() + SOON_S


def until(condition: Callable[[], bool]) -> None:
    deadline = soon()
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.001)


class Queue:
    """Clients that wait in threads; ``entered`` lists them as they are let in."""

    def __init__(self, lanes: Lanes) -> None:
        self.lanes = lanes
        self.entered: list[str] = []
        self.turns: list[Turn] = []
        self._threads: list[Thread] = []

    def join(self, client: str, lane: str = "short") -> None:
        """Have a client wait, behind all who wait already."""
        before = self.lanes.waiting

        def wait() -> None:
            turn = self.lanes.enter(client, lane=lane, until=soon())  # type: ignore[arg-type]
            self.turns.append(turn)
            self.entered.append(client)

        self._threads.append(Thread(target=wait))
        self._threads[-1].start()
        until(lambda: self.lanes.waiting == before + 1)

    def let_all_through(self, first: Turn) -> list[str]:
        """Have one after the other leave, and return who came in which order."""
        self.lanes.leave(first)
        for number in range(len(self._threads)):
            until(lambda n=number: len(self.turns) > n)
            self.lanes.leave(self.turns[number])
        for thread in self._threads:
            thread.join()
        return self.entered


def assert_empty(lanes: Lanes, *, short: int = 1, long: int = 1) -> None:
    """Every place can still be had, and nobody waits."""
    assert lanes.waiting == 0
    assert not lanes.is_crowded
    now = time.monotonic()
    turns = [lanes.enter(str(i), lane="short", until=now) for i in range(short)]
    turns += [lanes.enter(str(i), lane="long", until=now) for i in range(long)]
    for turn in turns:
        lanes.leave(turn)
    assert lanes.running == {"short": 0, "long": 0}


@pytest.mark.parametrize("lane", ["short", "long"])
def test_clients_take_turns_however_many_queries_one_has(lane: str):
    lanes = lanes_of()
    first = lanes.enter("greedy", lane=lane, until=soon())  # type: ignore[arg-type]
    queue = Queue(lanes)
    for client in ["greedy", "greedy", "greedy", "a", "b", "a"]:
        queue.join(client, lane)

    order = queue.let_all_through(first)

    assert order == ["greedy", "a", "b", "greedy", "a", "greedy"]
    assert_empty(lanes)


def test_of_a_client_that_sends_a_flood_the_last_come_is_first():
    lanes = lanes_of()
    queue = Queue(lanes)
    first = lanes.enter("flood", lane="short", until=soon())
    for _ in range(2):  # as many as are no flood yet
        queue.join("flood")
    late: list[Turn] = []
    last = Thread(target=lambda: late.append(lanes.enter("flood", lane="short", until=soon())))
    last.start()
    until(lambda: lanes.waiting == 3)

    lanes.leave(first)
    until(lambda: bool(late or queue.turns))

    assert (len(late), queue.turns) == (1, [])
    assert queue.let_all_through(late[0]) == ["flood"] * 2
    last.join(SOON_S)
    assert_empty(lanes)


def test_one_client_leaves_part_of_the_long_lane_to_others():
    lanes = lanes_of(long=4)
    turns = [lanes.enter("greedy", lane="long", until=soon()) for _ in range(3)]

    with pytest.raises(RequestError) as caught:
        lanes.enter("greedy", lane="long", until=time.monotonic())
    turns.append(lanes.enter("other", lane="long", until=time.monotonic()))

    assert (caught.value.status, caught.value.bound) == (503, "long_queries")
    for turn in turns:
        lanes.leave(turn)
    assert_empty(lanes, long=4)


def test_whoever_may_not_go_long_does_not_hold_up_the_next():
    lanes = lanes_of(long=2)
    greedy = lanes.enter("greedy", lane="long", until=soon())
    queue = Queue(lanes)
    queue.join("greedy", "long")

    other = lanes.enter("other", lane="long", until=time.monotonic())

    lanes.leave(other)
    assert queue.let_all_through(greedy) == ["greedy"]
    assert_empty(lanes, long=2)


@pytest.mark.parametrize(
    ("bounds", "client", "bound", "limit"),
    [
        ({"waiting_per_client": 2}, "a", "waiting_per_client", 2),
        ({"waiting": 2}, "b", "waiting", 2),
    ],
)
def test_where_too_many_wait_the_next_is_turned_away_at_once(
    bounds: dict[str, int], client: str, bound: str, limit: int
):
    lanes = lanes_of(**bounds)
    first = lanes.enter("a", lane="short", until=soon())
    queue = Queue(lanes)
    queue.join("a")
    queue.join("a")

    with pytest.raises(RequestError) as caught:
        lanes.enter(client, lane="short", until=soon())

    fault = caught.value
    assert (fault.status, fault.bound, fault.limit) == (429, bound, limit)
    assert int(fault.headers["Retry-After"]) > 0
    queue.let_all_through(first)
    assert_empty(lanes)


def test_one_client_over_its_bound_does_not_turn_another_away():
    lanes = lanes_of(waiting_per_client=1)
    first = lanes.enter("a", lane="short", until=soon())
    queue = Queue(lanes)
    queue.join("a")
    queue.join("b")

    assert queue.let_all_through(first) == ["a", "b"]


def test_whose_time_is_up_while_waiting_gives_up_the_place_in_the_queue():
    lanes = lanes_of()
    first = lanes.enter("a", lane="short", until=soon())

    with pytest.raises(RequestError) as caught:
        lanes.enter("b", lane="short", until=time.monotonic() + 0.02)
    queue = Queue(lanes)
    queue.join("c")

    assert (caught.value.status, caught.value.bound) == (503, "short_queries")
    assert queue.let_all_through(first) == ["c"]
    assert_empty(lanes)


def test_an_exception_while_waiting_loses_no_place(monkeypatch: pytest.MonkeyPatch):
    lanes = lanes_of()

    def interrupted(_door: object, _predicate: object, timeout: float) -> bool:
        raise KeyboardInterrupt  # after it was let in

    monkeypatch.setattr("server.engine.lanes.Condition.wait_for", interrupted)
    with pytest.raises(KeyboardInterrupt):
        lanes.enter("a", lane="short", until=soon())
    monkeypatch.undo()

    assert_empty(lanes)


def test_a_promoted_query_makes_room_in_the_short_lane():
    lanes = lanes_of()
    first = lanes.enter("a", lane="short", until=soon())
    queue = Queue(lanes)
    queue.join("b")

    promoted = lanes.promote(first)
    until(lambda: queue.entered == ["b"])

    assert (promoted, first.lane, dict(lanes.running)) == (True, "long", {"short": 1, "long": 1})
    lanes.leave(first)
    lanes.leave(queue.turns[0])
    assert_empty(lanes)


@pytest.mark.parametrize("settled", [False, True])
def test_a_query_that_steps_aside_makes_room_and_goes_on(settled: bool):
    lanes = lanes_of(short=2)
    first = lanes.enter("a", lane="short", until=soon())
    second = lanes.enter("a", lane="short", until=soon())
    assert not settled or lanes.settle(first)
    queue = Queue(lanes)
    queue.join("b")

    lanes.step_aside(first)
    until(lambda: queue.entered == ["b"])

    assert lanes.running["short"] == 3
    for turn in (first, second, queue.turns[0]):
        lanes.leave(turn)
    assert_empty(lanes, short=2)


def test_one_that_stepped_aside_waits_for_a_place_like_all_where_it_has_to_run_again():
    lanes = lanes_of()
    first = lanes.enter("a", lane="short", until=soon())
    lanes.step_aside(first)
    second = lanes.enter("b", lane="short", until=soon())

    with pytest.raises(RequestError, match="too busy"):
        lanes.requeue(first, lane="short", until=time.monotonic())

    lanes.leave(first)
    lanes.leave(second)
    assert_empty(lanes)


def test_a_query_is_not_promoted_where_there_is_no_room():
    lanes = lanes_of(short=2)
    long, short = (lanes.enter("a", lane=lane, until=soon()) for lane in ("long", "short"))

    assert not lanes.promote(short)

    assert (short.lane, short.inside) == ("short", True)
    lanes.leave(short)
    lanes.leave(long)
    assert_empty(lanes, short=2)


def test_a_requeued_query_waits_for_the_long_lane_and_frees_the_short_one():
    lanes = lanes_of()
    long, short = (lanes.enter("a", lane=lane, until=soon()) for lane in ("long", "short"))
    with ThreadPoolExecutor(1) as pool:
        requeued: Future[None] = pool.submit(lanes.requeue, short, lane="long", until=soon())
        next_one = lanes.enter("b", lane="short", until=soon())
        was_done = requeued.done()
        lanes.leave(long)
        requeued.result(SOON_S)

    assert (was_done, short.lane, short.inside) == (False, "long", True)
    lanes.leave(short)
    lanes.leave(next_one)
    assert_empty(lanes)


def test_part_of_the_short_lane_is_kept_for_first_tries():
    lanes = lanes_of(short=4)
    turns = [lanes.enter(str(i), lane="short", until=soon()) for i in range(4)]

    could = [lanes.settle(turn) for turn in turns]
    lanes.leave(turns[0])
    could_then = lanes.settle(turns[3])

    assert (could, could_then) == ([True, True, True, False], True)
    for turn in turns[1:]:
        lanes.leave(turn)
    assert_empty(lanes, short=4)


def test_one_that_is_tried_again_leaves_the_rest_of_the_lane_to_first_tries():
    lanes = lanes_of(short=4)
    turns = [lanes.enter(str(i), lane="short", until=soon()) for i in range(4)]
    for turn in turns[:3]:
        lanes.settle(turn)

    with pytest.raises(RequestError) as caught:
        lanes.requeue(turns[3], lane="short", until=time.monotonic())
    lanes.leave(turns[3])
    fresh = lanes.enter("fresh", lane="short", until=time.monotonic())

    assert (caught.value.status, caught.value.bound) == (503, "short_queries")
    for turn in [*turns[:3], fresh]:
        lanes.leave(turn)
    assert_empty(lanes, short=4)


def test_first_tries_come_first_but_do_not_keep_the_others_waiting_for_ever():
    lanes = lanes_of(short=4)
    turns = [lanes.enter(str(i), lane="short", until=soon()) for i in range(4)]
    queue = Queue(lanes)
    queue.join("first")
    with ThreadPoolExecutor(2) as pool:
        again = [pool.submit(lanes.requeue, turns[i], lane="short", until=soon()) for i in (0, 1)]
        # The places that they gave up: one for the first try, one for either of them.
        until(lambda: queue.entered == ["first"] and sum(each.done() for each in again) == 1)
        waiting = lanes.waiting
        queue.join("second")
        lanes.leave(turns[2])
        until(lambda: queue.entered == ["first", "second"])
        were_done = [each.done() for each in again]
        lanes.leave(turns[3])
        for each in again:
            each.result(SOON_S)

    assert waiting == 1
    assert sum(were_done) == 1
    for turn in [*turns[:2], *queue.turns]:
        lanes.leave(turn)
    assert_empty(lanes, short=4)


def test_a_requeued_query_whose_time_is_up_holds_no_place():
    lanes = lanes_of()
    long, short = (lanes.enter("a", lane=lane, until=soon()) for lane in ("long", "short"))

    with pytest.raises(RequestError) as caught:
        lanes.requeue(short, lane="long", until=time.monotonic())
    lanes.leave(short)  # as every query does at its end
    lanes.leave(long)

    assert caught.value.bound == "long_queries"
    assert_empty(lanes)


def test_many_threads_keep_to_the_bounds_and_leave_nothing_behind():
    lanes = lanes_of(short=3, long=2)
    most = {"short": 0, "long": 0}

    def run(number: int) -> None:
        turn = lanes.enter(str(number % 5), lane="short", until=soon())
        most["short"] = max(most["short"], lanes.running["short"])
        if number % 3 == 0 and not lanes.promote(turn):
            lanes.requeue(turn, lane="short" if number % 2 else "long", until=soon())
        elif number % 7 == 0 and turn.lane == "short":
            lanes.settle(turn)
        most["long"] = max(most["long"], lanes.running["long"])
        lanes.leave(turn)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(run, range(600)))

    assert most["short"] <= 3
    assert most["long"] <= 2
    assert_empty(lanes, short=3, long=2)
