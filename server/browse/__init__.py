"""Claims as a table that filters narrow down."""
