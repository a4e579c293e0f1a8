"""The validation report: standard SHACL, in Turtle whose bytes depend on the findings alone.

Results are written in order, in the place where they belong, so that they need no names. Blank
nodes of the data and shapes without an IRI are named by RDFC-1.0 over the report; what the report
says of such a shape is all that its shapes graph says.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

import pyoxigraph as ox

from kg.validation.findings import Finding
from kg.validation.property_paths import path_turtle
from kg.validation.report_reader import read_report
from kg.validation.shapes_graph import ShapesGraph
from kg.validation.terms import is_blank, is_iri, plain, to_literal, to_term

_LOCAL: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*")
_COMMENT: Final = "<http://www.w3.org/2000/01/rdf-schema#comment>"


def write_report(
    findings: Sequence[Finding],
    shapes: ShapesGraph,
    prefixes: Mapping[str, str],
    *,
    notes: Iterable[str] = (),
) -> bytes:
    """Write the report of the findings, which are sorted."""
    about = shapes.closure(
        node for finding in findings for node in (finding.shape, finding.constraint)
        if node.startswith("_:")
    )  # fmt: skip
    if about or any(is_blank(f.focus) or f.value.startswith("_:") for f in findings):
        findings, about = _with_canonical_names(findings, about, prefixes)
    return _written(findings, about, prefixes, notes)


def _written(
    findings: Sequence[Finding],
    about: Sequence[ox.Triple],
    prefixes: Mapping[str, str],
    notes: Iterable[str],
) -> bytes:
    name = _naming(prefixes)
    lines = [f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(prefixes.items())]
    lines.append("\n[] a sh:ValidationReport ;\n")
    lines += [f"    {name(_COMMENT)} {to_literal(note)} ;\n" for note in notes]
    lines.append(f"    sh:conforms {'false' if findings else 'true'}")
    separator = " ;\n    sh:result "
    for finding in findings:
        lines.append(separator)
        lines.append(_result(finding, name))
        separator = " ,\n    "
    lines.append(" .\n")
    lines += sorted(
        " ".join((*(name(to_term(node)) for node in triple), ".\n")) for triple in about
    )
    return "".join(lines).encode()


def _result(finding: Finding, name: Callable[[str], str]) -> str:
    lines = [
        "[ a sh:ValidationResult ;",
        f"        sh:resultSeverity {name(finding.severity)} ;",
        f"        sh:focusNode {name(finding.focus)} ;",
    ]
    if finding.path:
        lines.append(f"        sh:resultPath {path_turtle(finding.path, name)} ;")
    if finding.value:
        lines.append(f"        sh:value {name(finding.value)} ;")
    lines.append(f"        sh:sourceShape {name(finding.shape)} ;")
    if finding.constraint:
        lines.append(f"        sh:sourceConstraint {name(finding.constraint)} ;")
    lines.append(f"        sh:sourceConstraintComponent {name(finding.component)} ;")
    lines.append(f"        sh:resultMessage {', '.join(map(name, finding.messages))} ]")
    return "\n".join(lines)


def _naming(prefixes: Mapping[str, str]) -> Callable[[str], str]:
    namespaces = {iri: prefix for prefix, iri in prefixes.items()}
    cuts = sorted({len(iri) for iri in namespaces}, reverse=True)

    @lru_cache(maxsize=1 << 16)
    def name(term: str) -> str:
        if not is_iri(term):
            return term
        iri = plain(term)
        for cut in cuts:
            prefix = namespaces.get(iri[:cut])
            if prefix is not None and _LOCAL.fullmatch(iri, cut):
                return f"{prefix}:{iri[cut:]}"
        return term

    return name


def _with_canonical_names(
    findings: Sequence[Finding], about: Sequence[ox.Triple], prefixes: Mapping[str, str]
) -> tuple[list[Finding], list[ox.Triple]]:
    written = _written(findings, about, prefixes, ())
    dataset = ox.Dataset(ox.parse(written, ox.RdfFormat.TURTLE))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    graph = ShapesGraph(quad.triple for quad in dataset)
    found = sorted(read_report(graph), key=lambda finding: finding.key)
    sources = {node for f in found for node in (f.shape, f.constraint) if node.startswith("_:")}
    return found, graph.closure(sources)
