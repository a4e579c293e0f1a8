"""What ``coding.yaml`` holds: what an article says, in our words, pinned to its offsets."""

from typing import Annotated

from pydantic import Field, model_validator

from kg.model.classes import EntityProperty
from kg.model.passages import Clause, Emendation, Mention
from kg.model.situations import Situation
from kg.model.values import (
    ActorRef,
    AgreementRef,
    Certainty,
    ClaimRef,
    Coded,
    CodedDate,
    DocumentRef,
    Edtf,
    EntityRef,
    EventRef,
    IssueRef,
    Polarity,
    Prose,
    ReportingMode,
    Slug,
    SpeechAct,
)


class Activity(Coded):
    """The piece of work that made this coding."""

    id: Slug
    """Its id in this article."""
    label: Prose
    """What was done."""
    date: Edtf
    """The day it was finished, such as "2026-11-23"."""
    note: Prose | None = None
    """How it was done, and checked."""

    @property
    def coded_date(self) -> CodedDate:
        """The day as a date like any other."""
        return CodedDate(edtf=self.date)


class NoClaim(Coded):
    """A sentence that carries no claim."""

    sentence: Slug
    """The sentence."""
    reason: Prose
    """Why it carries none."""


class EventDate(Coded):
    """What this article says of an event's date."""

    event: EventRef
    """The event."""
    date: CodedDate
    """When it was."""
    rests_on: tuple[ClaimRef, ...] = ()
    """The claims that say so."""


class Triple(Coded):
    """A proposition as one triple."""

    subject: EntityRef
    """Who or what."""
    predicate: EntityProperty
    """The property's local name in the ontology."""
    object: EntityRef
    """Whom or what."""


class Proposition(Coded):
    """Content that claims share: atomic, and free of "probably" and "he said"."""

    id: Slug
    """Its id, shared by all articles."""
    text: Prose
    """The content as one sentence of ours."""
    about: tuple[EntityRef, ...] = ()
    """What it is about; the triple's subject and object are added."""
    triple: Triple | None = None
    """The content as one triple, where it is one."""
    contradicts: tuple[Slug, ...] = ()
    """Propositions that cannot be true with it; one direction is enough."""
    note: Prose | None = None
    """What a coder should know."""


class Claim(Coded):
    """One source's commitment to one proposition, found in this article."""

    id: Slug
    """Its id in this article: c01, c02 and so on."""
    proposition: Slug
    """What is claimed."""
    asserted_by: ActorRef
    """Who actually said or wrote it."""
    reported_by: ActorRef | None = None
    """Who reports that; required unless the mode is own-voice."""
    imputed_to: ActorRef | None = None
    """To whom the asserter ascribes it, where nobody is reported to have said it."""
    mode: ReportingMode
    """How the text presents it."""
    act: SpeechAct
    """What is done by saying it."""
    certainty: Certainty
    """How far the asserter commits to it."""
    polarity: Polarity
    """Negative where the asserter says that the proposition is false."""
    made_at: EventRef | None = None
    """The event at which it was said."""
    made_in: DocumentRef | None = None
    """The earlier document in which it was said, where the article says so."""
    date: CodedDate | None = None
    """When it was said; by default the event's date, else that of the original text."""
    addressed_to: tuple[ActorRef, ...] = ()
    """To whom it was said."""
    embedded_in: ClaimRef | None = None
    """The claim within which it is said: speech within speech."""
    evidence: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """The sentences or clauses that carry it."""
    invokes: tuple[AgreementRef, ...] = ()
    """Agreements given as a reason."""
    conditioned_on: tuple[Slug, ...] = ()
    """Propositions on whose truth it is made to depend."""
    supports: tuple[ClaimRef, ...] = ()
    """Claims for which it is given as a reason."""
    attacks: tuple[ClaimRef, ...] = ()
    """Claims against which it is given."""
    responds_to: tuple[ClaimRef, ...] = ()
    """Claims that it answers."""
    restates: tuple[ClaimRef, ...] = ()
    """Claims that it says again."""
    cue: Annotated[Prose, Field(pattern=r"^\S+(?:\s+\S+){0,5}$")] | None = None
    """The words of the text, six at most, that show mode, act or certainty."""
    note: Prose | None = None
    """What a coder should know."""

    @model_validator(mode="after")
    def _voices_fit_mode(self) -> "Claim":
        if self.reported_by is None and self.mode != "own-voice":
            raise ValueError(
                f"{self.id} is {self.mode} and nobody reports it"
                " [fix: add reported_by:, or set mode: own-voice]"
            )
        if self.reported_by is not None and self.mode == "own-voice":
            raise ValueError(f"{self.id} is own-voice and reported [fix: remove reported_by:]")
        if (self.imputed_to is not None) != (self.mode == "imputed"):
            raise ValueError(
                f"{self.id} has mode {self.mode} with{'' if self.imputed_to else 'out'} imputed_to"
                " [fix: imputed_to: goes with mode: imputed, and only with it]"
            )
        if self.imputed_to == self.asserted_by:
            raise ValueError(
                f"{self.id} is imputed to {self.asserted_by}, who asserts it"
                " [fix: correct imputed_to:, or set mode: own-voice]"
            )
        if self.reported_by == self.asserted_by and self.mode != "imputed":
            raise ValueError(
                f"{self.id} is reported by {self.asserted_by}, who asserts it"
                " [fix: write as reported_by: whoever passes it on, or set mode: own-voice]"
            )
        return self

    @model_validator(mode="after")
    def _content_fits_manner(self) -> "Claim":
        if self.act == "denial" and self.polarity != "negative":
            raise ValueError(
                f"{self.id} is a denial and its polarity is {self.polarity}"
                " [fix: set polarity: negative, on the proposition that is denied]"
            )
        if self.proposition in self.conditioned_on:
            raise ValueError(
                f"{self.id} is conditioned on what it says itself"
                " [fix: name the proposition of the condition]"
            )
        if self.embedded_in is not None and self.mode == "own-voice":
            raise ValueError(
                f"{self.id} is own-voice and embedded in another's speech"
                " [fix: remove embedded_in:, or correct mode:]"
            )
        return self


class Position(Coded):
    """An actor's stance on an issue over a period."""

    id: Slug
    """Its id in this article."""
    held_by: ActorRef
    """Whose stance."""
    on_issue: IssueRef
    """On what."""
    text: Prose
    """The stance as one sentence of ours."""
    ascribed_by: ActorRef
    """Who says that the holder holds it: the holder, where they state it themselves."""
    expressed_by: Annotated[tuple[ClaimRef, ...], Field(min_length=1)]
    """The claims that express it."""
    valid_from: CodedDate | None = None
    """Since when."""
    valid_until: CodedDate | None = None
    """Until when."""
    supersedes: Slug | None = None
    """The earlier position that it takes the place of."""


class Silence(Coded):
    """A finding of ours: that the article says nothing on a topic."""

    id: Slug
    """Its id in this article."""
    text: Prose
    """What is not said, as one sentence of ours."""
    on: Annotated[tuple[EntityRef, ...], Field(min_length=1)]
    """What is not spoken of."""
    basis: Prose
    """How that was established."""


class CodingFile(Coded):
    """The coding of one article."""

    activity: Activity
    """The work that made it."""
    no_claim: tuple[NoClaim, ...] = ()
    """Sentences that carry no claim, each with the reason."""
    passages: tuple[Clause, ...] = ()
    """Passages narrower than a sentence, for claims to point at."""
    mentions: tuple[Mention, ...] = ()
    """Where the text names what it talks about."""
    emendations: tuple[Emendation, ...] = ()
    """Damaged words that name no entity."""
    events: tuple[EventDate, ...] = ()
    """What the article says of events' dates."""
    propositions: tuple[Proposition, ...] = ()
    """The content of its claims."""
    claims: tuple[Claim, ...] = ()
    """Who claims what."""
    positions: tuple[Position, ...] = ()
    """Who stands where."""
    situations: tuple[Situation, ...] = ()
    """States of affairs that claims describe."""
    silences: tuple[Silence, ...] = ()
    """What the article does not speak of."""
