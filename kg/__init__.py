"""From an article's coding to a published version of the knowledge graph."""

__version__ = "0.1.0"
