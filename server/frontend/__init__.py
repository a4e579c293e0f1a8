"""The query editor, which comes from npm."""
