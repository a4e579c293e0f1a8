"""Codings in the formats of other annotation tools, there and back."""
