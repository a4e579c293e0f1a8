"""Candidates for a coding, found in a text by rules: suggestions, of which a person decides."""
