"""The kinds of things that are found, in the order in which they are shown."""

from dataclasses import dataclass
from typing import Final

from rdflib.namespace import OWL, RDF, SKOS

from kg.vocab import STAND


@dataclass(frozen=True)
class Kind:
    """A kind of thing: its name in an address, its heading, and the classes that make it up.

    ``note`` is what must be known of all of the kind, lest they be taken for something else.
    """

    name: str
    title: str
    classes: tuple[str, ...]
    note: str = ""


KINDS: Final = (
    Kind("actor", "Actors", (STAND.Actor,)),
    Kind("territory", "Territories", (STAND.Territory,)),
    Kind("system", "Weapon systems", (STAND.WeaponSystem,)),
    Kind("agreement", "Agreements", (STAND.Agreement,)),
    Kind("issue", "Issues", (STAND.Issue,)),
    Kind("event", "Events", (STAND.Event,)),
    Kind("situation", "Situations", (STAND.Situation,)),
    Kind("position", "Positions", (STAND.Position,)),
    Kind(
        "proposition",
        "Propositions",
        (STAND.Proposition,),
        note="What is claimed, doubted or denied by somebody; none of it is said to be so.",
    ),
    Kind("claim", "Claims", (STAND.Claim,)),
    Kind("document", "Documents", (STAND.Document,)),
    Kind("passage", "Passages", (STAND.Passage,)),
    Kind("mention", "Mentions", (STAND.Mention,)),
    Kind("silence", "Silences", (STAND.Silence,)),
    Kind("concept", "Values of closed lists", (SKOS.Concept, SKOS.ConceptScheme)),
    Kind(
        "term",
        "Terms of the ontology",
        (
            OWL.Class,
            OWL.ObjectProperty,
            OWL.DatatypeProperty,
            OWL.AnnotationProperty,
            RDF.Property,
        ),
    ),
)
OTHER: Final = Kind("other", "Other things", ())
"""What a claim names and no kind has; it is shown by its label and not searched for."""
