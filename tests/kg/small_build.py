"""A project of three small Turtle files, to build without any coding behind it.

``coding.ttl`` stands for what `kg.graph` makes of the coding, so that these tests are about the
build alone. Run as a script it builds the project given, and kills itself at the stage given.
"""

import os
import signal
import sys
from pathlib import Path

import pytest
import rdflib

from kg import build
from kg.base import BASE
from kg.graph import GraphSet, Reification
from kg.paths import DataPaths

PREFIXES = f"""
PREFIX stand: <{BASE}ontology#>
PREFIX id: <{BASE}id/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX shape: <{BASE}shape/>
"""
ONTOLOGY = f"""
<{BASE}ontology> a owl:Ontology ; owl:versionInfo "0.1.0" .
stand:Actor a owl:Class ; rdfs:subClassOf [ a owl:Class ; owl:complementOf stand:Claim ] .
stand:State a owl:Class ; rdfs:subClassOf stand:Actor .
stand:Claim a owl:Class .
stand:assertedBy a owl:ObjectProperty .
"""
SHAPES = """
shape:Claim a sh:NodeShape ; sh:targetClass stand:Claim ;
  sh:property shape:Claim-asserter, shape:Claim-label .
shape:Claim-asserter a sh:PropertyShape ; sh:path stand:assertedBy ; sh:minCount 1 ;
  sh:class stand:Actor ; sh:message "A claim has an asserter." .
shape:Claim-label a sh:PropertyShape ; sh:path rdfs:label ; sh:minCount 1 ;
  sh:severity sh:Warning ; sh:message "A claim should have a label." .
"""
CODING = "id:russia a stand:State . id:c1 a stand:Claim ; stand:assertedBy id:russia ."
MORE_CODING = CODING + "id:c2 a stand:Claim ; stand:assertedBy id:russia ."
BAD_CODING = CODING + "id:c2 a stand:Claim ."
CONTRADICTORY_CODING = CODING + "id:russia a stand:Claim ; stand:assertedBy id:russia ."


def write_project(folder: Path, coding: str = CODING) -> DataPaths:
    data = project(folder)
    for path, turtle in (
        (data.ontology, ONTOLOGY),
        (data.shapes, SHAPES),
        (data.articles, coding),
    ):
        path.mkdir(parents=True, exist_ok=True)
        (path / "all.ttl").write_text(PREFIXES + turtle, encoding="utf-8")
    return data


def project(folder: Path) -> DataPaths:
    return DataPaths(*(folder / name for name in DataPaths.__dataclass_fields__))


def use_turtle_as_coding(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(build, "load_corpus", lambda _entities, _links, articles, _drafts: articles)
    patch.setattr(build, "build_graphs", _graphs_of)


def _graphs_of(articles: Path, base: str) -> GraphSet:
    text = (articles / "all.ttl").read_text(encoding="utf-8").replace(BASE, base)
    name = rdflib.URIRef(f"{base}graph/article/a")
    claim, actor = rdflib.URIRef(f"{base}id/c1"), rdflib.URIRef(f"{base}id/russia")
    said = Reification(claim, actor, rdflib.URIRef(f"{base}ontology#opposes"), actor, name)
    return GraphSet({name: rdflib.Graph().parse(data=text, format="turtle")}, (said,))


def _build_until(folder: Path, root: Path, last_stage: str) -> None:
    def kill_at(stage: str) -> None:
        if stage == last_stage:
            os.kill(os.getpid(), signal.SIGKILL)

    with pytest.MonkeyPatch.context() as patch:
        use_turtle_as_coding(patch)
        hermit = last_stage == "consistency"
        report = build.build(project(folder), root, hermit=hermit, on_stage=kill_at)
    sys.stdout.write(report.version)


if __name__ == "__main__":
    _build_until(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
