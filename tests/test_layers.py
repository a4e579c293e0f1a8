"""Imports go one way: the order of the layers, no cycle, nothing hidden in a function."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
# What `server` may know of `kg`: a published version, the questions, how things are named, dates.
SEAM = {
    "kg", "kg.base", "kg.changes", "kg.dates", "kg.errors", "kg.history", "kg.keyword_check",
    "kg.ontology.documentation", "kg.ontology.documented", "kg.ontology.evidence", "kg.parameters",
    "kg.paths", "kg.prefixes", "kg.pruning", "kg.published", "kg.questions", "kg.reasoning.asking",
    "kg.reasoning.explanation", "kg.reasoning.report", "kg.reasoning.terms",
    "kg.revision.edits", "kg.revision.process",
    "kg.revision.revised", "kg.settings", "kg.spans", "kg.turtle", "kg.vocab",
}  # fmt: skip
# The review page works on a draft, which is in no published version.
REVIEWED = {
    "kg.corpus", "kg.extraction.candidates", "kg.extraction.changes", "kg.extraction.decisions",
    "kg.extraction.draft_article", "kg.extraction.draft_check", "kg.extraction.draft_text",
    "kg.extraction.first_coding", "kg.extraction.progress", "kg.extraction.reshaping",
    "kg.model.values",
}  # fmt: skip

# A server that starts answers later for each of these: they stand in the functions that need them.
LATE = {
    "kg.cli.serve": {"kg.corpus", "kg.ingest", "kg.spans"},
    "kg.dates": {"edtf", "edtf.parser"},
    "server.wsgi": {"server.app", "server.warm_up"},
}


def modules() -> dict[str, Path]:
    found = {}
    for package in ("kg", "server"):
        for file in sorted((ROOT / package).rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


def imports(tree: ast.AST) -> Iterator[tuple[str, ast.stmt]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names)


def imported(file: Path) -> set[str]:
    return {name for name, _ in imports(ast.parse(file.read_text(encoding="utf-8")))}


def hidden_imports(source: str) -> set[str]:
    """Modules whose imports stand inside a function."""
    functions = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    found = [node for function in functions for node in ast.walk(function)]
    plain = {alias.name for node in found if isinstance(node, ast.Import) for alias in node.names}
    return plain | {str(node.module) for node in found if isinstance(node, ast.ImportFrom)}


def test_kg_knows_nothing_of_the_server_or_flask() -> None:
    offenders = {
        (name, target)
        for name, file in modules().items()
        if name.split(".")[0] == "kg"
        for target in imported(file)
        if target.split(".")[0] in {"server", "flask", "werkzeug"}
    }

    assert offenders == set()


def test_the_server_reads_kg_through_the_seam_only() -> None:
    known = modules()
    offenders = {
        (name, target)
        for name, file in known.items()
        if name.split(".")[0] == "server"
        for target in imported(file)
        if target in known
        and target.split(".")[0] == "kg"
        and target not in (SEAM | REVIEWED if name.startswith("server.review") else SEAM)
    }

    assert offenders == set()


def test_no_modules_import_each_other_in_a_circle() -> None:
    known = modules()
    graph = {
        name: {target for target in imported(file) if target in known and target != name}
        for name, file in known.items()
    }
    try:
        order = tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise AssertionError(f"imports run in a circle: {error.args[1]}") from None

    assert set(order) == set(known)


def test_imports_stand_at_the_top_of_the_file() -> None:
    hidden = {
        name: targets
        for name, file in modules().items()
        if (targets := hidden_imports(file.read_text(encoding="utf-8")))
    }

    assert hidden == LATE


def test_an_import_inside_a_function_is_seen() -> None:
    assert hidden_imports("def f():\n    import os\n    from re import sub\n") == {"os", "re"}


def test_no_file_of_the_packages_passes_400_lines() -> None:
    long = {
        name: lines
        for name, file in modules().items()
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > 400
    }

    assert long == {}
