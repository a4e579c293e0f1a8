"""Everything that an editor wants to know of the ontology before sending a change back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kg.errors import Fault, InputError, StandoffError
from kg.located_yaml import shown
from kg.ontology import hygiene
from kg.ontology.checks import CHECKS
from kg.ontology.checks.graphs import Checked
from kg.ontology.differences import Difference, State, read_state
from kg.ontology.folder import OntologyFolder
from kg.ontology.format import format_file
from kg.ontology.obligations import broken_promises, unknown_terms
from kg.ontology.owl_api import OwlApi, how_to_get_it, owl_api
from kg.ontology.places import Places
from kg.ontology.protege import opened, reasoned
from kg.ontology.revisions import Baseline, default_baseline, named_baseline, state
from kg.ontology.uses import uses
from kg.ontology.words import name
from kg.paths import DataPaths

BY_OWL_API: Final = "opening and saving in Protégé, OWL 2 DL, consistency"


@dataclass
class Verdict:
    """What each check found, by its name, and what could not be checked, and why."""

    faults: dict[str, list[Fault]] = field(default_factory=dict)
    unchecked: dict[str, str] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Whether no check found a fault."""
        return not any(self.faults.values())

    def listed(self) -> list[tuple[str, Fault]]:
        """Return the faults with their checks, by file and line."""
        found = ((check, fault) for check, faults in self.faults.items() for fault in faults)
        return sorted(found, key=lambda each: (*_place(each[1].where), each[0], each[1]))


def check(data: DataPaths, *, since: str | None = None, jvm: bool = True) -> Verdict:
    """Run every check on an ontology's folder.

    `since` is what it is compared with: a revision or a folder; without it, the last release, or
    HEAD where there is none.

    Raises `InputError` where there is no ontology, or no such earlier state.
    """
    verdict = Verdict()
    folder = OntologyFolder(data.ontology)
    if not folder.files:
        raise InputError(
            "there is no ontology", where=shown(folder.path), fix="give its folder as argument"
        )
    verdict.faults["syntax"] = list(_syntax(folder))
    if verdict.faults["syntax"]:
        verdict.unchecked["all else"] = "a file cannot be read"
        return verdict
    checked = Checked(folder, Places(folder.files))
    verdict.faults["form"] = list(_form(folder))
    for each, run in CHECKS.items():
        verdict.faults[each] = run(checked)
    verdict.faults["hygiene"] = list(_hygiene(checked))
    _uses(verdict, data, checked, since)
    if jvm:
        _protege(verdict, checked, owl_api())
    else:
        verdict.unchecked[BY_OWL_API] = "left out, as was asked"
    return verdict


def _syntax(folder: OntologyFolder) -> Iterator[Fault]:
    """Read the catalogue and every file."""
    reads: list[Callable[[], object]] = [lambda: folder.catalogue]
    reads += [lambda file=file: folder.source(file) for file in folder.files]  # type: ignore[misc]
    for read in reads:
        try:
            read()
        except InputError as error:
            yield Fault(error.where, error.message, error.cause, error.fix)


def _form(folder: OntologyFolder) -> Iterator[Fault]:
    """Yield the files that are not as ``format`` writes them."""
    for file in folder.files:
        try:
            found = format_file(file, folder)
        except StandoffError as error:
            yield Fault(error.where or shown(file), error.message, error.cause, error.fix)
            continue
        if found.changes:
            yield Fault(
                f"{shown(file)}:{_first_difference(file, found.text)}",
                "the file is not in the form that keeps changes small",
                fix=f"standoff ontology format {shown(file)}",
            )


def _first_difference(file: Path, text: str) -> int:
    ours, theirs = file.read_text(encoding="utf-8").split("\n"), text.split("\n")
    pairs = enumerate(zip(ours, theirs, strict=False), start=1)
    return next((n for n, (one, other) in pairs if one != other), min(len(ours), len(theirs)))


def _hygiene(checked: Checked) -> Iterator[Fault]:
    """Run the rules of good form, over each file or over all as one."""
    whole = hygiene.store_of(checked.files)
    for rule in hygiene.rules():
        alone = hygiene.is_of_one_file(rule)
        stores = map(hygiene.store_of, ([f] for f in checked.files)) if alone else [whole]
        for store in stores:
            for iri, wrong in hygiene.rows(rule, store):
                yield Fault(checked.where_named(iri), f"{name(iri)} {wrong} [{rule.stem}]")


def _uses(verdict: Verdict, data: DataPaths, checked: Checked, since: str | None) -> None:
    """Hold the terms against those who name them, and against an earlier state."""
    used = uses(data)
    new = read_state(data.ontology)
    verdict.faults["use"] = list(unknown_terms(new, used))
    baseline = named_baseline(data.ontology, since) if since else default_baseline(data.ontology)
    if baseline is None:
        verdict.unchecked["deprecation"] = (
            "git does not know this folder; give what to compare with: --since FOLDER"
        )
        return
    difference = Difference(_earlier(baseline, data.ontology).core, new.core)
    verdict.faults["deprecation"] = list(
        broken_promises(
            difference,
            used,
            checked.places,
            since=baseline.name,
            released=baseline.released,
        )
    )


def _earlier(baseline: Baseline, folder: Path) -> State:
    with state(baseline.name, folder) as path:
        return read_state(path)


def _protege(verdict: Verdict, checked: Checked, api: OwlApi | None) -> None:
    if api is None:
        verdict.unchecked[BY_OWL_API] = (
            f"the OWL API is not installed; get it with: {how_to_get_it()}"
        )
        return
    runs: dict[str, Callable[[Checked, OwlApi], list[Fault]]] = {
        "opening": opened,
        "reasoning": reasoned,
    }
    for each, run in runs.items():
        try:
            verdict.faults[each] = run(checked, api)
        except InputError as error:
            fault = Fault(error.where, error.message, error.cause, error.fix)
            verdict.faults[each] = [fault]


def _place(where: str) -> tuple[str, int]:
    file, _, line = where.partition(":")
    number = line.partition(":")[0]
    return file, int(number) if number.isdecimal() else 0
