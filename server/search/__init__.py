"""Search over names and glosses, and the index of a version that browsing reads as well."""
