"""How long pages take on the server, and how large they are: the busiest of each kind, and others.

    python -m bench.pages --build-root build
    python -m bench.pages --build-root build --text texts
    python -m bench.pages --build-root corpora/1M

Asked in process, without a network. *First* is the first answer of a process that has just come up
beside others, as a server's workers do, and has done what these do at their start; *again* is the
same page later, under another address, so that no cache of answers helps. What is told is
processor time of the thread that answers, so that a busy machine changes little; what queries take
in processes of their own is not in it (`bench.questions` tells). The busiest thing of a kind is
the one that most statements point to.
"""

import argparse
import re
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox
from flask import Flask
from rdflib import URIRef
from rdflib.namespace import SKOS

from kg.base import rebase
from kg.cli.broker_process import running_broker
from kg.published import current_version, open_store
from kg.settings import Settings
from kg.vocab import STAND
from server.app import create_app
from server.current import current_of
from server.warm_up import prepare, warm_up

KINDS: Final[Mapping[URIRef, int]] = {
    **dict.fromkeys((STAND.Actor, STAND.Claim, STAND.Proposition, STAND.Passage), 1),
    STAND.Article: 2,
    STAND.Position: 1,
    STAND.Territory: 1,
    STAND.WeaponSystem: 1,
    **dict.fromkeys((STAND.Agreement, STAND.Issue, STAND.Event, STAND.Situation), 1),
    STAND.TerritorialDispute: 1,
    SKOS.Concept: 1,
}
"""Of which kinds the busiest are asked for, and how many."""
HTML: Final = "text/html"
ANY: Final = "*/*"
OTHERS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("/claims", "/claims?page=2", "/search", "/search?q=islands", "/query"), HTML),
    **dict.fromkeys(("/explain", "/cite?query=ASK%7B%7D"), HTML),
    **dict.fromkeys(("/ontology", "/ontology/Claim", "/vocab/speech-act"), HTML),
    **dict.fromkeys(("/graph/facts", "/graph/entities"), HTML),
    "/question/who-ties-thaad-to-the-islands": HTML,
    "/question/who-and-what-is-spoken-of": HTML,
    **dict.fromkeys(("/snapshots", "/.well-known/void", "/openapi.json", "/vocabulary.json"), ANY),
}
"""Other pages, and as which media type."""
FORMATS: Final = (HTML, "text/turtle")
MOST_BYTES: Final = 100_000
"""Of a page as it is written, uncompressed, apart from drawings; only the editor may be longer."""
EDITOR: Final = "/query"
ROUNDS: Final = 9
FRESH: Final = 3
PATIENCE_S: Final = 120.0
_BUSIEST: Final = """SELECT ?thing {{ ?thing a <{kind}> . ?from ?by ?thing }}
GROUP BY ?thing ORDER BY DESC(COUNT(*)) ?thing LIMIT {limit}"""
_DRAWING: Final = re.compile(rb"<svg\b.*?</svg>", re.DOTALL)


@dataclass(frozen=True)
class Figure:
    """What an address took: processor time in milliseconds, medians, and bytes of the answer.

    ``undrawn`` are those apart from drawings.
    """

    path: str
    media_type: str
    first: float
    again: float
    size: int
    undrawn: int

    @property
    def is_heavy(self) -> bool:
        """Tell whether it is a page that is longer than pages are to be."""
        is_page = self.media_type == HTML and self.path != EDITOR
        return is_page and self.undrawn > MOST_BYTES


@dataclass(frozen=True)
class Served:
    """What all the processes serve."""

    settings: Settings
    texts: Mapping[str, str]


def busiest(build_root: Path) -> Iterator[str]:
    """Yield the paths to ask in every format: the busiest things of each kind."""
    version = current_version(build_root)
    store = open_store(version)
    for kind, limit in KINDS.items():
        rows = store.query(_BUSIEST.format(kind=rebase(kind, version.base), limit=limit))
        for row in rows if isinstance(rows, ox.QuerySolutions) else ():
            thing = row["thing"]
            if isinstance(thing, ox.NamedNode):
                yield f"/{thing.value.removeprefix(version.base)}"


def addresses(build_root: Path) -> list[tuple[str, str]]:
    """Return what to ask, and as which media type: the start page, things, and other pages."""
    things = list(dict.fromkeys(busiest(build_root)))
    base = current_version(build_root).base
    why = [
        f"/explain?s={quote(f'<{base}{path[1:]}>', safe='')}&p=rdf:type&o=stand:Claim"
        for path in things
        if "/claim/" in path
    ]
    return [
        ("/", HTML),
        *((path, kind) for path in things for kind in FORMATS),
        *((path, HTML) for path in why),
        *OTHERS.items(),
    ]


def measure(
    served: Served,
    asked: Iterable[tuple[str, str]],
    *,
    anew: Callable[[Served, str, str], float],
    rounds: int = ROUNDS,
    fresh: int = FRESH,
) -> Iterator[Figure]:
    """Ask for each address so many times, and once in each of so many processes that are new.

    ``anew`` asks in such a process, and returns the milliseconds.
    """
    with _settled(served) as app:
        for path, media_type in asked:
            _have_made(app, path)
            again = [_showing(app, path, media_type, number) for number in range(rounds + 1)]
            content = again[-1][1]
            yield Figure(
                path,
                media_type,
                statistics.median(anew(served, path, media_type) for _ in range(fresh)),
                statistics.median(taken for taken, _ in again[1:]),
                len(content),
                undrawn(content),
            )


def undrawn(page: bytes) -> int:
    """Return the bytes of a page apart from its drawings."""
    return len(_DRAWING.sub(b"", page))


def first_showing(served: Served, path: str, media_type: str) -> float:
    """Return the milliseconds of the first answer of an application that has just started."""
    with _settled(served) as app:
        return _showing(app, path, media_type, 0)[0]


def in_a_new_process(served: Served, path: str, media_type: str) -> float:
    """Return what `first_showing` does in a process that has done nothing else."""
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(first_showing, served, path, media_type).result()


@contextmanager
def _settled(served: Served) -> Iterator[Flask]:
    """Give an application that has done what a server does at its start."""
    app = create_app(served.settings, texts=served.texts)
    current = current_of(app)
    try:
        warm_up(app)
        deadline = time.monotonic() + PATIENCE_S
        while current.awaits_statements() and time.monotonic() < deadline:
            time.sleep(0.05)
        prepare(app)
        yield app
    finally:
        current.close()


def _have_made(app: Flask, path: str) -> None:
    """Wait until there is what all processes share: the index, of a large version."""
    deadline = time.monotonic() + PATIENCE_S
    while app.test_client().get(path).status_code == 503 and time.monotonic() < deadline:
        time.sleep(1)


def _showing(app: Flask, path: str, media_type: str, number: int) -> tuple[float, bytes]:
    # Questions take no other parameters than their own, and no answer of theirs is kept.
    mark = "" if path.startswith("/question/") else f"{'&' if '?' in path else '?'}bench={number}"
    address = f"{path}{mark}"
    client = app.test_client()
    began = time.thread_time()
    answer = client.get(address, headers={"Accept": media_type})
    taken = 1000 * (time.thread_time() - began)
    if answer.status_code != 200:
        raise SystemExit(f"{path} is answered with {answer.status}")
    return taken, answer.data


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--build-root", type=Path, default=Path("build"), metavar="FOLDER")
    parser.add_argument("--text", type=Path, metavar="FOLDER", help="show the words of articles")
    parser.add_argument("--only", default="", metavar="PART", help="of addresses with this in them")
    arguments = parser.parse_args()
    files = arguments.text.glob("*/text.txt") if arguments.text else ()
    texts = {file.parent.name: file.read_bytes().decode() for file in files}
    asked = [one for one in addresses(arguments.build_root) if arguments.only in one[0]]
    print("| address | as | first, ms | again, ms | kB | without drawings |")
    print("|---|---|--:|--:|--:|--:|")
    with running_broker(Settings(build=arguments.build_root.resolve(), workers=2)):
        served = Served(Settings.from_environment(), texts)
        for found in measure(served, asked, anew=in_a_new_process):
            print(
                f"| `{found.path}` | {found.media_type} | {found.first:.1f} | {found.again:.1f} "
                f"| {found.size / 1000:.1f} | {found.undrawn / 1000:.1f}"
                f"{' too much' if found.is_heavy else ''} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
