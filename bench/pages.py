"""How long a page of a thing takes on the server, and how large it is: the busiest of each kind.

    python -m bench.pages --build-root build
    python -m bench.pages --build-root corpora/1M

Asked in process, without a network, and never the same address twice, so that no cache answers.
What is told is processor time, so that a busy machine changes little. The busiest thing of a kind
is the one that most statements point to.
"""

import argparse
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import SKOS

from kg.published import current_version, open_store
from kg.settings import Settings
from kg.vocab import STAND, rebase
from server.app import create_app
from server.current import current_of

KINDS: Final[tuple[URIRef, ...]] = (
    *(STAND.Actor, STAND.Claim, STAND.Proposition, STAND.Passage, STAND.Article, STAND.Position),
    *(STAND.Territory, STAND.WeaponSystem, STAND.Agreement, STAND.Issue, STAND.Event),
    *(STAND.Situation, STAND.TerritorialDispute, SKOS.Concept),
)
FORMATS: Final = ("text/html", "text/turtle")
ROUNDS: Final = 9
_BUSIEST: Final = """SELECT ?thing {{ ?thing a <{kind}> . ?from ?by ?thing }}
GROUP BY ?thing ORDER BY DESC(COUNT(*)) ?thing LIMIT 1"""


@dataclass(frozen=True)
class Figure:
    """What an address took: the median of processor time, and the bytes of the answer."""

    path: str
    media_type: str
    milliseconds: float
    size: int


def busiest(build_root: Path) -> Iterator[str]:
    """Yield the paths to ask: the start page, and the busiest thing of each kind."""
    version = current_version(build_root)
    store = open_store(version)
    yield "/"
    for kind in KINDS:
        rows = store.query(_BUSIEST.format(kind=rebase(kind, version.base)))
        for row in rows if isinstance(rows, ox.QuerySolutions) else ():
            thing = row["thing"]
            if isinstance(thing, ox.NamedNode):
                yield f"/{thing.value.removeprefix(version.base)}"


def measure(build_root: Path, rounds: int = ROUNDS) -> list[Figure]:
    """Ask for each page and each description some times, after once to warm up."""
    app = create_app(Settings(build=build_root))
    client = app.test_client()
    found = []
    try:
        for path in dict.fromkeys(busiest(build_root)):
            for media_type in FORMATS[:1] if path == "/" else FORMATS:
                seconds, size = [], 0
                for number in range(rounds + 1):
                    began = time.process_time()
                    answer = client.get(f"{path}?bench={number}", headers={"Accept": media_type})
                    seconds.append(time.process_time() - began)
                    size = len(answer.data)
                    if answer.status_code != 200:
                        raise SystemExit(f"{path} is answered with {answer.status}")
                median = 1000 * statistics.median(seconds[1:])
                found.append(Figure(path, media_type, median, size))
    finally:
        current_of(app).close()
    return found


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--build-root", type=Path, default=Path("build"), metavar="FOLDER")
    arguments = parser.parse_args()
    print("| address | as | processor ms | kB |\n|---|---|--:|--:|")
    for found in measure(arguments.build_root):
        print(
            f"| `{found.path}` | {found.media_type} | {found.milliseconds:.1f} "
            f"| {found.size / 1000:.1f} |"
        )


if __name__ == "__main__":
    main()
