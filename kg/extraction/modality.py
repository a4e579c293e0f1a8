"""What is done by saying something, how surely and on which side, read off its words."""

import re
from dataclasses import dataclass
from typing import Final

from kg.model.values import Certainty, Polarity, SpeechAct


@dataclass(frozen=True)
class Modality:
    """What is done by saying something, how surely, on which side; and the words that show it."""

    act: SpeechAct
    certainty: Certainty
    polarity: Polarity
    cue: str


_ACT_WORDS: Final[tuple[tuple[SpeechAct, str], ...]] = (
    (
        "warning",
        r"\bwarn(?:s|ed|ing)?\b|\bcaution(?:s|ed)?\b|\bthreaten(?:s|ed) to\b|\bblackmail",
    ),
    ("concern", r"\bfear(?:s|ed)?\b|\bconcern(?:s|ed)?\b|\bworr(?:y|ies|ied)\b|\balarm"),
    (
        "denial",
        r"\bden(?:y|ies|ied)\b|\bdo(?:es)? not threaten|\bis not (?:an?|the|necessary|directed)\b",
    ),
    (
        "refusal",
        r"\brefus|\breject|\brul(?:e|ed|es) out\b|\bwill (?:not|never) (?:be )?(?:return"
        r"|accept|give)"
        r"|\bnot be able to return|\bwill \"?never\"?\b",
    ),
    (
        "demand",
        r"\bdemand(?:ed|ing|s? that)\b|\bcall(?:s|ed) (?:on|for)\b|\burg(?:es|ed)\b|\binsist"
        r"|\bmust\b|\bit is necessary to\b",
    ),
    (
        "offer",
        r"\boffer|\bpledg|\bpromis|\bready to\b"
        r"|\bwilling(?:ness)? to\b|\bwas possible\b",
    ),
    (
        "recommendation",
        r"\bshould\b|\bneeds? to\b|\bought to\b|\brecommend"
        r"|\badvis(?:e|es|ed)\b|\bit is (?:also )?necessary\b"
        r"|\bpossible ways?\b|\badvocat|\bpropos(?:es|ed)\b(?! by)",
    ),
    (
        "justification",
        r"\bbecause\b|\bin response to\b|\bas a response\b|\bin order to\b"
        r"|\bfor the sake of\b|\bjustif",
    ),
    (
        "prediction",
        r"\bwill (?!be planned)|\bwould\b|\bis going to\b|\bis likely to\b|\bcould\b",
    ),
    (
        "evaluation",
        r"\b(?:extremely|seriously|very|highly|badly|weaker?|stronger|extraordinarily"
        r"|(?:is|are|was|were|more|so) important|optimal|dangerous)\b",
    ),
    (
        "interpretation",
        r"\bmeans?\b|\bin other words\b|\bthat is\b|\blogic\b|\bassume\b|\bmeaning\b"
        r"|\baim of\b|\bpurpose (?:of|is|was)\b"
        r"|\bunderstands?\b|\bsuggests? that\b|\bargued that\b",
    ),
)
_ACTS: Final = tuple((act, re.compile(words, re.IGNORECASE)) for act, words in _ACT_WORDS)
_POSSIBLE: Final = re.compile(
    r"\b(?:may|might|could|possib(?:le|ly|ility|ilities)|perhaps|potential(?:ly)?|can be)\b",
    re.IGNORECASE,
)
_PROBABLE: Final = re.compile(
    r"\b(?:probabl[ey]|likely|appears?|seems?|suggests?|presumably|apparently|(?:we|you"
    r"|one) can (?:assume|say)"
    r"|in my (?:opinion|view)|it is (?:assumed|believed|thought)|i (?:think|believe)"
    r"|considering)\b",
    re.IGNORECASE,
)
_UNCOMMITTED: Final = re.compile(
    r"\b(?:reportedly|allegedly|if you|supposedly|so-called)\b", re.IGNORECASE
)
_LEVELS: Final[tuple[tuple[Certainty, re.Pattern[str]], ...]] = (
    ("uncommitted", _UNCOMMITTED),
    ("probable", _PROBABLE),
    ("possible", _POSSIBLE),
)
_NEGATIVE: Final = re.compile(
    r"\b(?:not|never|cannot|no longer|neither|nor|hardly|den(?:y|ies|ied)|refus(?:e|es|ed)"
    r"|reject(?:s|ed)?|avoid(?:s|ed|ing)?"
    r"|without)\b|n['’]t\b|\bhas no\b",
    re.IGNORECASE,
)
_NOT_DENIED: Final = re.compile(r"\bnot only\b|\bnot just\b|\bnot necessarily\b", re.IGNORECASE)


_OPEN: Final = re.compile(r"\bwhether\b[^,;.]*")
"""What is left open, and so neither recommended nor foretold."""
_OBJECT: Final = 40
"""So many code points after a verb may say what is denied."""
_BY_CUE: Final[tuple[tuple[SpeechAct, re.Pattern[str]], ...]] = (
    ("warning", re.compile(r"warn|caution|threaten|lodge|filed a protest")),
    (
        "denial",
        re.compile(r"den(?:y|ied|ies)|dismiss|(?:reject|refut)\w* .*\b(?:claim|charge|report)"),
    ),
    ("refusal", re.compile(r"refus|declin|reject")),
    ("demand", re.compile(r"demand|call(?:ed|s) (?:on|upon|for)|urg(?:ed|es|ing)|insist")),
    ("offer", re.compile(r"offer|pledg|promis|vow")),
    ("recommendation", re.compile(r"propos|recommend|advis|advocat")),
    ("prediction", re.compile(r"predict|expect")),
    ("justification", re.compile(r"justif")),
    ("evaluation", re.compile(r"welcom|prais|hail")),
)
"""What is done by a verb of speaking that names what is done; the first that fits."""


def modality(words: str, *, reported: bool, cue: str = "") -> Modality:
    """Read act, certainty and polarity off the words of a sentence or clause.

    ``cue`` is the verb by which it is reported: where that names an act, it is the act.
    """
    act, shown = _act_of(cue, words) or _act(words, reported=reported)
    certainty: Certainty = "certain"
    for level, pattern in _LEVELS:
        found = pattern.search(words)
        if found:
            certainty, shown = level, found[0]
            break
    negative = bool(_NEGATIVE.search(_NOT_DENIED.sub(" ", words)))
    polarity: Polarity = (
        "negative" if negative and act not in {"concern", "warning"} else "positive"
    )
    if act == "denial":
        polarity = "negative"
    return Modality(act, certainty, polarity, shown)


def _act_of(cue: str, words: str) -> tuple[SpeechAct, str] | None:
    if not cue:
        return None
    said = cue + words.partition(cue)[2][:_OBJECT]
    for act, pattern in _BY_CUE:
        if pattern.match(said):
            return act, cue
    return None


def _act(words: str, *, reported: bool) -> tuple[SpeechAct, str]:
    asserted = _OPEN.sub(" ", words)
    for act, pattern in _ACTS:
        if act == ("evaluation" if reported else "justification"):
            # A reason for what somebody else did is no justification.
            continue
        found = pattern.search(asserted)
        if found:
            return act, found[0].strip()
    return "assertion", ""
