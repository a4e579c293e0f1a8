"""The addresses of the review page: one that shows, and one for each thing that is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from kg.errors import InputError, OutdatedError, StandoffError
from kg.extraction.candidates import State
from kg.extraction.changes import opened, steps_back, undo
from kg.extraction.decisions import KINDS, Choice, Kind, Placed, chosen, decide, every
from kg.extraction.draft_article import read_draft_article
from kg.extraction.draft_check import check_draft
from kg.extraction.first_coding import take_over
from kg.extraction.progress import progress_of
from kg.extraction.reshaping import add, merge, split
from kg.spans import digest
from server.fault import RequestError
from server.review.entities import choosable
from server.review.page import MAIN, MORE, following, in_reading_order, page_of

bp = Blueprint("review", __name__)
_DRAFT: Final = "standoff-review"
_MAX_IDS: Final = 6
_OF_THE_FORM: Final = frozenset({"seen", "only", "at", "id", "kind", "state", "place", "other"})


@dataclass
class ReviewedDraft:
    """The draft that is reviewed, its text, and what is to be said on the next page."""

    folder: Path
    text_file: Path
    text: str
    said: list[str] = field(default_factory=list)


def init_app(app: Flask, draft: ReviewedDraft) -> None:
    """Let the application review this draft."""
    app.extensions[_DRAFT] = draft
    app.register_blueprint(bp)


def reviewed() -> ReviewedDraft:
    """Return the draft that this application is for."""
    return cast("ReviewedDraft", current_app.extensions[_DRAFT])


@bp.get("/")
def review() -> Response:
    """Show the text, a candidate beside it, and how far the review has come."""
    draft = reviewed()
    said, draft.said = draft.said, []
    return _page(said=said)


@bp.post("/decide")
def decide_on() -> BaseResponse:
    """Accept, correct or reject a candidate."""
    draft, id_ = reviewed(), request.form.get("id", "")

    def do() -> str:
        found = opened(draft.folder)
        [placed] = chosen(found.value, Choice((id_,)))
        if request.form.get("state") == "rejected":
            note = _trimmed("note") or None
            decide(draft.folder, Choice((id_,)), "rejected", note=note, seen=_seen())
            return f"{id_} rejected."
        values = _corrected(placed)
        # What was corrected once is not as it was proposed, however often it is accepted.
        was_corrected = values.keys() - {"note"} or placed.candidate.state == "edited"
        state: State = "edited" if was_corrected else "accepted"
        decide(draft.folder, Choice((id_,)), state, values=values, text=draft.text, seen=_seen())
        return f"{id_} {'corrected' if values.keys() - {'note'} else 'accepted'}."

    return _done(do, lambda: _next_after(id_), at=id_)


def _corrected(placed: Placed) -> dict[str, str | None]:
    """Return what the form says other than the candidate does; None for what was cleared."""
    held = placed.candidate.model_dump(mode="json", exclude_none=True)
    names = (*MAIN[placed.kind], *MORE[placed.kind], "note")
    given = {name: _trimmed(name) for name in names if name in request.form}
    return {
        name: value or None for name, value in given.items() if value != str(held.get(name, ""))
    }


@bp.post("/add")
def add_candidate() -> BaseResponse:
    """Add a candidate that no rule has found."""
    draft = reviewed()
    made: list[str] = []

    def do() -> str:
        kind = _kind_of(request.form.get("kind", ""))
        names = (*MAIN[kind], *MORE[kind])
        values = {
            name: value
            for name in names
            if name not in ("start", "end") and (value := _trimmed(f"{kind}-{name}"))
        }
        span = _span(draft)
        note = _trimmed("note") or None
        made.append(
            add(draft.folder, kind, draft.text, span, values=values, note=note, seen=_seen())
        )
        return f"{made[0]} added."

    return _done(do, lambda: made[0], at=request.form.get("at", ""))


def _span(draft: ReviewedDraft) -> tuple[int, int]:
    """Return the code points that are meant: the given ones, or the next that have the words."""
    words = request.form.get("words", "").strip()
    if _trimmed("start") or _trimmed("end") or not words:
        return _number("start"), _number("end")
    looked_at = [
        each.candidate.start
        for each in every(opened(draft.folder).value)
        if each.candidate.id == request.form.get("at")
    ]
    start = max(draft.text.find(words, *looked_at), draft.text.find(words))
    if start < 0:
        raise InputError(f"the text does not have the words {words!r}", fix="write them as it does")
    return start, start + len(words)


@bp.post("/split")
def split_candidate() -> BaseResponse:
    """Split a candidate in two."""
    draft, id_ = reviewed(), request.form.get("id", "")
    made: list[str] = []

    def do() -> str:
        made.extend(split(draft.folder, id_, _number("place"), draft.text, seen=_seen()))
        return f"{id_} split into {' and '.join(made)}."

    return _done(do, lambda: made[0], at=id_)


@bp.post("/merge")
def merge_candidates() -> BaseResponse:
    """Merge a candidate with one beside it."""
    draft, id_ = reviewed(), request.form.get("id", "")
    made: list[str] = []

    def do() -> str:
        ids = (id_, request.form.get("other", ""))
        made.append(merge(draft.folder, ids, draft.text, seen=_seen()))
        return f"{' and '.join(ids)} merged into {made[0]}."

    return _done(do, lambda: made[0], at=id_)


@bp.post("/undo")
def take_back() -> BaseResponse:
    """Take back the last step."""
    draft = reviewed()
    ids: list[str] = []

    def do() -> str:
        step = undo(draft.folder, seen=_seen())
        ids.extend(step.ids)
        more = f" and {len(ids) - _MAX_IDS} more" if len(ids) > _MAX_IDS else ""
        return f"Undone: {step.what} {' '.join(ids[:_MAX_IDS])}{more}."

    return _done(do, lambda: ids[0], at=request.form.get("at", ""))


@bp.post("/code")
def code() -> BaseResponse:
    """Write what is decided into the coding."""

    def do() -> str:
        taken = take_over(reviewed().folder)
        made = "made" if taken.is_new else "added to"
        return (
            f"coding.yaml {made}: {taken.mentions} mentions and {taken.claims} claims are new,"
            f" {taken.there} were there."
        )

    at = request.form.get("at", "")
    return _done(do, lambda: at, at=at)


@bp.post("/check")
def check() -> BaseResponse:
    """Read the draft as a build would."""
    draft = reviewed()

    def do() -> str:
        found = check_draft(draft.folder, draft.text_file)
        if found.complete:
            return "The draft can be built: every sentence is accounted for, and every shape holds."
        if found.violations:
            more = f" And {len(found.violations) - 3} more." if len(found.violations) > 3 else ""
            return f"Shapes are broken: {' '.join(found.violations[:3])}{more}"
        return (
            f"{len(found.uncovered)} of {found.sentences} sentences uncovered in coding.yaml:"
            f" {' '.join(found.uncovered)}"
        )

    at = request.form.get("at", "")
    return _done(do, lambda: at, at=at)


def _done(do: Callable[[], str], place: Callable[[], str], *, at: str) -> BaseResponse:
    """Do it and lead on to a place; or show the page as things stand, and what was wrong."""
    draft = reviewed()
    try:
        said = do()
    except OutdatedError:
        wrong = (
            "candidates.yaml was changed by somebody else, in an editor, a terminal or another"
            " window. Nothing was written. This is how it stands now: decide again."
        )
        return _page(wrong=f"{wrong}{_typed()}", at=at, status=409)
    except StandoffError as error:
        return _page(wrong=str(error), at=at, status=422, posted=request.form)
    except OSError as error:
        wrong = f"{error.filename or 'the disk'}: {error.strerror or error}; nothing was written"
        return _page(wrong=wrong, at=at, status=422, posted=request.form)
    draft.said.append(said)
    return redirect(url_for("review.review", at=place() or None, kind=_kind() or None), 303)


def _typed() -> str:
    """Tell what a refused form says that the candidate does not, so that nothing typed is lost."""
    try:
        candidates = every(opened(reviewed().folder).value)
        id_ = request.form.get("id")
        placed = next((each for each in candidates if each.candidate.id == id_), None)
    except InputError:  # which the page itself will tell
        return ""
    typed = _corrected(placed) if placed else {name: _trimmed(name) for name in request.form}
    said = [
        f"{name.rpartition('-')[2]} {value}"
        for name, value in typed.items()
        if value and name not in _OF_THE_FORM
    ]
    return f" You had written: {'; '.join(said)}." if said else ""


def _next_after(id_: str) -> str:
    draft = reviewed()
    order = in_reading_order(opened(draft.folder), read_draft_article(draft.folder), _kind())
    return following(order, id_) or id_


def _page(
    *,
    said: list[str] | None = None,
    wrong: str = "",
    at: str = "",
    status: int = 200,
    posted: Mapping[str, str] | None = None,
) -> Response:
    draft = reviewed()
    try:
        found = opened(draft.folder)
        article = read_draft_article(draft.folder)
    except InputError as error:
        raise RequestError(422, f"The draft cannot be read as it stands. {error}") from error
    if found.value.sha256 != digest(draft.text):
        raise RequestError(409, "The draft is now one of another text: start the review again.")
    page = page_of(
        *(found, article, draft.text),
        at=at or request.args.get("at", ""),
        kind=_kind(),
        progress=progress_of(draft.folder, found.value, article),
        steps=steps_back(draft.folder, found.sha256),
        entities=choosable(),
        posted=posted or {},
    )
    shown = render_template("review.html", page=page, kind=_kind(), said=said or [], wrong=wrong)
    return make_response(shown, status)


def _kind() -> str:
    given = request.values.get("only", "") if request.method == "POST" else request.args.get("kind")
    return given if given in KINDS else ""


def _kind_of(given: str) -> Kind:
    for kind in KINDS:
        if kind == given:
            return kind
    raise InputError(f"there is no kind {given!r}", fix=f"use one of: {', '.join(KINDS)}")


def _seen() -> str:
    return request.form.get("seen", "")


def _trimmed(name: str) -> str:
    return " ".join(request.form.get(name, "").split())


def _number(name: str) -> int:
    given = _trimmed(name)
    if not (given.isascii() and given.isdecimal()):
        raise InputError(f"{name} must be a whole number", fix="count code points from 0")
    return int(given)
