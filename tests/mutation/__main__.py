"""Break the project's data and its coding in every way, and print who catches it.

``python -m tests.mutation --most 5`` makes up to five mutants, not three, of each operator at each
property or field; ``--level graph`` or ``coding`` makes those of one level. With STANDOFF_TEXT
naming the folder of texts, digests and offsets are held to the words. The exit code is 1 where one
survived.
"""

import argparse
import logging
import sys
import tempfile
import time
from pathlib import Path

from kg.paths import project_data
from tests.mutation.campaign import (
    Outcome,
    coding_mutants,
    coding_reader,
    graph_mutants,
    judge_coding,
    judge_graph,
)
from tests.mutation.judging import Judge
from tests.mutation.legitimate import legitimate
from tests.mutation.sound import sound_data
from tests.mutation.table import survivors, table
from tests.texts import article_texts


def main() -> int:
    """Run both levels; 1 where a mutant survived or an entry of the list is not needed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--level", choices=("graph", "coding", "both"), default="both")
    parser.add_argument("--most", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    logging.disable(logging.ERROR)
    data, listed, began = project_data(), legitimate(), time.monotonic()
    sound = sound_data(data)
    judge = Judge(sound, data.shapes, article_texts())
    outcomes: list[Outcome] = []
    if asked.level != "coding":
        found = graph_mutants(sound, asked.seed, asked.most)
        outcomes.append(judge_graph(judge, found, listed))
    if asked.level != "graph":
        with tempfile.TemporaryDirectory() as folder:
            reader = coding_reader(data, Path(folder), sound, article_texts())
            made = coding_mutants(data, asked.seed, asked.most)
            outcomes.append(judge_coding(judge, reader, made, listed))
    for outcome in outcomes:
        print(f"{table(outcome)}\n\n{survivors(outcome)}\n", flush=True)
    unused = _unused(outcomes) if asked.level == "both" else []
    for operator, where in unused:
        print(f"LISTED, BUT CAUGHT OR NOT MADE: {operator} @ {where}")
    print(f"{time.monotonic() - began:.0f} s")
    return 1 if unused or any(outcome.survivors for outcome in outcomes) else 0


def _unused(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    used = {key for outcome in outcomes for key in outcome.used()}
    return legitimate().unused(used, text=any(outcome.text for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
