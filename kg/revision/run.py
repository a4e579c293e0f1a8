"""A revision in its own process: ``python -m kg.revision.run``; see `kg.revision.request`."""

from kg.revision.request import answer
from kg.revision.revise import revise

if __name__ == "__main__":
    answer(revise)
