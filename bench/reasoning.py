"""Materialisation beside other reasoners: what follows from corpora of the shape of our graph.

    python -m bench.reasoning                          # 10k, 100k, 1M; owlrl up to its time limit
    python -m bench.reasoning --sizes 10M --engines standoff

Each engine runs in a process of its own, on the same N-Triples: a corpus without its inferred
graph, with the ontology. ``standoff`` runs all rules, ``standoff-build`` those of a build; ``nemo``
runs our rules, ``reasonable`` and ``owlrl`` their own. Nemo and reasonable come
with the extra ``bench``, and are left out where they are missing.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from bench.corpus import corpus, parse_size
from bench.profile import INFERRED_GRAPH, project_profile
from kg.base import BASE
from kg.dataset import load_ontology
from kg.paths import project_data
from kg.reasoning.clauses import Atom, Clause, compile_rules
from kg.reasoning.findings import findings
from kg.reasoning.inference import is_kept
from kg.reasoning.materialization import Workspace
from kg.reasoning.profiles import in_build, in_rl
from kg.reasoning.reading import read_into
from kg.reasoning.schema import Schema

SEED: Final = 1
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
MODULES: Final = {"owlrl": "owlrl", "reasonable": "reasonable", "nemo": "nmo_python"}
LARGEST: Final = {"owlrl": 100_000, "nemo": 1_000_000, "reasonable": 1_000_000}


def write_corpus(size: str, file: Path) -> int:
    """Write a corpus with the ontology as N-Triples, without what is inferred; count them."""
    written = set()
    with file.open("wb") as out:
        for name, lines in corpus(project_profile(), triples=parse_size(size), seed=SEED):
            if name in (INFERRED_GRAPH, "ontology", "catalog"):
                continue
            for line in lines.splitlines():
                triple = line[: line.rindex(b" <")] + b" .\n"
                if b"<<(" not in triple:
                    out.write(triple)
                    written.add(hash(triple))
        for axiom in sorted(load_ontology(project_data().ontology, BASE), key=str):
            out.write(f"{axiom} .\n".encode())
            written.add(hash(axiom))
    return len(written)


Engine = Callable[[Path], tuple[float, float, int]]
"""Returns seconds to load, seconds to infer, and how many triples are new."""


def standoff(file: Path) -> tuple[float, float, int]:
    """Run all rules, and look for contradictions."""
    start = time.perf_counter()
    store = ox.Store()
    read_into(store, [file])
    loaded = time.perf_counter()
    workspace = Workspace(store, in_rl)
    workspace.close()
    list(findings(workspace))
    inferred = time.perf_counter()
    return loaded - start, inferred - loaded, sum(1 for _ in workspace.inferred())


def standoff_build(file: Path) -> tuple[float, float, int]:
    """Run the rules of a build, and keep what it keeps."""
    start = time.perf_counter()
    store = ox.Store()
    read_into(store, [file])
    loaded = time.perf_counter()
    workspace = Workspace(store, in_build, with_schema=False)
    workspace.close()
    kept = sum(is_kept(triple, BASE) for triple in workspace.inferred())
    return loaded - start, time.perf_counter() - loaded, kept


def owlrl(file: Path) -> tuple[float, float, int]:
    """Run owlrl, all its rules."""
    import owlrl
    import rdflib

    start = time.perf_counter()
    graph = rdflib.Graph(bind_namespaces="none").parse(file, format="nt")
    before = len(graph)
    loaded = time.perf_counter()
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return loaded - start, time.perf_counter() - loaded, len(graph) - before


def reasonable(file: Path) -> tuple[float, float, int]:
    """Run reasonable, which knows fewer rules."""
    import reasonable  # type: ignore[import-untyped, import-not-found, unused-ignore]

    start = time.perf_counter()
    reasoner = reasonable.PyReasoner()
    turtle = file.with_suffix(".ttl")  # it knows a format by its name alone
    turtle.unlink(missing_ok=True)
    turtle.hardlink_to(file)
    reasoner.load_file(str(turtle))
    loaded = time.perf_counter()
    found = reasoner.reason()
    inferred = time.perf_counter()
    return loaded - start, inferred - loaded, len(found)


def nemo(file: Path) -> tuple[float, float, int]:
    """Run our rules as Datalog in Nemo, which loads when it reasons."""
    import nmo_python  # type: ignore[import-untyped, import-not-found, unused-ignore]

    start = time.perf_counter()
    schema = Schema(load_ontology(project_data().ontology, BASE))
    rules = "\n".join(_datalog(compile_rules(schema, in_rl)))
    program = f'@import given :- ntriples{{resource = "{file}"}} .\n{rules}\n'
    program += "t(?s, ?p, ?o) :- given(?s, ?p, ?o) .\n"
    program += "new(?s, ?p, ?o) :- t(?s, ?p, ?o), ~given(?s, ?p, ?o) .\n@output new .\n"
    engine = nmo_python.NemoEngine(nmo_python.load_string(program))
    loaded = time.perf_counter()
    engine.reason()
    inferred = time.perf_counter()
    return loaded - start, inferred - loaded, sum(1 for _ in engine.result("new"))


def _datalog(clauses: list[Clause]) -> Iterator[str]:
    for clause in clauses:
        head = clause.head
        # Datatypes as ranges would make literals subjects, which RDF does not have.
        if head is None or not clause.body or str(head[2]).startswith(f"<{XSD}"):
            continue
        body = ", ".join(map(_fact, clause.body))
        apart = f", {head[0]} != {head[2]}" if str(head[1]).endswith("sameAs>") else ""
        yield f"{_fact(head)} :- {body}{apart} ."


def _fact(atom: Atom) -> str:
    parts = (
        f"<urn:standoff:expression:{part.value}>" if isinstance(part, ox.BlankNode) else str(part)
        for part in atom
    )
    return f"t({', '.join(parts)})"


ENGINES: Final[dict[str, Engine]] = {
    "standoff": standoff,
    "standoff-build": standoff_build,
    "nemo": nemo,
    "reasonable": reasonable,
    "owlrl": owlrl,
}


def measured(engine: str, file: Path, limit_s: float) -> dict[str, float] | str:
    """Run an engine in a process of its own; return its figures, or why there are none."""
    command = [sys.executable, "-m", "bench.reasoning", "--run", engine, "--file", str(file)]
    try:
        ended = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=limit_s
        )
    except subprocess.TimeoutExpired:
        return f"over {limit_s:g} s"
    if ended.returncode:
        return f"failed: {ended.stderr.strip().splitlines()[-1:]}"
    found: dict[str, float] = json.loads(ended.stdout)
    return found


def _peak_kib() -> int:
    """Return the most memory this process had; `resource` also counts who started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def main() -> None:
    """Read the command line and print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.reasoning")
    parser.add_argument("--sizes", default="10k,100k,1M")
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--limit", type=float, default=240.0, help="seconds for each run")
    parser.add_argument("--run", choices=ENGINES, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.run:
        load_s, infer_s, new = ENGINES[asked.run](asked.file)
        memory = _peak_kib() / 1024
        print(json.dumps({"load": load_s, "infer": infer_s, "new": new, "MiB": memory}))
        return
    print(f"{'engine':<16}{'triples':>12}{'load s':>10}{'infer s':>10}{'new':>12}{'MiB':>8}")
    with tempfile.TemporaryDirectory(prefix="standoff-bench-") as folder:
        for size in asked.sizes.split(","):
            file = Path(folder) / f"{size}.nt"
            triples = write_corpus(size, file)
            for engine in asked.engines.split(","):
                _print(engine, triples, size, file, asked.limit)


def _print(engine: str, triples: int, size: str, file: Path, limit_s: float) -> None:
    if engine in MODULES and find_spec(MODULES[engine]) is None:
        print(f"{engine:<16}{triples:>12,}  is not installed")
        return
    if parse_size(size) > LARGEST.get(engine, parse_size(size)):
        return
    found = measured(engine, file, limit_s)
    if isinstance(found, str):
        print(f"{engine:<16}{triples:>12,}  {found}")
        return
    print(
        f"{engine:<16}{triples:>12,}{found['load']:>10.2f}{found['infer']:>10.2f}"
        f"{found['new']:>12,.0f}{found['MiB']:>8,.0f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
