"""Things found by their names and glosses."""
