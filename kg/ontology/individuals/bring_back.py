"""Edits made to exported individuals, brought back into the entity files."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.corpus import load_corpus
from kg.errors import ConformanceError, Fault, InputError
from kg.located_yaml import Value, shown
from kg.ontology import terms
from kg.ontology.folder import OntologyFolder
from kg.ontology.format import read
from kg.ontology.individuals.entity_files import (
    FILE_OF_KIND,
    INDIVIDUALS,
    EntityFiles,
    Fields,
    fields,
    items,
    read_entity_files,
)
from kg.ontology.individuals.export import VERSION_INFO
from kg.ontology.individuals.importing import Individuals
from kg.ontology.individuals.yaml_edit import arranged, edited
from kg.paths import DataPaths
from kg.whole_file import write_whole


@dataclass(frozen=True)
class Changes:
    """The new texts of the entity files that change, and what changes, entity by entity."""

    texts: dict[Path, str]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]

    def write(self) -> None:
        """Put the texts into their files; each file is replaced whole."""
        for path, text in self.texts.items():
            write_whole(path, text)


def bring_back(path: Path, data: DataPaths, ontology: OntologyFolder) -> Changes:
    """Work out what the edits in a file change in the entity files; nothing is written yet.

    Raises:
        InputError: the file is no export of these entities, or says what entity files cannot
            hold; lists every fault with its individual.
        ConformanceError: the changed files would not say what the file says.

    """
    triples = _told(path, ontology)
    files = read_entity_files(data.entities)
    _refuse_other_base(path, triples, files)
    individuals = Individuals(triples)
    imported = individuals.entities()
    if individuals.faults:
        raise InputError(
            "the file says what the entity files cannot hold; nothing was changed",
            where=shown(path),
            faults=sorted(set(individuals.faults)),
        )
    changes = _changes(files, imported)
    _refuse_unfit(changes, imported, files, data)
    return changes


def _told(path: Path, ontology: OntologyFolder) -> list[ox.Triple]:
    """Read the file, without what the ontology that it imports declares."""
    triples = read(path, ontology).triples
    imported = ontology.declared_by_imports(triples)
    return [triple for triple in triples if triple not in imported]


def _refuse_other_base(path: Path, triples: list[ox.Triple], files: EntityFiles) -> None:
    header = ox.NamedNode(INDIVIDUALS)
    made_from = [
        t.object.value
        for t in triples
        if (t.subject, t.predicate) == (header, VERSION_INFO) and isinstance(t.object, ox.Literal)
    ]
    if not any(t.subject == header and t.object == terms.ONTOLOGY for t in triples):
        raise InputError(
            "this is no export of the project's entities",
            where=shown(path),
            cause=f"it holds no ontology <{INDIVIDUALS}>",
            fix="begin with standoff ontology individuals export",
        )
    if made_from != [files.digest]:
        raise InputError(
            "the entity files have changed since this was exported",
            where=shown(path),
            cause="what changed there would be taken back",
            fix="export anew and make the edits in that, or take the entity files back to where "
            "they were, import, and let git merge",
        )


def _changes(files: EntityFiles, imported: dict[str, Fields]) -> Changes:
    old = files.by_id()
    wanted: dict[Path, list[Value]] = {file: [] for file, _ in files.files}
    changed = []
    for file, _, entity in files.entities():
        reference = str(entity["id"])
        if reference in imported:
            new = _in_old_order(entity, imported[reference])
            wanted[file].append(new)
            changed += [reference] if new != entity else []
    added = sorted(imported.keys() - old.keys())
    for reference in added:
        file = files.folder / FILE_OF_KIND[reference.partition("/")[0]]
        wanted.setdefault(file, []).append(imported[reference])
    texts = {}
    for file, located in files.files:
        before = file.read_text(encoding="utf-8")
        after = before if wanted[file] == located.value else edited(before, file.name, wanted[file])
        if after != before:
            texts[file] = after
    missing = wanted.keys() - {file for file, _ in files.files}
    if missing:
        raise InputError(
            "there is no such entity file", where=shown(min(missing)), fix="make it, with a list"
        )
    return Changes(texts, tuple(added), tuple(sorted(old.keys() - imported.keys())), tuple(changed))


def _in_old_order(old: Fields, new: Fields) -> Fields:
    """Give what RDF holds in no order the order that the file has; what is new comes last."""
    ordered = dict(new)
    if "alt" in new:
        before = fields(old.get("alt"))
        ordered["alt"] = {
            language: arranged(items(before.get(language)), items(names))
            for language, names in fields(new["alt"]).items()
        }
    for key in ("designations", "background"):
        if key in new:
            ordered[key] = arranged(items(old.get(key)), items(new[key]))
    return ordered


def _refuse_unfit(
    changes: Changes, imported: dict[str, Fields], files: EntityFiles, data: DataPaths
) -> None:
    """Try the changed files in a copy: they must be read, by all that refers to them, as meant."""
    if not changes.texts:
        return
    with tempfile.TemporaryDirectory(prefix="standoff-") as made:
        copy = Path(shutil.copytree(files.folder, Path(made) / "entities"))
        for path, text in changes.texts.items():
            (copy / path.name).write_text(text, encoding="utf-8")
        try:
            load_corpus(copy, data.links, data.articles)
        except InputError as error:
            raise InputError(
                "the coding would not hold together after these edits; nothing was changed",
                cause="" if error.faults else error.message.replace(str(copy), shown(files.folder)),
                where="" if error.faults else error.where.replace(str(copy), shown(files.folder)),
                fix=error.fix or "mend the individual, or what refers to it",
                faults=[_at_home(fault, copy, files.folder) for fault in error.faults],
            ) from error
        again = read_entity_files(copy).by_id()
        lost = [
            ref for ref, new in imported.items() if _in_old_order(new, again.get(ref, {})) != new
        ]
    if lost or again.keys() != imported.keys():
        raise ConformanceError(
            "the entity files would not say what the file says; nothing was changed",
            cause="of " + ", ".join(lost or sorted(again.keys() ^ imported.keys())),
            fix="please report it with the file",
        )


def _at_home(fault: Fault, copy: Path, home: Path) -> Fault:
    parts = (fault.where, fault.message, fault.cause, fault.fix)
    return Fault(*(part.replace(str(copy), shown(home)) for part in parts))
