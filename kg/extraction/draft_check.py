"""A draft read as a build would read it, beside all other articles."""

from pathlib import Path

from kg.corpus import load_corpus
from kg.coverage import Coverage, measure_coverage
from kg.errors import InputError
from kg.extraction.changes import candidates_of
from kg.paths import project_data
from kg.spans import read_texts, verify_texts


def check_draft(folder: Path, text: Path | None = None) -> Coverage:
    """Check a draft, with the text every digest, and measure what its coding accounts for.

    Raises:
        InputError: it has no coding yet, or what is there cannot be built.
        ConformanceError: the text is not the one that was coded.

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
    return found
