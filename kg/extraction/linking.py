"""Names that were new when a draft was made, and are entities by now."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.extraction.candidates import ClaimCandidate, MentionCandidate
from kg.extraction.changes import Change, Opened, change
from kg.extraction.decisions import Placed, every, item_of
from kg.extraction.gazetteer import Gazetteer, names_of
from kg.extraction.yaml_edits import Edit, Scalar, setting
from kg.model.entities import Entity


def link(folder: Path, entities: Iterable[Entity]) -> list[Placed]:
    """Give undecided candidates that name no entity the one whose name their words are.

    Words that name several entities are left to a person. What was decided stays, and so does the
    state: a rule that found a name was right, though nobody had defined what it names.

    Raises:
        InputError: there is no such draft, or its file does not follow its schema.

    """
    gazetteer = Gazetteer(names_of(entities))
    linked: list[Placed] = []

    def make(found: Opened) -> Change:
        edits: list[Edit] = []
        for each in every(found.value):
            values = _link(gazetteer, each) if each.candidate.state == "proposed" else {}
            if values:
                linked.append(each)
                edits += setting(found.text, item_of(found, each), values)
        return Change("linked", tuple(each.candidate.id for each in linked), tuple(edits))

    change(folder, make)
    return linked


def _link(gazetteer: Gazetteer, placed: Placed) -> Mapping[str, Scalar]:
    one = placed.candidate
    if isinstance(one, MentionCandidate) and one.entity is None:
        named = _named(gazetteer, one.surface)
        return {"entity": named} if named else {}
    if isinstance(one, ClaimCandidate) and one.speaker is None and one.speaker_words:
        named = _named(gazetteer, one.speaker_words)
        return {"speaker": named} if named and named.startswith("actor/") else {}
    return {}


def _named(gazetteer: Gazetteer, words: str) -> str | None:
    """Return the one entity that these words, and no part of them, name."""
    whole = [each for each in gazetteer.find(words) if (each.start, each.end) == (0, len(words))]
    entities = {name.entity for each in whole for name in each.names}
    return entities.pop() if len(entities) == 1 else None
