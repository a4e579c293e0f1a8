"""SHACL over the project's own graph: with pyoxigraph answering queries, and pyshacl alone."""

import pyshacl
import rdflib

from bench.figures import HEAD, line, seconds
from kg.build import check
from kg.dataset import to_rdflib
from kg.paths import project_data
from kg.validation import validate

TIMES = 3

if __name__ == "__main__":
    data = project_data()
    dataset = check(data, hermit=False).dataset
    union = dataset.union()
    shapes = rdflib.Graph()
    for file in sorted(data.shapes.glob("*.ttl")):
        shapes.parse(file)

    def alone() -> None:
        """Validate with pyshacl and rdflib only."""
        pyshacl.validate(to_rdflib(union), shacl_graph=shapes, inplace=True)

    print(f"{len(union)} triples")
    print(HEAD)
    print(line("as built", seconds(lambda: validate(dataset, data.shapes), times=TIMES)))
    print(line("pyshacl alone", seconds(alone, times=TIMES)))
