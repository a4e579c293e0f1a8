"""What things are called that have no name of their own: their labels say what they are.

A label often travels without the rest of its thing, so that it has to say who claims what and
how surely; what is written here is also what published data is held to.
"""

from typing import Final

MAX_LABEL: Final = 120
"""The longest label, in characters; a longer one is cut at a word and ends in an ellipsis."""


def cut(words: str) -> str:
    """Shorten a label to `MAX_LABEL` characters, at the end of a word."""
    if len(words) <= MAX_LABEL:
        return words
    head = words[:MAX_LABEL].rpartition(" ")[0] or words[: MAX_LABEL - 1]
    return head.rstrip(" ,;:") + "…"


def claim_label(
    asserter: str,
    text: str,
    *,
    imputed_to: str | None,
    certainty: str,
    conditional: bool,
    negative: bool,
) -> str:
    """Say who claims what and how surely."""
    who = [asserter]
    if imputed_to is not None:
        who.append(f"imputing to {imputed_to}")
    if certainty != "certain":
        who.append(certainty)
    if conditional:
        who.append("on a condition")
    return f"{', '.join(who)}: {'not: ' if negative else ''}{text}"


def position_label(holder: str, text: str) -> str:
    """Say who holds what."""
    return f"{holder}: {text}"


def passage_label(local: str, paraphrase: str) -> str:
    """Say which sentence or clause it is, and what it says."""
    return f"{local}: {paraphrase}"


def mention_label(surface: str, start: int, end: int) -> str:
    """Quote the words and say where they stand."""
    return f"“{surface}”, {start}–{end}"


def emendation_label(surface: str | None, start: int, end: int, reading: str) -> str:
    """Quote the words, where they are short, and say where they stand and how they are read."""
    quoted = f"“{surface}”, " if surface is not None else ""
    return f"{quoted}{start}–{end}, read: {reading}"


def statement_label(subject: str, predicate: str, value: str) -> str:
    """Say a statement that no article makes."""
    return f"{subject} – {predicate} – {value}"


def geometry_label(owner: str) -> str:
    """Say whose place it is."""
    return f"place of {owner}"
