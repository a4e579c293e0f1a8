"""``SERVICE``: which other endpoints a query may call, and how it is let out to them."""
