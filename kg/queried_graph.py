"""An rdflib graph whose SPARQL queries pyoxigraph answers.

rdflib hands a query to its store where the store has a method for it, and so pyshacl's SPARQL
constraints come here: over this project's shapes, pyoxigraph takes milliseconds where rdflib's
own evaluation takes seconds. Everything else pyshacl asks of the graph is answered by rdflib.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph as ox
import rdflib
from rdflib.plugins.sparql.sparql import Query
from rdflib.plugins.stores.memory import Memory
from rdflib.query import Result

from kg.dataset import add_to, to_pyoxigraph, to_rdflib_node
from kg.prebinding import can_prebind, prebind


def queried_graph(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """Make an rdflib graph of the triples, whose queries pyoxigraph answers; it must not change."""
    found = list(triples)
    store = ox.Store()
    store.bulk_extend(ox.Quad(*triple) for triple in found)
    graph = queried_by(store)
    add_to(graph, found)
    return graph


def queried_by(store: ox.Store) -> rdflib.Graph:
    """Make an empty rdflib graph whose queries the store answers; it gets the same triples."""
    return rdflib.Graph(store=_QueriedStore(store), bind_namespaces="none")


class _QueriedStore(Memory):
    def __init__(self, oxigraph: ox.Store) -> None:
        super().__init__()
        self._oxigraph = oxigraph

    def query(
        self,
        query: Query | str,
        initNs: Mapping[str, str],  # noqa: N803 -- rdflib's names
        initBindings: Mapping[str, rdflib.term.Node],  # noqa: N803
        queryGraph: str,  # noqa: N803, ARG002
        **_options: Any,
    ) -> Result:
        """Answer a SELECT or an ASK; the bindings stand in it as constants.

        Raises `NotImplementedError` for what rdflib is to answer itself, as rdflib expects.
        """
        if not isinstance(query, str):
            raise NotImplementedError("a parsed query is for rdflib to answer")
        bound = {str(name): to_pyoxigraph(value) for name, value in initBindings.items()}
        if not can_prebind(query, bound.keys()):
            raise NotImplementedError("a value inside a query in the query is for rdflib to see")
        try:
            found = self._oxigraph.query(
                prebind(query, bound),
                prefixes={prefix: str(namespace) for prefix, namespace in initNs.items()},
                substitutions={ox.Variable(name): value for name, value in bound.items()},
            )
        except (RuntimeError, SyntaxError) as error:
            # A bound variable that is not selected: SHACL selects $this, and rdflib answers others.
            # A syntax error may be of the values written into the text; rdflib tells.
            raise NotImplementedError(str(error)) from error
        if isinstance(found, ox.QueryBoolean):
            answer = Result("ASK")
            answer.askAnswer = bool(found)
            return answer
        if isinstance(found, ox.QueryTriples):
            raise NotImplementedError("shapes ask SELECT and ASK queries")
        rows = Result("SELECT")
        names = [variable.value for variable in found.variables]
        rows.vars = [rdflib.Variable(name) for name in names]
        rows.bindings = [
            {
                variable: to_rdflib_node(value)
                for variable, value in zip(rows.vars, solution, strict=True)
                if value is not None
            }
            for solution in found
        ]
        return rows
