"""What a server does at its start, so that no visitor waits for it."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from server import ontology
from server.warm_up import articles, prepare, warm_up
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
    monkeypatch.delattr(ontology, "describe")
    page = app.test_client().get("/ontology", headers={"Accept": "text/html"})

    assert page.status_code == 200
    assert "Classes" in page.text


def test_articles_are_shown_before_anybody_asks(
    build_root: Path, tmp_path: Path, make_app: MakeApp
):
    assert articles(make_app(build_root)) == ["/id/document/harbour"]
    assert articles(make_app(tmp_path / "nothing")) == []
