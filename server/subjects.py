"""What is said of one subject: from the file that was written of it, else from the store."""

import os

import pyoxigraph as ox

from server.engine.statements import Statements, rows_in_store


class Subjects:
    """The subjects of one version; without a store, only those in the file, once it is there."""

    def __init__(self, store: ox.Store | None) -> None:
        self._store = store
        self.statements: Statements | None = None

    def map(self, file: int) -> None:
        """Have the file read from now on, and close it."""
        try:
            self.statements = Statements(file)
        finally:
            os.close(file)

    def rows(self, subject: ox.NamedNode) -> bytes | None:
        """Return the rows as `server.engine.statements` has them; None where these cannot tell."""
        if self.statements is not None:
            return self.statements.rows(subject.value)
        return rows_in_store(self._store, subject) if self._store is not None else None
