"""An article as a map: each place in it, who claims what there, and where nobody does."""
