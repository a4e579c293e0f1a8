"""A dataset of a few triples, with no coding behind it, to publish and to read back."""

from pathlib import Path

import pyoxigraph as ox

from kg.checks import Hermit
from kg.dataset import RDF_REIFIES, Dataset
from kg.placing import exclusive
from kg.publish import Candidate, publish
from kg.published import Version

BASE = "https://example.org/x/"

TRIPLES = """
PREFIX id: <https://example.org/x/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX stand: <https://example.org/x/ontology#>
id:claim/a/c1 stand:assertedBy id:actor/one ; rdfs:label "one: it rains"@en .
id:document/a a stand:Article ; stand:sha256 "00ff" ; stand:codePointLength 12 .
"""
ONTOLOGY = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
<https://example.org/x/ontology> a owl:Ontology ; owl:versionInfo "0.1.0" .
"""


def iri(local: str) -> ox.NamedNode:
    return ox.NamedNode(BASE + local)


def turtle(text: str) -> frozenset[ox.Triple]:
    text = text.replace("claim/a/c1", r"claim\/a\/c1").replace("actor/", r"actor\/")
    text = text.replace("document/", r"document\/")
    return frozenset(quad.triple for quad in ox.parse(text, ox.RdfFormat.TURTLE))


def small_dataset(extra: str = "") -> Dataset:
    article = iri("graph/article/a")
    said = ox.Triple(iri("id/actor/two"), iri("ontology#threatens"), iri("id/actor/one"))
    return Dataset(
        BASE,
        {article: turtle(TRIPLES + extra), iri("graph/ontology"): turtle(ONTOLOGY)},
        frozenset({ox.Quad(iri("id/claim/a/c1"), RDF_REIFIES, said, article)}),
    )


def candidate(extra: str = "", hermit: Hermit = "skipped") -> Candidate:
    return Candidate(
        dataset=small_dataset(extra),
        report=b"# conforms\n",
        shapes_sha256="ab",
        warnings=0,
        hermit=hermit,
        text="not given",
    )


def publish_small(root: Path, extra: str = "", hermit: Hermit = "skipped") -> Version:
    with exclusive(root):
        return publish(root, candidate(extra, hermit), lambda _stage: None)
