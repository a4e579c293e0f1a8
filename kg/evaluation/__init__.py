"""How good candidates are, held against a coding that a person reviewed."""
