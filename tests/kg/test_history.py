from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from kg.history import Move, moves, record_move

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def test_moves_come_back_in_the_order_they_were_made_and_in_utc(tmp_path: Path):
    record_move(tmp_path, "b" * 16, NOON)
    record_move(tmp_path, "a" * 16, NOON.astimezone(timezone(timedelta(hours=9))))

    assert moves(tmp_path) == (Move(NOON, "b" * 16), Move(NOON, "a" * 16))
    assert (tmp_path / "history.jsonl").read_text().splitlines()[1] == (
        '{"version": "aaaaaaaaaaaaaaaa", "time": "2026-01-02T12:00:00+00:00"}'
    )


def test_a_move_is_made_now_unless_a_time_is_given(tmp_path: Path):
    before = datetime.now(UTC)
    record_move(tmp_path, "a" * 16)

    assert before <= moves(tmp_path)[0].time <= datetime.now(UTC)


def test_a_torn_line_is_passed_over_and_swallows_nothing(tmp_path: Path):
    record_move(tmp_path, "a" * 16, NOON)
    with (tmp_path / "history.jsonl").open("a") as file:
        file.write('{"version": "bbbb')
    record_move(tmp_path, "c" * 16, NOON)

    assert [move.version for move in moves(tmp_path)] == ["a" * 16, "c" * 16]


def test_a_root_without_moves_has_none(tmp_path: Path):
    assert moves(tmp_path) == ()
