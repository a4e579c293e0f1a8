"""What search and browse read of a version: one file, made once and kept."""
