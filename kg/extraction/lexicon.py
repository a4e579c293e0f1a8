"""The words by which names are told from other words."""

from functools import cache
from importlib.resources import files

import yaml


@cache
def words(of: str) -> frozenset[str]:
    """Return the words of one kind, such as "countries", as ``lexicon.yaml`` lists them."""
    listed = yaml.safe_load((files("kg.extraction") / "lexicon.yaml").read_text("utf-8"))
    return frozenset(word.strip() for word in listed[of].split(","))
