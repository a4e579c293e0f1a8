"""The Flask endpoint: SPARQL Protocol, dumps and pages, over published versions only."""
