"""What shapes do not see of a dataset: its named graphs, and what is made of the rest of it.

SHACL is asked of the union of all graphs, and of what is said, not of what it was made from. Here
the graphs are held apart: each thing is described in the graph that defines it, and a plain triple
leads back to its source or its claim there. And what is made from something else, a label, the
bounds of a date, the digest of a surface, is held to what it is made from, by the code that
makes it.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from kg.dataset import Dataset
from kg.errors import ConformanceError, Fault
from kg.integrity.backing import repeated, unbacked, wrong_reifications
from kg.integrity.bounds import wrong_bounds
from kg.integrity.names import misnamed, nameless, wrong_labels
from kg.integrity.placement import misplaced
from kg.integrity.spans import wrong_spans
from kg.integrity.view import View
from kg.integrity.words import wrong_words

MAX_NAMED: Final = 50


def require_integrity(dataset: Dataset, texts: Mapping[str, str] | None = None) -> None:
    """Raise `ConformanceError` that lists the faults, if there is one."""
    faults = sorted(set(integrity_faults(dataset, texts)))
    if not faults:
        return
    named = faults[:MAX_NAMED]
    if left := len(faults) - len(named):
        named.append(Fault("", f"… and {left} more"))
    raise ConformanceError(
        f"the graphs do not fit together in {len(faults)} place{'s' if len(faults) > 1 else ''};"
        " nothing was published",
        faults=named,
    )


def integrity_faults(dataset: Dataset, texts: Mapping[str, str] | None = None) -> Iterator[Fault]:
    """Find what stands in the wrong graph, leads back to nothing, or differs from its origin.

    The cause of each fault is the rule it breaks. Digests are held to the texts that are given,
    by slug of their articles.
    """
    view = View(dataset)
    yield from nameless(view)
    yield from misnamed(view)
    yield from misplaced(view)
    yield from unbacked(view)
    yield from wrong_reifications(view)
    yield from repeated(view)
    yield from wrong_bounds(view)
    yield from wrong_labels(view)
    yield from wrong_spans(view)
    yield from wrong_words(view, texts or {})
