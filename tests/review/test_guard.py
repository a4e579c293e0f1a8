"""Nobody but the owner's browser looks at a draft or writes to it."""

import http.client
import signal
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kg.cli import run
from tests.review.conftest import Review, reviewing


def ask(
    review: Review, method: str, path: str, body: str = "", **headers: str
) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection(urlsplit(review.site).netloc, timeout=10)
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    connection.request(method, path, body or None, kind | headers)
    response = connection.getresponse()
    found = (
        response.status,
        {name.lower(): value for name, value in response.getheaders()},
        response.read().decode(),
    )
    connection.close()
    return found


@pytest.fixture
def cookie(review: Review) -> str:
    status, headers, _ = ask(review, "GET", f"/?{review.address.partition('?')[2]}")
    assert (status, headers["location"]) == (303, "/")
    return headers["set-cookie"]


def test_the_token_becomes_a_cookie_that_no_script_and_no_other_site_has(cookie: str):
    assert cookie.split("; ")[1:] == ["HttpOnly", "Path=/", "SameSite=Strict"]


def test_only_the_owner_writes_and_only_from_the_page(review: Review, cookie: str):
    before = review.content
    own = review.site.rstrip("/")
    port = own.rpartition(":")[2]
    ours = {"Cookie": cookie.partition(";")[0], "Origin": own}
    form = "id=k001&state=accepted"
    refused = [
        ask(review, "POST", "/decide", form, Origin=own),
        ask(review, "POST", "/decide", form, **ours | {"Cookie": f"standoff-review-{port}=x"}),
        ask(review, "POST", "/decide", form, **ours | {"Origin": "http://evil.example"}),
        ask(review, "POST", "/decide", form, **ours | {"Origin": "null"}),
        ask(review, "POST", "/decide", form, **ours | {"Origin": f"http://127.0.0.1:{port}1"}),
        ask(review, "POST", "/decide", form, Cookie=ours["Cookie"]),
        ask(review, "POST", "/decide", form, **ours | {"Host": f"evil.example:{port}"}),
        ask(review, "GET", "/"),
        ask(review, "GET", "/?token=x"),
        ask(review, "GET", "/", Cookie=ours["Cookie"], Host=f"evil.example:{port}"),
    ]
    assert [status for status, _, _ in refused] == [403] * len(refused)
    assert [body for _, _, body in refused if "strait" in body] == []
    assert review.content == before

    # A form that has not seen the file, as a page that was left open.
    typed = f"{form}&certainty=possible&note=as+<i>+heard+it"
    status, _, told = ask(review, "POST", "/decide", typed, **ours)
    assert status == 409
    assert "You had written: certainty possible; note as &lt;i&gt; heard it." in told
    assert review.content == before
    page = ask(review, "GET", "/", Cookie=ours["Cookie"])[2]
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    assert ask(review, "POST", "/decide", f"{form}&seen={seen}", **ours)[0] == 303
    assert review.content != before


def test_every_answer_forbids_what_is_not_the_pages_own(review: Review, cookie: str):
    _, headers, page = ask(review, "GET", "/", Cookie=cookie.partition(";")[0])

    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    assert {headers[name] for name in ("cache-control", "x-content-type-options")} == {
        *("no-store", "nosniff")
    }
    assert page.count("<script") == 1
    assert " style=" not in page


def test_a_file_that_an_editor_has_broken_is_named_with_its_line(review: Review, cookie: str):
    (review.draft / "candidates.yaml").write_text("slug: strait\nclaims: [", "utf-8")

    status, _, page = ask(review, "GET", "/", Cookie=cookie.partition(";")[0])
    assert status == 422
    assert "candidates.yaml:3:1: not valid YAML" in page


def test_ctrl_c_ends_it_without_a_word(draft: Path):
    with reviewing(draft) as found:
        found.process.send_signal(signal.SIGINT)
        out, err = found.process.communicate(timeout=15)

    assert (found.process.returncode, out, err) == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("strait",), "give it with --text, such as: standoff review strait --text strait.txt"),
        (("strat", "--text", "."), "there is no draft 'strat'"),
        (("strait", "--text", "other.txt"), "is not that of the draft strait"),
        (("strait", "--text", "empty"), "the folder holds no text of the draft strait"),
    ],
)
def test_a_review_that_cannot_begin_says_why(
    arguments: tuple[str, ...],
    message: str,
    draft: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.chdir(draft.parent)
    monkeypatch.delenv("STANDOFF_TEXT", raising=False)
    Path("other.txt").write_text("other words", "utf-8")
    Path("empty").mkdir()

    assert run(["review", *arguments, "--drafts", "."]) == 2
    assert message in capsys.readouterr().err
