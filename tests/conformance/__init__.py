"""Conformance: what the standards say of a SPARQL endpoint, asked over HTTP."""
