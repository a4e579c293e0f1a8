"""Which engine decides: the fast one, the reference, or both, which have to agree."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Final, Literal

from kg.dataset import Dataset
from kg.errors import Fault, StandoffError
from kg.prefixes import prefixes
from kg.rdf_files import RdfFile
from kg.validation.data_graph import DataGraph
from kg.validation.fast import FastEngine
from kg.validation.findings import Finding
from kg.validation.reading import read_files, read_triples
from kg.validation.reference import findings_of_pyshacl
from kg.validation.report import write_report
from kg.validation.results import Validation, describe, result
from kg.validation.shape_reader import Shapes, read_shapes
from kg.validation.shapes_graph import load_shapes

Engine = Literal["fast", "reference", "both"]
_SHOWN: Final = 20


def validate(dataset: Dataset, shapes: Path, *, engine: Engine = "fast") -> Validation:
    """Hold the dataset's union to every shape in the folder.

    Raises `InputError` where there are no shapes, or where one cannot be run, and `StandoffError`
    where both engines are asked and differ.
    """
    found = read_shapes(load_shapes(shapes, dataset.base))
    data = read_triples(dataset.union(), with_store=_asked(found, engine))
    return _validated(data, found, shapes, dataset.base, engine)


def validate_files(
    files: Sequence[RdfFile], shapes: Path, base: str, *, engine: Engine = "fast"
) -> Validation:
    """Hold what is in the files, all graphs as one, to every shape in the folder.

    Raises as `validate` does, and `InputError` where a file cannot be read.
    """
    found = read_shapes(load_shapes(shapes, base))
    data = read_files(files, with_store=_asked(found, engine))
    return _validated(data, found, shapes, base, engine)


def findings(data: DataGraph, shapes: Shapes, engine: Engine, *, where: str) -> list[Finding]:
    """Return what the data break of the shapes, sorted; the store of the data answers queries."""
    if engine == "reference":
        return sorted(findings_of_pyshacl(data, shapes, where), key=_key)
    left = shapes.left_to_reference
    fast = FastEngine(data, shapes)
    found = chain.from_iterable(fast.findings(shape) for shape in shapes.targeted)
    if left:
        found = chain(found, findings_of_pyshacl(data, shapes, where, only=left.keys()))
    sorted_findings = sorted(found, key=_key)
    if engine == "both":
        _require_same(sorted_findings, findings(data, shapes, "reference", where=where))
    return sorted_findings


def _validated(
    data: DataGraph, shapes: Shapes, folder: Path, base: str, engine: Engine
) -> Validation:
    found = findings(data, shapes, engine, where=str(folder))
    left = shapes.left_to_reference
    notes = [f"pyshacl alone decides {node}: {reason}." for node, reason in sorted(left.items())]
    report = write_report(found, shapes.graph, prefixes(base), notes=notes)
    return Validation(tuple(sorted(map(result, found))), report, left)


def _asked(shapes: Shapes, engine: Engine) -> bool:
    """Tell whether a query will be asked, of which a store is needed."""
    return engine != "fast" or bool(shapes.left_to_reference) or shapes.ask


def _require_same(fast: Sequence[Finding], reference: Sequence[Finding]) -> None:
    differences = [
        Fault(engine, describe(result(finding), ""))
        for engine, one, other in (
            ("fast only", fast, reference),
            ("reference only", reference, fast),
        )
        for finding in (Counter(one) - Counter(other)).elements()
    ]
    if differences:
        raise StandoffError(
            f"the two engines do not agree: {len(differences)} results are of one alone",
            fix="trust the reference (--engine reference), and report this",
            faults=differences[:_SHOWN],
        )


def _key(finding: Finding) -> tuple[str | tuple[str, ...], ...]:
    return finding.key
