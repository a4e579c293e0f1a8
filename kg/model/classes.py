"""The classes of entities, and what the world's properties relate: what can be checked cheaply.

A mirror of a part of ``ontology/world.ttl``, held equal to it by a test, so that a coding file
is checked with file and line before any graph exists.
"""

from typing import Final, Literal, NamedTuple, get_args

EntityClass = Literal[
    "State",
    "Person",
    "Organization",
    "GovernmentBody",
    "InternationalOrganization",
    "MediaOutlet",
    "Group",
    "UnnamedSource",
    "Island",
    "IslandGroup",
    "Region",
    "Place",
    "WeaponSystem",
    "MissileDefenseSystem",
    "MissileSystem",
    "BallisticMissile",
    "StrategicForce",
    "Agreement",
    "Treaty",
    "Alliance",
    "DialogueFormat",
    "Partnership",
    "Event",
    "Briefing",
    "PublicStatement",
    "Visit",
    "Meeting",
    "Negotiation",
    "Disaster",
    "MilitaryActivity",
    "Issue",
    "Document",
    "Handout",
]
"""Classes that an entity file may use: the most specific one that is true."""

PARENTS: Final = {
    "Actor": "Entity",
    "Territory": "Entity",
    "WeaponSystem": "Entity",
    "Agreement": "Entity",
    "Event": "Entity",
    "Issue": "Entity",
    "Document": "Entity",
    "State": "Actor",
    "Person": "Actor",
    "Organization": "Actor",
    "GovernmentBody": "Organization",
    "InternationalOrganization": "Organization",
    "MediaOutlet": "Organization",
    "Group": "Actor",
    "UnnamedSource": "Actor",
    "Island": "Territory",
    "IslandGroup": "Territory",
    "Region": "Territory",
    "Place": "Territory",
    "MissileDefenseSystem": "WeaponSystem",
    "MissileSystem": "WeaponSystem",
    "BallisticMissile": "WeaponSystem",
    "StrategicForce": "WeaponSystem",
    "Treaty": "Agreement",
    "Alliance": "Agreement",
    "DialogueFormat": "Agreement",
    "Partnership": "Agreement",
    "Briefing": "Event",
    "PublicStatement": "Event",
    "Visit": "Event",
    "Meeting": "Event",
    "Negotiation": "Event",
    "Disaster": "Event",
    "MilitaryActivity": "Event",
    "Article": "Document",
    "Handout": "Document",
}
"""Each class of entities, and its parent."""

KIND_CLASS: Final = {
    "actor": "Actor",
    "territory": "Territory",
    "system": "WeaponSystem",
    "agreement": "Agreement",
    "event": "Event",
    "issue": "Issue",
    "document": "Document",
}
"""The kinds that entity references start with, and the class that each stands for."""

EntityProperty = Literal[
    "actsFor",
    "unitOf",
    "partOf",
    "componentOf",
    "party",
    "organizedBy",
    "hasParticipant",
    "hasAudience",
    "takesPlaceIn",
    "subEventOf",
    "distributedAt",
    "concernsIssue",
    "translationOf",
    "writtenBy",
    "publishedBy",
    "threatens",
    "opposes",
    "concernedAbout",
    "considersAcquiring",
    "deploys",
    "linkedTo",
    "cooperatesWith",
    "seeks",
    "reactsTo",
    "usesAsLeverage",
    "separates",
]
"""Properties between two entities: the predicates of proposition triples and of background."""

DateProperty = Literal["date", "validFrom", "validUntil"]


class Signature(NamedTuple):
    """What a property relates to what: its domain and its range."""

    domain: str
    range: str


SIGNATURES: Final[dict[str, Signature]] = {
    "actsFor": Signature("Actor", "Actor"),
    "unitOf": Signature("Organization", "Organization"),
    "partOf": Signature("Territory", "Territory"),
    "componentOf": Signature("WeaponSystem", "WeaponSystem"),
    "party": Signature("Agreement", "Actor"),
    "organizedBy": Signature("Event", "Actor"),
    "hasParticipant": Signature("Event", "Actor"),
    "hasAudience": Signature("Event", "Actor"),
    "takesPlaceIn": Signature("Event", "Territory"),
    "subEventOf": Signature("Event", "Event"),
    "distributedAt": Signature("Document", "Event"),
    "concernsIssue": Signature("Event", "Issue"),
    "translationOf": Signature("Document", "Document"),
    "writtenBy": Signature("Document", "Actor"),
    "publishedBy": Signature("Document", "Actor"),
    "threatens": Signature("Entity", "Entity"),
    "opposes": Signature("Actor", "Entity"),
    "concernedAbout": Signature("Actor", "Entity"),
    "considersAcquiring": Signature("Actor", "WeaponSystem"),
    "deploys": Signature("Actor", "WeaponSystem"),
    "linkedTo": Signature("Entity", "Entity"),
    "cooperatesWith": Signature("Actor", "Actor"),
    "seeks": Signature("Actor", "Entity"),
    "reactsTo": Signature("Entity", "Entity"),
    "usesAsLeverage": Signature("Actor", "Entity"),
    "separates": Signature("Actor", "Issue"),
}
"""The domain and the range of each `EntityProperty`."""

ENTITY_CLASSES: Final[tuple[str, ...]] = get_args(EntityClass)


def is_a(name: str, ancestor: str) -> bool:
    """Tell whether a class is another one, or lies below it."""
    while name != ancestor:
        if name not in PARENTS:
            return False
        name = PARENTS[name]
    return True
