"""The checks of an ontology that need no JVM; each takes the folder and returns its faults."""

from collections.abc import Callable, Mapping
from typing import Final

from kg.errors import Fault
from kg.ontology.checks.datatypes import foreign_datatypes
from kg.ontology.checks.declarations import puns, undeclared
from kg.ontology.checks.documentation import undocumented
from kg.ontology.checks.graphs import Checked
from kg.ontology.checks.headers import catalogue_gaps, poor_headers, version_disagreements

CHECKS: Final[Mapping[str, Callable[[Checked], list[Fault]]]] = {
    "catalogue": catalogue_gaps,
    "datatypes": foreign_datatypes,
    "declarations": undeclared,
    "documentation": undocumented,
    "headers": poor_headers,
    "punning": puns,
    "versions": version_disagreements,
}
