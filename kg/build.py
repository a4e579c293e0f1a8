"""The build: from the coding to a published version, stage by stage."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.base import BASE
from kg.catalog import catalog_triples
from kg.checks import Hermit, Text
from kg.corpus import Corpus, load_corpus
from kg.dataset import Dataset, assemble, load_ontology, with_catalog, with_inferred
from kg.errors import InputError
from kg.graph import build_graphs
from kg.integrity import require_integrity
from kg.paths import DataPaths
from kg.placing import exclusive
from kg.publish import Candidate, publish
from kg.questions import load_questions
from kg.reasoning.consistency import check_consistency
from kg.reasoning.inference import infer
from kg.spans import read_texts, verify_texts
from kg.validation import Engine, Result, Validation, require_conformance, shapes_digest, validate

# In order; a version that is there already needs none of the writing ones.
STAGES: Final = (
    "read",
    "graph",
    "reason",
    "consistency",
    "catalog",
    "validate",
    "dump",
    "write-store",
    "write-dumps",
    "write-manifest",
    "rename",
    "record",
    "move-current",
)


# Without query, fragment or escapes: what follows it would land in them, or break Turtle.
_BASE: Final = re.compile(r"https?://[^\s/?#<>\"{}|\\^`%]+/(?:[^\s?#<>\"{}|\\^`%]*/)?")


@dataclass(frozen=True)
class Checked:
    """A dataset, and what the checks say of it: not yet whether it may be published."""

    dataset: Dataset
    validation: Validation
    hermit: Hermit
    text: Text


@dataclass(frozen=True)
class BuildReport:
    """What a build published: the version, its triples by graph, and what the checks said."""

    version: str
    path: Path
    graphs: Mapping[str, int]
    conforms: bool
    warnings: tuple[Result, ...]
    hermit: Hermit
    text: Text
    by_reference: Mapping[str, str]
    """The shapes that pyshacl alone decided, and why."""


def ignore_stage(_stage: str) -> None:
    """Do nothing on a stage."""


def build(
    data: DataPaths,
    root: Path,
    *,
    base: str = BASE,
    text: Path | None = None,
    hermit: bool = True,
    engine: Engine = "fast",
    on_stage: Callable[[str], None] = ignore_stage,
) -> BuildReport:
    """Build a version and publish it in the root; `on_stage` is told each stage as it begins.

    Raises `InputError` where an input cannot be read, `ConformanceError` where a check fails:
    the root's versions, and which of them is current, are then as before.
    """
    with exclusive(root):
        checked = check(data, base=base, text=text, hermit=hermit, engine=engine, on_stage=on_stage)
        require_conformance(checked.validation, base)
        on_stage("dump")
        candidate = Candidate(
            dataset=checked.dataset,
            report=checked.validation.report,
            shapes_sha256=shapes_digest(data.shapes, base),
            warnings=len(checked.validation.warnings),
            hermit=checked.hermit,
            text=checked.text,
        )
        version = publish(root, candidate, on_stage)
    return BuildReport(
        version=version.id,
        path=version.path,
        graphs=checked.dataset.counts(),
        conforms=True,
        warnings=checked.validation.warnings,
        hermit=checked.hermit,
        text=checked.text,
        by_reference=checked.validation.by_reference,
    )


def check(
    data: DataPaths,
    *,
    base: str = BASE,
    text: Path | None = None,
    hermit: bool = True,
    engine: Engine = "fast",
    drafts: Sequence[Path] = (),
    on_stage: Callable[[str], None] = ignore_stage,
) -> Checked:
    """Build everything in memory and run every check; write nothing.

    ``drafts`` are the folders of further articles, held against all others.

    Raises `InputError` where an input cannot be read, `ConformanceError` where a text differs
    from its digests, HermiT finds a contradiction or the graphs do not fit together. Breaches of
    shapes are in the result.
    """
    _require_base(base)
    on_stage("read")
    corpus = load_corpus(data.entities, data.links, data.articles, drafts)
    texts = _verified(corpus, text)
    on_stage("graph")
    dataset = _assembled(corpus, data, base)
    on_stage("reason")
    dataset = with_inferred(dataset, infer(dataset))
    if hermit:
        on_stage("consistency")
        check_consistency(dataset)
    on_stage("catalog")
    dataset = with_catalog(dataset, catalog_triples(dataset, load_questions(data.queries)))
    on_stage("validate")
    require_integrity(dataset, texts)
    validation = validate(dataset, data.shapes, engine=engine)
    return Checked(
        dataset,
        validation,
        hermit="consistent" if hermit else "skipped",
        text="not given" if text is None else "verified",
    )


def assembled(data: DataPaths, base: str = BASE) -> Dataset:
    """Read the coding and the ontology; nothing is inferred or checked yet."""
    return _assembled(load_corpus(data.entities, data.links, data.articles), data, base)


def _assembled(corpus: Corpus, data: DataPaths, base: str) -> Dataset:
    return assemble(build_graphs(corpus, base), load_ontology(data.ontology, base), base)


def _verified(corpus: Corpus, text: Path | None) -> dict[str, str]:
    """Return the texts given, by slug, if they are those that were coded."""
    if text is None:
        return {}
    texts = read_texts(text, corpus)
    verify_texts(corpus, texts)
    return texts


def _require_base(base: str) -> None:
    if not _BASE.fullmatch(base):
        raise InputError(
            f"{base!r} is not a base for IRIs",
            fix="give an http(s) address that ends in '/' and has no query, fragment or escape,"
            " such as https://example.org/standoff/",
        )
