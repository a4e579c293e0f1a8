"""Break valid data in every way its authors and producers could, and see every break caught."""
