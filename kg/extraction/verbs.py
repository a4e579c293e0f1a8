"""The forms of verbs of speaking and of thinking, made from their bases."""

from typing import Final

from kg.extraction.lexicon import words

_PAST: Final = {
    "put": "put", "set": "set", "hold": "held", "speak": "spoke", "take": "took", "hit": "hit",
    "swear": "swore", "foresee": "foresaw", "forecast": "forecast", "stick": "stuck",
    "cling": "clung", "cast": "cast", "go": "went", "stand": "stood", "write": "wrote",
}  # fmt: skip
"""What is formed in a way of its own."""


def forms(verb: str) -> str:
    """Return a pattern for the third person and the past of a verb, and of what goes with it.

    >>> [forms(verb) for verb in ("deny", "muse", "quip", "rule out", "put forward")]
    ['den(?:ies|ied)', 'muse[sd]', 'quip(?:s|p?ed)', 'rule[sd] out', '(?:puts|put) forward']
    """
    head, space, rest = verb.partition(" ")
    if head in _PAST:
        formed = f"(?:{head}{'es' if head.endswith('o') else 's'}|{_PAST[head]})"
    elif head.endswith("e"):
        formed = f"{head}[sd]"
    elif head.endswith("y") and head[-2] not in "aeiou":
        formed = f"{head[:-1]}(?:ies|ied)"
    elif head.endswith(("s", "sh", "ch", "x", "o")):
        formed = f"{head}(?:es|ed)"
    else:
        formed = f"{head}(?:s|{head[-1]}?ed)"
    return formed + space + rest


def participle(verb: str) -> str:
    """Return a pattern for the form in -ing of a base.

    >>> [participle(verb) for verb in ("add", "argue", "quip")]
    ['addd?ing', 'arguing', 'quipp?ing']
    """
    return f"{verb[:-1]}ing" if verb.endswith("e") else f"{verb}{verb[-1]}?ing"


def _longest_first(patterns: set[str]) -> str:
    return "|".join(sorted(patterns, key=lambda each: (-len(each), each)))


_HEADS: Final = words("bases") | words("speech")
SPEECH: Final = _longest_first({forms(verb) for verb in words("speech")})
"""The third person and the past of what is said."""
BASE: Final = _longest_first(set(_HEADS))
"""The bases of verbs of speaking."""
PARTICIPLE: Final = _longest_first({participle(verb) for verb in _HEADS if " " not in verb})
THINKING: Final = (
    "regard|view|believe|fear|want|expect|hope|consider|doubt|suspect|think|feel|prefer|interpret"
    "|worry|assume"
)
"""The bases of verbs of thinking."""
