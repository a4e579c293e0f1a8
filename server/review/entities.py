"""The entities that a person can choose from, read again when their files have changed."""

from dataclasses import dataclass
from functools import lru_cache

from kg.corpus import load_corpus
from kg.errors import StandoffError
from kg.paths import project_data


@dataclass(frozen=True)
class Choosable:
    """An entity by its reference, with its English label and class."""

    ref: str
    label: str
    class_: str


def choosable() -> tuple[Choosable, ...]:
    """Return all entities; none where their files do not hold, which the check tells."""
    files = sorted(project_data().entities.glob("*.y*ml"))
    return _read(tuple((str(file), file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=1)
def _read(_state: tuple[tuple[str, int], ...]) -> tuple[Choosable, ...]:
    data = project_data()
    try:
        corpus = load_corpus(data.entities, data.links, data.articles)
    except StandoffError:
        return ()
    return tuple(
        Choosable(each.entity.id, each.entity.labels.en, each.entity.class_)
        for each in corpus.entities.defined
    )
