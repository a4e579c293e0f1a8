"""Running one query as a worker does: prepare, evaluate, and see whether the answer counts."""

import json

import pyoxigraph as ox

from server.fault import RequestError
from server.federation.allowed import ServicePolicy
from server.federation.preparation import prepare

BASE = "http://our.example/sparql"


def small_store() -> ox.Store:
    """Make a store of three things with a number each."""
    store = ox.Store()
    for number in range(3):
        thing, predicate = ox.NamedNode(f"http://e/{number}"), ox.NamedNode("http://e/p")
        store.add(ox.Quad(thing, predicate, ox.Literal(number)))
    return store


def run(text: str, policy: ServicePolicy) -> list[dict[str, str]] | bool | list[str] | RequestError:
    """Return rows, a truth value, triples, or the fault."""
    try:
        with prepare(text, policy, base=BASE) as prepared:
            try:
                answer = _evaluate(prepared.text)
            except (OSError, RuntimeError, ValueError) as error:
                fault = prepared.fault(error)
                if fault is None:
                    raise
                return fault
            prepared.check()
            return answer
    except RequestError as fault:
        return fault


def _evaluate(text: str) -> list[dict[str, str]] | bool | list[str]:
    found = small_store().query(text, base_iri=BASE)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    if isinstance(found, ox.QueryTriples):
        return sorted(str(triple) for triple in found)
    rows = json.loads(found.serialize(format=ox.QueryResultsFormat.JSON) or b"")
    bindings = rows["results"]["bindings"]
    return sorted(({n: value["value"] for n, value in row.items()} for row in bindings), key=str)
