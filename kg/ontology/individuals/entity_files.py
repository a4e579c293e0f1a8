"""The entity files as plain values, each with its place, and the digest of them all."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.base import BASE
from kg.located_yaml import LocatedYaml, Value, load_yaml

Fields = dict[str, Value]
"""An entity, designation, geometry or background as its file has it."""

IDS: Final = f"{BASE}id/"
INDIVIDUALS: Final = f"{BASE}individuals"
"""The IRI of the ontology that an export is."""
FILE_OF_KIND: Final = {
    "actor": "actors.yaml",
    "territory": "territories.yaml",
    "system": "systems.yaml",
    "agreement": "agreements.yaml",
    "event": "events.yaml",
    "issue": "issues.yaml",
    "document": "documents.yaml",
}
"""The file that a new entity of a kind goes to."""
LANGUAGES: Final = ("en", "ru", "ja")
DATES: Final = frozenset({"date", "validFrom", "validUntil"})


@dataclass(frozen=True)
class EntityFiles:
    """All entity files of a folder, parsed."""

    folder: Path
    files: tuple[tuple[Path, LocatedYaml], ...]

    def entities(self) -> Iterator[tuple[Path, int, Fields]]:
        """Yield each entity with its file and its number in it."""
        for path, located in self.files:
            if isinstance(located.value, list):
                for number, entity in enumerate(located.value):
                    if isinstance(entity, dict):
                        yield path, number, entity

    def by_id(self) -> dict[str, Fields]:
        """Return the entities by their ids."""
        return {str(entity["id"]): entity for _, _, entity in self.entities()}

    @property
    def digest(self) -> str:
        """The SHA-256 of the files, by which an export knows what it was made from."""
        whole = hashlib.sha256()
        for path, _ in self.files:
            whole.update(f"{path.name}\n".encode() + path.read_bytes())
        return whole.hexdigest()


def read_entity_files(folder: Path) -> EntityFiles:
    """Read the entity files of a folder; raises `InputError` where one is no YAML of ours."""
    paths = sorted(folder.glob("*.yaml"))
    return EntityFiles(folder, tuple((path, load_yaml(path)) for path in paths))


def fields(value: Value | None) -> Fields:
    """Return a value that is a mapping, or an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: Value | None) -> list[Value]:
    """Return a value that is a list, or an empty one."""
    return value if isinstance(value, list) else []
