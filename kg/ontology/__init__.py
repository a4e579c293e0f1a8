"""The ontology as an editor meets it: checked, formatted, compared and documented."""
