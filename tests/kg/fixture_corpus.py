"""The invented corpus in ``tests/kg/corpus``: loaded, copied to be spoilt, and its golden graphs.

``python tests/kg/fixture_corpus.py`` writes the golden graphs anew; review the difference.
"""

import shutil
from pathlib import Path

import pytest

from kg.corpus import Corpus, load_corpus
from kg.errors import InputError
from kg.graph import GraphSet, build_graphs

FOLDER = Path(__file__).parent / "corpus"
GOLDEN = Path(__file__).parent / "golden"
TALKS = "articles/harbour-talks/coding.yaml"
META = "articles/harbour-talks/article.yaml"
NOTE = "articles/ferry-note/coding.yaml"
ACTORS = "entities/actors.yaml"
THINGS = "entities/things.yaml"
LINKS = "links/entities.sssom.tsv"


def load(folder: Path = FOLDER) -> Corpus:
    return load_corpus(folder / "entities", folder / "links", folder / "articles")


def text(article: str) -> str:
    name = "harbour-talks/text.txt" if article == "harbour-talks" else f"{article}.txt"
    return (FOLDER / "texts" / name).read_bytes().decode("utf-8")


def copy(folder: Path, changes: dict[str, tuple[str, str]]) -> Path:
    """Copy the corpus, with one replacement, that must apply, in each of these files."""
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
    for name, (old, new) in changes.items():
        content = (folder / name).read_text(encoding="utf-8")
        assert old in content
        (folder / name).write_text(content.replace(old, new, 1), encoding="utf-8")
    return folder


def refusal(folder: Path, changes: dict[str, tuple[str, str]]) -> str:
    """Return the message with which a copy spoilt in this way is refused."""
    with pytest.raises(InputError) as caught:
        load(copy(folder, changes))
    return str(caught.value)


def ntriples(graphs: GraphSet) -> dict[str, str]:
    """Each graph as sorted N-Triples, by file name; reifications as one list of their terms."""
    files = {}
    for name, graph in graphs.graphs.items():
        lines = [" ".join(term.n3() for term in triple) + " ." for triple in graph]
        files[name.partition("/graph/")[2].replace("/", "-") + ".nt"] = _text(lines)
    terms = [
        " ".join(term.n3() for term in (r.claim, r.subject, r.predicate, r.object, r.graph))
        for r in graphs.reifications
    ]
    return {**files, "reifications.txt": _text(terms)}


def golden() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(GOLDEN.iterdir())}


def _text(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in sorted(lines))


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name, content in ntriples(build_graphs(load())).items():
        (GOLDEN / name).write_text(content, encoding="utf-8")
