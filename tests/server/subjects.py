"""The subjects of a store, as a server reads them once their file is written."""

import os
import tempfile

import pyoxigraph as ox

from server.engine.statements import write_statements
from server.subjects import Subjects


def in_file(store: ox.Store) -> Subjects:
    """Return the subjects of a store, read from the file that is written of it alone."""
    found = Subjects(None)
    with tempfile.TemporaryFile() as file:
        write_statements(store, file)
        file.flush()
        found.map(os.dup(file.fileno()))
    return found
