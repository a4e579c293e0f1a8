from pathlib import Path

from kg.checks import CHECKS_FILE, Check, read_checks, record_check

FIRST = Check("0" * 16, "skipped", "not given", 2)
SECOND = Check("1" * 16, "consistent", "verified", 0)


def test_checks_are_read_in_the_order_they_were_made(tmp_path: Path):
    record_check(tmp_path, FIRST)
    record_check(tmp_path, SECOND)

    assert read_checks(tmp_path) == (FIRST, SECOND)


def test_without_a_record_there_are_no_checks(tmp_path: Path):
    assert read_checks(tmp_path) == ()


def test_half_a_line_of_a_killed_build_is_passed_over_and_spoils_no_other(tmp_path: Path):
    record_check(tmp_path, FIRST)
    with (tmp_path / CHECKS_FILE).open("a") as file:
        file.write('{"version": "22')
    record_check(tmp_path, SECOND)

    assert read_checks(tmp_path) == (FIRST, SECOND)


def test_a_line_that_is_no_check_is_passed_over(tmp_path: Path):
    (tmp_path / CHECKS_FILE).write_text('[1]\n{"other": 1}\n\n')

    assert read_checks(tmp_path) == ()
