"""New versions made from the current one: an edit, checked, published, and moved to."""
