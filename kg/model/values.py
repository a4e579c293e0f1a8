"""The small values that coding files are made of, each with its pattern."""

from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic.types import Strict

from kg.dates import parse_date
from kg.errors import InputError

SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"


class Coded(BaseModel):
    """Base of everything read from a coding file: unchangeable, and without unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    @model_validator(mode="after")
    def _lists_each_once(self) -> Self:
        for name in type(self).model_fields:
            items = getattr(self, name)
            if not isinstance(items, tuple):
                continue
            for item in items:
                if isinstance(item, str) and items.count(item) > 1:
                    raise ValueError(f"{name} lists {item} twice [fix: keep one]")
        return self


def _edtf(text: str) -> str:
    try:
        parse_date(text)
    except InputError as error:
        raise ValueError(f"{error.cause} [fix: {error.fix}]") from error
    return text


def _one_line(text: str) -> str:
    if text != text.strip() or "\n" in text:
        raise ValueError("text starts or ends with a space, or has a line break [fix: trim it]")
    return text


Prose = Annotated[str, StringConstraints(min_length=1), AfterValidator(_one_line)]
"""A text of ours, on one line."""

Surface = Annotated[str, StringConstraints(min_length=1)]
"""Words of the article as they stand there."""

Slug = Annotated[str, StringConstraints(pattern=f"^{SLUG}$")]
"""Lower-case letters and digits in words joined by single hyphens."""

Sha256 = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
"""The SHA-256 of UTF-8 bytes, in lower-case hexadecimal."""

Offset = Annotated[int, Strict(), Field(ge=0)]
"""A number of code points from the start of the text."""

Flag = Annotated[bool, Strict()]

Edtf = Annotated[str, AfterValidator(_edtf)]
"""An EDTF date, such as "2017-06-15", "2016-12", "2017-21" (spring) or "../2017"."""

Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
Language = Annotated[str, StringConstraints(pattern="^[a-z]{2,3}(?:-[A-Za-z0-9]+)*$")]

EntityRef = Annotated[
    str,
    StringConstraints(
        pattern=f"^(?:actor|territory|system|agreement|event|issue|document)/{SLUG}$"
    ),
]
"""An entity: its kind and its slug, such as actor/russia."""

ActorRef = Annotated[str, StringConstraints(pattern=f"^actor/{SLUG}$")]
TerritoryRef = Annotated[str, StringConstraints(pattern=f"^territory/{SLUG}$")]
SystemRef = Annotated[str, StringConstraints(pattern=f"^system/{SLUG}$")]
AgreementRef = Annotated[str, StringConstraints(pattern=f"^agreement/{SLUG}$")]
EventRef = Annotated[str, StringConstraints(pattern=f"^event/{SLUG}$")]
IssueRef = Annotated[str, StringConstraints(pattern=f"^issue/{SLUG}$")]
DocumentRef = Annotated[str, StringConstraints(pattern=f"^document/{SLUG}$")]

ClaimRef = Annotated[str, StringConstraints(pattern=f"^(?:{SLUG}/)?{SLUG}$")]
"""A claim: its id in this article (c07), or in another (article-slug/c07)."""

ReportingMode = Literal[
    "own-voice", "direct-quotation", "indirect-speech", "generic-attribution", "imputed"
]
SpeechAct = Literal[
    "assertion",
    "denial",
    "concern",
    "warning",
    "prediction",
    "demand",
    "refusal",
    "offer",
    "justification",
    "recommendation",
    "evaluation",
    "interpretation",
]
Certainty = Literal["certain", "probable", "possible", "uncommitted"]
Polarity = Literal["positive", "negative"]
DeploymentStatus = Literal["in-place", "decided", "under-consideration", "feared", "withdrawn"]
SentenceKind = Literal["heading", "sentence", "caption", "credit"]
DamageCause = Literal[
    "abbreviation-misread",
    "wrong-sense",
    "inverted-relation",
    "lost-word",
    "name-garbled",
    "tense-or-aspect",
    "garbled-syntax",
    "wrong-agent",
]


class CodedDate(Coded):
    """A date, and the reason for it where the text does not give it in full."""

    edtf: Edtf
    """The date in EDTF, in quotes."""
    inferred: Prose | None = None
    """Why this date, where the text does not say it: what was inferred, from what."""
