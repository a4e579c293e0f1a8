"""What a server does at its start, so that no visitor waits for it."""

import gc
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

import server.warm_up
from server import documentation
from server.current import current_of
from server.warm_up import LONGEST, articles, prepare, warm_up
from tests.server.conftest import MakeApp
from tests.server.small import publish_small


@pytest.fixture
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("thawed")
@pytest.mark.parametrize("is_published", [True, False])
def test_templates_are_compiled_and_what_is_there_is_frozen(
    build_root: Path, tmp_path: Path, make_app: MakeApp, is_published: bool
):
    app = make_app(build_root if is_published else tmp_path)

    warm_up(app)

    cache = app.jinja_env.cache
    assert cache is not None
    assert {name for _, name in cache} >= {*app.jinja_env.list_templates()}
    assert gc.get_freeze_count() > 0


def test_the_ontology_page_is_written_before_anybody_asks(
    tmp_path: Path, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
):
    publish_small(tmp_path)
    app = make_app(tmp_path)
    prepare(app)
    monkeypatch.delattr(documentation, "describe")
    page = app.test_client().get("/ontology", headers={"Accept": "text/html"})

    assert page.status_code == 200
    assert "Classes" in page.text


def test_articles_are_shown_before_anybody_asks(
    build_root: Path, tmp_path: Path, make_app: MakeApp
):
    assert articles(make_app(build_root)) == ["/id/document/harbour"]
    assert articles(make_app(tmp_path / "nothing")) == []


def test_nothing_is_made_ready_while_queries_run(
    build_root: Path, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
):
    app = make_app(build_root, short_queries=1)
    lanes = current_of(app).engines.lanes
    running: list[int] = []
    monkeypatch.setattr(server.warm_up, "show", lambda *_: running.append(lanes.running.total()))
    turn = lanes.enter("a", lane="short", until=time.monotonic() + 1)
    thread = Thread(target=prepare, args=(app,))
    thread.start()
    time.sleep(0.3)
    made_meanwhile = len(running)
    lanes.leave(turn)
    thread.join(10)

    assert made_meanwhile == 0
    assert running == [0] * (1 + len(LONGEST) + len(articles(app)))


def test_what_is_not_made_ready_in_time_is_left_to_visitors(
    build_root: Path, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
):
    app = make_app(build_root, short_queries=1)
    made: list[str] = []
    monkeypatch.setattr(server.warm_up, "show", lambda _, path: made.append(path))
    monkeypatch.setattr(server.warm_up, "_PATIENCE_S", 0.1)
    current_of(app).engines.lanes.enter("a", lane="short", until=time.monotonic() + 1)

    prepare(app)

    assert made == []
