"""What an engine finds: one result of SHACL's validation report, terms in full."""

from dataclasses import dataclass

from kg.validation.property_paths import Path, path_text


@dataclass(frozen=True)
class Finding:
    """One result, terms as N-Triples; what a result need not have is empty."""

    severity: str
    focus: str
    path: Path | None
    value: str
    shape: str
    constraint: str
    component: str
    messages: tuple[str, ...]

    @property
    def key(self) -> tuple[str | tuple[str, ...], ...]:
        """Return what findings are sorted by."""
        return (
            self.severity,
            self.focus,
            path_text(self.path) if self.path else "",
            self.value,
            self.shape,
            self.constraint,
            self.component,
            self.messages,
        )
