"""A draft read as a build would read it, beside all other articles."""

from dataclasses import dataclass
from pathlib import Path

from kg.base import BASE
from kg.build import check
from kg.corpus import load_corpus
from kg.coverage import measure_coverage
from kg.errors import InputError
from kg.extraction.changes import candidates_of
from kg.paths import project_data
from kg.spans import read_texts, verify_texts
from kg.validation import describe


@dataclass(frozen=True)
class DraftCheck:
    """What a draft still lacks; nothing, if it can be built."""

    sentences: int
    uncovered: tuple[str, ...]
    """Sentences with neither a claim nor a reason for having none."""
    violations: tuple[str, ...]
    """What breaks a shape: thing, rule and mend. Only looked at once no sentence is uncovered."""

    @property
    def complete(self) -> bool:
        """Whether a build would take it; HermiT alone is left to the build."""
        return not self.uncovered and not self.violations


def check_draft(folder: Path, text: Path | None = None) -> DraftCheck:
    """Check a draft: its files, with the text every digest, its coverage, then graph and shapes.

    Raises:
        InputError: it has no coding yet, or what is there cannot be read.
        ConformanceError: the text is not the one that was coded, or the graphs do not fit together.

    """
    slug = folder.name
    if not (folder / "coding.yaml").is_file():
        candidates_of(folder)
        raise InputError(
            f"the draft {slug} has no coding yet", fix=f"make it with: standoff article code {slug}"
        )
    data = project_data()
    corpus = load_corpus(data.entities, data.links, data.articles, [folder])
    if text is not None:
        verify_texts(corpus, read_texts(text, corpus))
    [found] = [each for each in measure_coverage(corpus) if each.article == slug]
    if found.uncovered:
        return DraftCheck(found.sentences, found.uncovered, ())
    validation = check(data, text=text, hermit=False, drafts=[folder]).validation
    said = tuple(describe(each, BASE) for each in validation.violations)
    return DraftCheck(found.sentences, (), said)
