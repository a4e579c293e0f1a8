from pathlib import Path

import pytest

from kg.errors import InputError
from kg.settings import GIB, Settings

CHOSEN = Settings(
    build=Path("/a b"),
    text=Path("/t"),
    timeout_s=0.5,
    short_queries=3,
    long_queries=1,
    waiting=0,
    query_memory=1,
    store_memory=2,
    allow_services=("http://e/sparql", "http://f/"),
    token_file=Path("/k"),
    access_log="-",
    log_queries=True,
    proxies=2,
    prefix="/kg",
)


@pytest.mark.parametrize("settings", [CHOSEN, Settings()])
def test_settings_are_the_same_after_a_way_through_the_environment(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    for name, value in settings.to_environment().items():
        monkeypatch.setenv(name, value)

    assert Settings.from_environment() == settings


def test_what_is_chosen_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("STANDOFF_TIMEOUT_S", "7")
    monkeypatch.setenv("STANDOFF_WAITING", "8")

    found = Settings.from_environment(timeout_s=9.0)

    assert (found.timeout_s, found.waiting) == (9.0, 8)


@pytest.mark.parametrize("name", ["STANDOFF_TIMEOUT_S", "STANDOFF_WAITING"])
def test_what_is_no_number_is_an_error_that_names_it(name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(name, "many")

    with pytest.raises(InputError, match=f"{name} is 'many'"):
        Settings.from_environment()


def test_all_queries_at_once_take_no_more_than_half_the_memory(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("kg.settings.machine_memory", lambda: 4 * GIB)

    found = Settings(short_queries=4, long_queries=4)

    assert (found.query_memory, found.store_memory) == (GIB // 4, GIB)


def test_every_query_that_may_wait_has_its_thread():
    assert CHOSEN.threads >= CHOSEN.short_queries + CHOSEN.long_queries + CHOSEN.waiting
