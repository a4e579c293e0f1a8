"""A coding file read into its model; what is wrong with it becomes faults with file and line."""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError

from kg.errors import Fault, InputError
from kg.located_yaml import LocatedYaml, Step, load_yaml
from kg.model.article import ArticleFile, Attribution, ChainLink, Sentence
from kg.model.coding import Claim, CodingFile, Position, Proposition, Silence
from kg.model.entities import Background, Designation, Entity
from kg.model.passages import Clause, Damage, Emendation, Mention
from kg.model.values import SLUG

Model = TypeVar("Model")

_KEYS = sorted(
    {
        field.alias or name
        for model in (
            *(ArticleFile, Attribution, ChainLink, Sentence),
            *(Claim, CodingFile, Position, Proposition, Silence),
            *(Background, Designation, Entity, Clause, Damage, Emendation, Mention),
        )
        for name, field in model.model_fields.items()
    }
)

_EXPLAINED = {
    "missing": ("key {key!r} is missing", "add it"),
    "string_type": ("{key} must be text", "put the value in quotes"),
    "int_type": ("{key} must be a whole number", "write it without quotes"),
    "bool_type": ("{key} must be true or false", "write it without quotes"),
    "tuple_type": ("{key} must be a list", "write it as [a, b]"),
    "model_type": ("{key} must have keys of its own", "write it as {{key: value}}"),
    "model_attributes_type": ("{key} must have keys of its own", "write it as {{key: value}}"),
    "too_short": ("{key} has too few items", "list at least as many as the schema asks for"),
    "string_too_short": ("{key} is empty", "write the text, or leave the key out"),
    "union_tag_not_found": ("key 'class' is missing", "say which class of situation it is"),
}


class Places(Protocol):
    """Knows where each part of a coding stands: in its file, or in the one it is made from."""

    @property
    def file(self) -> str:
        """The file."""

    def where(self, path: tuple[Step, ...] = ()) -> str:
        """Return ``file:line`` of the part at the path."""


@dataclass(frozen=True)
class CodedFile(Generic[Model]):
    """What a file holds, and where each part of it stands."""

    value: Model
    source: Places

    def where(self, *path: Step) -> str:
        """Return ``file:line`` of the part at this path."""
        return self.source.where(path)


def read_coded(path: Path, adapter: TypeAdapter[Model]) -> CodedFile[Model]:
    """Read a coding file.

    Raises:
        InputError: it is not YAML of our subset, or not what the model asks for; lists all faults.

    """
    return coded(load_yaml(path), adapter)


def coded(source: LocatedYaml, adapter: TypeAdapter[Model]) -> CodedFile[Model]:
    """Take what was read of a coding file into its model.

    Raises:
        InputError: it is not what the model asks for; lists all faults.

    """
    try:
        return CodedFile(adapter.validate_python(source.value), source)
    except ValidationError as error:
        raise InputError(
            f"{source.file} does not follow its schema",
            faults=sorted(set(faults_of(error, source))),
        ) from error


def faults_of(error: ValidationError, source: Places) -> list[Fault]:
    """Say where a value leaves its model, and what to do about it."""
    return [_fault(source, detail) for detail in error.errors(include_url=False)]


def nearest(wanted: str, known: list[str] | tuple[str, ...]) -> str:
    """Return a fix that names what was probably meant, or says what there is."""
    close = get_close_matches(wanted, known, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    if 0 < len(known) <= 40:
        return f"use one of: {', '.join(known)}"
    return "define it, or correct the name"


def _fault(source: Places, detail: Any) -> Fault:
    path: tuple[Step, ...] = detail["loc"]
    kind: str = detail["type"]
    where = source.where(path)
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), "the file")
    if kind == "extra_forbidden":
        return Fault(where, f"unknown key {key!r}", fix=nearest(key, _KEYS))
    if kind == "union_tag_invalid":
        key = "class"
    if kind in {"literal_error", "union_tag_invalid"}:
        context = detail["ctx"]
        listed = context.get("expected") or context["expected_tags"]
        allowed = [word.strip("' ") for word in listed.replace(" or ", ", ").split(",")]
        given = str(detail["input"] if kind == "literal_error" else context["tag"])
        return Fault(where, f"{key} cannot be {given!r}", fix=nearest(given, allowed))
    if kind == "string_pattern_mismatch":
        return Fault(
            where,
            f"{key} cannot be {detail['input']!r}",
            fix=f"it must match {detail['ctx']['pattern'].replace(SLUG, '<lower-case-words>')}",
        )
    if kind == "value_error":
        message, _, fix = str(detail["ctx"]["error"]).partition(" [fix: ")
        return Fault(where, message, fix=fix.removesuffix("]"))
    message, fix = _EXPLAINED.get(kind, ("{key}: " + detail["msg"], "see the file's JSON Schema"))
    return Fault(where, message.format(key=key), fix=fix.format(key=key))
