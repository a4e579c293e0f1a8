"""What follows from ontology and data, why it follows, and whether it can all be true."""
