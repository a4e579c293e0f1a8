"""What a validation says: its results, whether the data conform, and the errors for people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from kg.errors import ConformanceError, Fault
from kg.prefixes import compact, compact_all
from kg.validation.findings import Finding
from kg.validation.property_paths import path_text
from kg.validation.terms import plain

MAX_NAMED: Final = 50


@dataclass(frozen=True, order=True)
class Result:
    """One result of the validator; IRIs in full, a path as SHACL writes it in SPARQL."""

    severity: str
    focus: str
    path: str
    value: str
    shape: str
    component: str
    message: str


@dataclass(frozen=True)
class Validation:
    """All results, sorted, and the report as Turtle (the same bytes for the same data)."""

    results: tuple[Result, ...]
    report: bytes
    by_reference: Mapping[str, str] = field(default_factory=dict)
    """The shapes that the fast engine leaves to the reference, and why."""

    @cached_property
    def violations(self) -> tuple[Result, ...]:
        """What must not be."""
        return tuple(result for result in self.results if result.severity == "Violation")

    @cached_property
    def warnings(self) -> tuple[Result, ...]:
        """What is advised against; it keeps nothing from being published."""
        return tuple(result for result in self.results if result.severity != "Violation")


def result(finding: Finding) -> Result:
    """Make of a finding what people read."""
    return Result(
        severity=plain(finding.severity).rpartition("#")[2],
        focus=plain(finding.focus),
        path=path_text(finding.path) if finding.path else "",
        value=plain(finding.value) if finding.value else "",
        shape=plain(finding.shape),
        component=plain(finding.component).rpartition("#")[2],
        message=" ".join(sorted(map(plain, finding.messages))),
    )


def require_conformance(validation: Validation, base: str) -> None:
    """Raise `ConformanceError` that lists the violations, if there is one."""
    violations = validation.violations
    if not violations:
        return
    faults = [_fault(result, base) for result in violations[:MAX_NAMED]]
    if left := len(violations) - len(faults):
        faults.append(Fault("", f"… and {left} more"))
    error = ConformanceError(
        f"the graph breaks the shapes in {len(violations)} places; nothing was published",
        faults=faults,
    )
    error.report = validation.report
    raise error


def describe(result: Result, base: str) -> str:
    """Say a result in one line, with short names."""
    return str(_fault(result, base))


def _fault(result: Result, base: str) -> Fault:
    # A query over the whole graph has the ontology as its focus and the offender as its value.
    whole_graph = result.focus == f"{base}ontology" and result.value
    focus = result.value if whole_graph else result.focus
    where = " ".join(compact(iri, base) for iri in (focus, result.path) if iri)
    found = result.value and not whole_graph
    value = f" Found: {compact(result.value, base)}." if found else ""
    message = compact_all(result.message, base)
    return Fault(where, f"{message}{value} ({compact(result.shape, base)})")
