"""Where the project's own data lies, and where versions are published."""

import os
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).parent


@dataclass(frozen=True)
class DataPaths:
    """The folders a build reads."""

    ontology: Path
    shapes: Path
    queries: Path
    entities: Path
    links: Path
    articles: Path


def project_data() -> DataPaths:
    """Return the folders of the repository, or of the copies that an installed package has."""
    # Asked first: beside an installed package may lie another one that is named "ontology".
    copies = PACKAGE / "_data"
    shared = copies if copies.is_dir() else PACKAGE.parent
    return DataPaths(
        ontology=shared / "ontology",
        shapes=shared / "shapes",
        queries=shared / "queries",
        entities=PACKAGE / "entities",
        links=PACKAGE / "links",
        articles=PACKAGE / "articles",
    )


def default_build_root() -> Path:
    """Return the folder to publish in: ``$STANDOFF_BUILD``, else ``build`` in this folder."""
    return Path(os.environ.get("STANDOFF_BUILD") or "build")


def python_path() -> str:
    """Let a process find the same packages as we do, from whatever folder it starts in."""
    given = os.environ.get("PYTHONPATH")
    return f"{PACKAGE.parent}{os.pathsep}{given}" if given else str(PACKAGE.parent)
