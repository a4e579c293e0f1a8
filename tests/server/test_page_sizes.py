"""No page is long, as it is written, apart from drawings and the editor."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from rdflib import RDFS

from bench.pages import EDITOR, HTML, MOST_BYTES, addresses, undrawn
from kg.base import BASE
from kg.build import BuildReport
from server.current import current_of
from tests.server.conftest import MakeApp
from tests.server.html_page import read_page
from tests.server.raw import send
from tests.server.small import publish_small

ACTOR = f"{BASE}id/actor/busy"
WORDS = "what a name says of a thing that many speak of and nobody has named in fewer words"
POINTING = (
    *("actsFor", "addressedTo", "ascribedBy", "assertedBy", "attributedTo", "backgroundObject"),
    *("backgroundSubject", "disputant", "hasAudience", "hasParticipant", "imputedTo", "member"),
    *("memberOf", "operatedBy", "party", "presentForce", "propositionObject", "usedBy"),
    *("propositionSubject", "publishedBy", "refersTo", "reportedBy", "silentOn", "writtenBy"),
)


def busy_actor() -> Iterator[str]:
    """Yield an actor to whom much points, in as many ways as there are, and its many positions."""
    yield f'<{ACTOR}> a <{BASE}ontology#Actor> ; <{RDFS.label}> "busy" .'
    for number in range(12 * len(POINTING)):
        name = POINTING[number % len(POINTING)]
        thing = f"<{BASE}id/thing/of-some-length/{number:04d}>"
        yield f'{thing} <{BASE}ontology#{name}> <{ACTOR}> ; <{RDFS.label}> "{number} {WORDS}" .'
    for number in range(90):
        position, issue = (f"<{BASE}id/{kind}/busy/{number}>" for kind in ("position", "issue"))
        yield f'{issue} <{RDFS.label}> "{number} {WORDS}" .'
        yield f"{position} <{BASE}ontology#heldBy> <{ACTOR}> ; <{BASE}ontology#onIssue> {issue} ;"
        yield f'<{BASE}ontology#positionText> "{WORDS} {WORDS}" ; <{BASE}ontology#expressedBy>'
        yield ", ".join(f"<{BASE}id/thing/of-some-length/{n:04d}>" for n in range(4)) + " ."


def test_no_kind_of_page_is_long(
    project_address: str, project_root: Path, project_build: BuildReport
):
    asked = [path for path, kind in addresses(project_root) if kind == HTML and path != EDITOR]
    headers = {"Accept": HTML, "Accept-Encoding": "identity"}
    answers = {path: send(project_address, "GET", path, headers=headers) for path in asked}

    assert len(asked) > 25
    assert {answer.status for answer in answers.values()} == {200}
    assert {
        path: undrawn(answer.body)
        for path, answer in answers.items()
        if undrawn(answer.body) > MOST_BYTES
    } == {}


def test_the_page_of_an_actor_of_whom_much_is_said_is_short_and_leads_to_the_rest(
    tmp_path: Path, make_app: MakeApp
):
    publish_small(tmp_path, f"<{BASE}graph/entities> {{ {' '.join(busy_actor())} }}")
    app = make_app(tmp_path)
    page = app.test_client().get("/id/actor/busy.html")
    rest = read_page(page.text).link("and 78 more")
    [query] = parse_qs(urlsplit(rest).query)["query"]
    found = current_of(app).snapshot().store.query(query)

    assert page.status_code == 200
    assert undrawn(page.data) < MOST_BYTES
    assert page.text.count('<p class="when">') == 12
    assert len(list(found)) == 90
    assert page.text.count('class="why"') < 80
    assert all(f"ontology#{name}" in page.text for name in POINTING)
