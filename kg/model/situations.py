"""States of affairs, each described with the claims it rests on."""

from typing import Annotated, Literal

from pydantic import Field

from kg.model.values import (
    ActorRef,
    ClaimRef,
    Coded,
    CodedDate,
    DeploymentStatus,
    Prose,
    Slug,
    SystemRef,
    TerritoryRef,
)


class _Situation(Coded):
    """What every situation has."""

    id: Slug
    """Its id in this article."""
    label: Prose
    """What it is, in our words."""
    date: CodedDate | None = None
    """When it held, or is expected to."""
    rests_on: Annotated[tuple[ClaimRef, ...], Field(min_length=1)]
    """The claims that say so."""


class Deployment(_Situation):
    """A weapon system that someone places somewhere, or may."""

    class_: Literal["Deployment"] = Field(alias="class")
    system: SystemRef
    """What is deployed."""
    operator: ActorRef | None = None
    """Who deploys it."""
    place: TerritoryRef | None = None
    """Where."""
    status: DeploymentStatus
    """How far it has come."""


class MilitaryPresence(_Situation):
    """An actor's forces being somewhere, or that being feared."""

    class_: Literal["MilitaryPresence"] = Field(alias="class")
    force: ActorRef
    """Whose forces."""
    place: TerritoryRef
    """Where."""
    status: DeploymentStatus
    """How far it has come; many are only feared."""


class SovereigntyClaim(_Situation):
    """An actor holding that a territory belongs to it."""

    class_: Literal["SovereigntyClaim"] = Field(alias="class")
    claimant: ActorRef
    """Who claims it."""
    territory: TerritoryRef
    """What is claimed."""


class TerritorialControl(_Situation):
    """An actor in effective control of a territory."""

    class_: Literal["TerritorialControl"] = Field(alias="class")
    controller: ActorRef
    """Who controls it."""
    territory: TerritoryRef
    """What is controlled."""


class TerritorialDispute(_Situation):
    """Several actors at odds on a territory."""

    class_: Literal["TerritorialDispute"] = Field(alias="class")
    disputants: Annotated[tuple[ActorRef, ...], Field(min_length=2)]
    """Who is at odds."""
    territory: TerritoryRef
    """What about."""


class Membership(_Situation):
    """An actor belonging to an organisation or a state, in a role."""

    class_: Literal["Membership"] = Field(alias="class")
    member: ActorRef
    """Who belongs."""
    member_of: ActorRef
    """To what."""
    role: Prose | None = None
    """As what: President, say."""


Situation = Annotated[
    Deployment
    | MilitaryPresence
    | SovereigntyClaim
    | TerritorialControl
    | TerritorialDispute
    | Membership,
    Field(discriminator="class_"),
]
