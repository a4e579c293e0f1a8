"""What the data owes: SHACL over the union of all graphs, by two engines that give one answer.

The fast engine is the one to use; pyshacl is the reference that it is held to. A shape that the
fast engine does not understand in every part is left to the reference, and the report says so.
"""

from kg.validation.engines import Engine, validate, validate_files
from kg.validation.results import Result, Validation, describe, require_conformance
from kg.validation.shapes_graph import shapes_digest

__all__ = [
    "Engine",
    "Result",
    "Validation",
    "describe",
    "require_conformance",
    "shapes_digest",
    "validate",
    "validate_files",
]
