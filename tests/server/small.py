"""A small published version, and the made-up text that it points into."""

from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox

from kg.base import BASE, rebase
from kg.dataset import Dataset
from kg.placing import exclusive
from kg.publish import Candidate, publish
from kg.published import Version
from kg.questions import Question

TEXT = "Old guns guard the 港 quay.\nRuritania fears nothing <b>."
TRIG = (Path(__file__).parent / "small.trig").read_text(encoding="utf-8")


def iri(local: str) -> ox.NamedNode:
    return ox.NamedNode(BASE + local)


def publish_small(root: Path, extra: str = "", base: str = BASE) -> Version:
    """Publish the small version, with the TriG of `extra` (full IRIs) added to it."""
    graphs: dict[ox.NamedNode, set[ox.Triple]] = defaultdict(set)
    reifications = set()
    trig = [rebase(text, base) for text in (TRIG, extra)]
    for quad in (quad for text in trig for quad in ox.parse(text, ox.RdfFormat.TRIG)):
        if isinstance(quad.object, ox.Triple):
            reifications.add(quad)
        else:
            graphs[quad.graph_name].add(quad.triple)
    dataset = Dataset(
        base, {name: frozenset(graph) for name, graph in graphs.items()}, frozenset(reifications)
    )
    candidate = Candidate(
        dataset=dataset,
        report=b"# conforms\n",
        shapes_sha256="ab",
        warnings=0,
        hermit="skipped",
        text="not given",
    )
    with exclusive(root):
        return publish(root, candidate, lambda _stage: None)


QUESTIONS = (
    Question(
        name="who-fears-whom",
        summary="Who is said to fear whom & why?",
        description="A reading <of> minds.",
        tags=("minds", "claims"),
        text="""#+ summary: Who is said to fear whom & why?
PREFIX stand: <https://w3id.org/standoff/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?claim ?speaker ?mode ?certainty ?passage WHERE {
  ?claim stand:assertedBy/rdfs:label ?speaker ; stand:reportingMode ?mode ;
    stand:certainty/rdfs:label ?certainty ; stand:evidencedBy ?passage .
} ORDER BY ?claim
""",
    ),
    Question("is-there-a-claim", "Is there a claim?", "", ("claims",), "ASK { ?s ?p ?o }"),
)
