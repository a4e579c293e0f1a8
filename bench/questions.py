"""Every question, in process: from the store in memory, as served, and read from disk."""

import tempfile
from pathlib import Path

import pyoxigraph as ox

from bench.figures import HEAD, line, seconds
from kg.build import build
from kg.paths import project_data
from kg.published import current_version, open_store
from kg.questions import load_questions

TIMES = 7

if __name__ == "__main__":
    data = project_data()
    questions = load_questions(data.queries)
    with tempfile.TemporaryDirectory(prefix="standoff-bench-") as folder:
        build(data, Path(folder), hermit=False)
        version = current_version(Path(folder))
        stores = {
            "memory": open_store(version),
            "disk": ox.Store.read_only(str(version.path / "store")),
        }
        print(HEAD)
        for name, store in stores.items():
            rounds: list[list[float]] = []
            for question in questions:
                text = question.text
                taken = seconds(lambda s=store, t=text: list(s.query(t)), times=TIMES)
                rounds.append(taken)
                if name == "memory":
                    print(line(question.name, taken))
            print(line(f"all, {name}", [sum(round_) for round_ in zip(*rounds, strict=True)]))
