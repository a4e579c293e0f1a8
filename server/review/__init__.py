"""The review page: one draft, its text beside a form, for the one person who decides on it."""
