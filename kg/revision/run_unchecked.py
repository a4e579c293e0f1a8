"""As `kg.revision.run`, where no shapes are asked: it starts at once, without what validates."""

from collections.abc import Callable
from pathlib import Path

from kg.revision.edits import Edit
from kg.revision.own import revise_unchecked
from kg.revision.request import answer
from kg.revision.revised import Revision


def _revise(
    root: Path,
    edit: Edit,
    *,
    shapes: Path | None,
    expected: str | None,
    wait_s: float,
    on_stage: Callable[[str], None],
) -> Revision:
    if shapes is not None:
        raise ValueError("nothing is validated here")
    return revise_unchecked(root, edit, expected=expected, wait_s=wait_s, on_stage=on_stage)


if __name__ == "__main__":
    answer(_revise)
