"""What claims are told apart by: each facet, its name in an address, and where its values lie."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Facet:
    """A facet: its name, what it is called, what it means, and how the IRIs of its values begin.

    ``is_closed`` is true of the closed lists, all of whose values may be asked for. What is not
    ``is_listed`` has too many values to choose from; pages of things lead to it.
    """

    name: str
    title: str
    meaning: str
    prefix: str = ""
    is_closed: bool = False
    is_link: bool = True
    is_listed: bool = True

    def token(self, value: str, base: str) -> str:
        """Return a value as an address has it: what tells its IRI from others, else all of it."""
        prefix = f"{base}{self.prefix}"
        return value.removeprefix(prefix) if self.is_link else value

    def value(self, token: str, base: str) -> str:
        """Return the value that an address means, which may be the whole IRI."""
        if not self.is_link or ":" in token:
            return token
        return f"{base}{self.prefix}{token}"


_ACTOR: Final = "id/actor/"
FACETS: Final = (
    Facet("speaker", "Speaker", "who said or wrote it", _ACTOR),
    Facet("party", "Speaks for", "the speaker, and whomever the speaker acts for", _ACTOR),
    Facet("imputed", "Imputed to", "whom the speaker says it of", _ACTOR),
    Facet("reporter", "Reported by", "who passes it on", _ACTOR),
    Facet("mode", "Mode", "how it is reported", "vocab/reporting-mode/", is_closed=True),
    Facet("act", "Speech act", "what is done by saying it", "vocab/speech-act/", is_closed=True),
    Facet("certainty", "Certainty", "how surely it is said", "vocab/certainty/", is_closed=True),
    Facet("polarity", "Polarity", "said, or denied", "vocab/polarity/", is_closed=True),
    Facet("territory", "Territory", "which territory it is about", "id/territory/"),
    Facet("system", "Weapon system", "which system it is about", "id/system/"),
    Facet("year", "Year", "when it was said, as far as is known", is_link=False),
    Facet("article", "Article", "where it stands", "id/document/"),
    Facet(
        "about",
        "About",
        "what others say it about; what somebody says of themselves is left out",
        "id/",
        is_listed=False,
    ),
    Facet("invokes", "Invokes", "which agreement is a reason", "id/agreement/", is_listed=False),
    Facet("proposition", "Proposition", "what is said", "id/proposition/", is_listed=False),
    Facet("passage", "Passage", "where it stands", "id/passage/", is_listed=False),
)
BY_NAME: Final = {facet.name: facet for facet in FACETS}
UNDATED: Final = "undated"
SORTS: Final = (
    "claim",
    "proposition",
    "speaker",
    "reporter",
    "imputed",
    "mode",
    "act",
    "certainty",
    "polarity",
    "date",
    "article",
)
"""What the table can be put in order by, by the names of its columns."""
