"""Codings of made-up texts, with characters that offsets and separators go wrong on."""

from typing import Any

from hypothesis import strategies as st

from kg.coded_article import CodedArticle
from kg.model.article import ArticleFile
from kg.model.coding import CodingFile
from kg.model.reading import CodedFile
from kg.spans import digest

LETTERS = "aЖ領🚢𐍈|[]_;*\\→#=\"<&'"
BLANKS = (" ", " ", " ", "\n", "\t", "\u00a0", "\u2028")
GAPS = ("\n", "\n\n", " ", "")
ACTORS = ("actor/norland", "actor/suderia", "actor/daily-tern")
words = st.text(LETTERS, min_size=1, max_size=5)
prose = st.lists(words, min_size=1, max_size=4).map(" ".join)
dates = st.sampled_from([{"edtf": "2031-05"}, {"edtf": "../2030", "inferred": "once \\ told"}])


class _Nowhere:
    def where(self, path: tuple[str | int, ...] = ()) -> str:  # noqa: ARG002 -- made of nothing
        return "made up"


@st.composite
def codings(draw: st.DrawFn) -> tuple[CodedArticle, str]:
    """Draw a coding and its text."""
    text, sentences = draw(_texts())
    meta = {
        "slug": "made-up",
        "title": "T",
        "label": "l",
        "language": "en",
        "published": {"edtf": "2031-05-09"},
        "publisher": ACTORS[0],
        "author": ACTORS[1],
        "sha256": digest(text),
        "length": len(text),
        "sentences": sentences,
    }
    coding = draw(_codings(text, sentences))
    article = CodedArticle(
        CodedFile(ArticleFile.model_validate(meta), _Nowhere()),
        CodedFile(CodingFile.model_validate(coding), _Nowhere()),
    )
    return article, text


@st.composite
def _texts(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    text, sentences = "", []
    for number in range(draw(st.integers(1, 4))):
        sentence = draw(words)
        for _ in range(draw(st.integers(0, 5))):
            sentence += draw(st.sampled_from(BLANKS)) + draw(words)
        gap = draw(st.sampled_from(GAPS)) if text else ""
        start = len(text) + len(gap)
        text += gap + sentence
        sentences.append(
            {
                "id": f"s{number + 1:02}",
                "kind": "sentence",
                "start": start,
                "end": len(text),
                "sha256": digest(sentence),
                "paraphrase": draw(prose),
            }
        )
    return text, sentences


@st.composite
def _spans(draw: st.DrawFn, text: str, sentences: list[dict[str, Any]]) -> tuple[int, int]:
    """Draw a stretch of one sentence that neither starts nor ends with a blank."""
    sentence = draw(st.sampled_from(sentences))
    inked = [n for n in range(sentence["start"], sentence["end"]) if not text[n].isspace()]
    one, other = draw(st.sampled_from(inked)), draw(st.sampled_from(inked))
    return min(one, other), max(one, other) + 1


@st.composite
def _codings(draw: st.DrawFn, text: str, sentences: list[dict[str, Any]]) -> dict[str, Any]:
    spans = draw(st.lists(_spans(text, sentences), max_size=9, unique=True))
    clauses, mentions, emendations = [], [], []
    for number, (start, end) in enumerate(spans):
        span, surface = {"start": start, "end": end}, text[start:end]
        damage = {
            "reading": draw(prose),
            "cause": "lost-word",
            "confidence": "possible",
            "reason": draw(prose),
        }
        kind = draw(st.sampled_from("cme"))
        if kind == "c":
            clauses.append(
                {"id": f"p{number}", **span, "sha256": digest(surface), "paraphrase": draw(prose)}
            )
        elif kind == "m" and len(surface.split()) <= 6:
            extra = draw(st.sampled_from([{}, {"name": "skerry"}, {"damage": damage}]))
            entity = draw(st.sampled_from(ACTORS))
            mentions.append({**span, "surface": surface, "entity": entity, **extra})
        else:
            known = draw(st.booleans()) and len(surface.split()) <= 6
            identity = {"surface": surface} if known else {"sha256": digest(surface)}
            emendations.append({**span, **identity, **damage})
    propositions = [{"id": f"q{number}", "text": draw(prose)} for number in range(2)]
    names = [part["id"] for part in [*sentences, *clauses]]
    claims: list[dict[str, Any]] = []
    for number in range(draw(st.integers(0, 4))):
        claims.append(draw(_claims(f"c{number}", names, [claim["id"] for claim in claims])))
    used = {name for claim in claims for name in claim["evidence"]}
    covered = [part for part in [*sentences, *clauses] if part["id"] in used]
    free = [
        part["id"]
        for part in sentences
        if not any(c["start"] < part["end"] and part["start"] < c["end"] for c in covered)
    ]
    return {
        "activity": {"id": "made-up", "label": draw(prose), "date": "2031-06-01"},
        "no_claim": [{"sentence": name, "reason": draw(prose)} for name in free],
        "passages": clauses,
        "mentions": mentions,
        "emendations": emendations,
        "propositions": propositions,
        "claims": claims,
        "silences": [{"id": "n", "text": draw(prose), "on": list(ACTORS[:2]), "basis": "read"}],
    }


@st.composite
def _claims(draw: st.DrawFn, name: str, passages: list[str], before: list[str]) -> dict[str, Any]:
    reported = draw(st.booleans())
    claim: dict[str, Any] = {
        "id": name,
        "proposition": draw(st.sampled_from(["q0", "q1"])),
        "asserted_by": ACTORS[0],
        "mode": draw(st.sampled_from(["indirect-speech", "direct-quotation"])) if reported
        else "own-voice",
        "act": draw(st.sampled_from(["assertion", "warning"])),
        "certainty": draw(st.sampled_from(["certain", "possible"])),
        "polarity": draw(st.sampled_from(["positive", "negative"])),
        "evidence": draw(
            st.lists(st.sampled_from(passages), min_size=1, max_size=3, unique=True)
        ),
    }  # fmt: skip
    if reported:
        claim["reported_by"] = ACTORS[1]
    if draw(st.booleans()):
        claim |= {"date": draw(dates), "cue": draw(words)}
    if draw(st.booleans()):
        claim |= {"addressed_to": list(ACTORS[1:]), "note": draw(prose)}
    if before and draw(st.booleans()):
        claim |= {"supports": draw(st.lists(st.sampled_from(before), min_size=1, unique=True))}
    if draw(st.booleans()):
        claim |= {"responds_to": ["ferry-note/c01", *before[:1]]}
    return claim
