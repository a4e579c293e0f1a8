"""YAML read so that every value keeps its place: a fault names its file, line and column.

The subset is small on purpose. A scalar is a string, except an unquoted whole number and an
unquoted ``true`` or ``false``; so ``2017-06-15``, ``no`` and ``1.0`` stay what was typed. Anchors,
aliases, tags, duplicate keys, tabs and empty values are faults, all reported together.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import yaml

from kg.errors import Fault, InputError, input_error

Value = str | int | bool | list["Value"] | dict[str, "Value"]
Step = str | int


class _Mark(Protocol):
    """The place of a node, counted from 0; PyYAML has two classes for it."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


MAX_DEPTH = 40
"""How deep collections may nest: far above any coding file, far below Python's recursion limit."""

_WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\Z")
_NO_VALUE = frozenset({"", "~", "null", "Null", "NULL"})
_MAYBE_ANCHOR = re.compile(r"(?:^|[\s\[{,:?-])[&*][^\s&*]", re.MULTILINE)
_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in (
        *("bool", "float", "int", "map", "merge", "null"),
        *("seq", "str", "timestamp", "value"),
    )
)


@dataclass(frozen=True)
class LocatedYaml:
    """The value a YAML file holds, and the place of each of its parts."""

    file: str
    value: Value
    root: yaml.Node

    def where(self, path: tuple[Step, ...] = ()) -> str:
        """Return ``file:line`` of the value at the path; steps that do not exist are skipped."""
        node = self.root
        mark: _Mark = node.start_mark
        for step in path:
            found = _child(node, step)
            if found is not None:
                mark, node = found
        return f"{self.file}:{mark.line + 1}"


def load_yaml(path: Path) -> LocatedYaml:
    """Read a YAML file of the subset above.

    Raises:
        InputError: the file cannot be read, is not UTF-8 or YAML, or leaves the subset.

    """
    return parse_yaml(_read(path), shown(path))


def read_utf8(path: Path) -> str:
    """Read a coding file that is no YAML.

    Raises:
        InputError: the file cannot be read or is not UTF-8.

    """
    return _decode(_read(path), shown(path))


def parse_yaml(data: bytes, file: str) -> LocatedYaml:
    """Parse the bytes of a YAML file; `file` is the name that faults show.

    Raises:
        InputError: the bytes are not UTF-8 or YAML, or leave the subset.

    """
    text = _decode(data, file)
    faults = list(_tabs(text, file))
    try:
        root = yaml.compose(text, yaml.CSafeLoader)
        if _MAYBE_ANCHOR.search(text):
            faults += _anchors(text, file)
    except yaml.YAMLError as error:
        raise input_error(file, [*faults, _syntax_fault(error, text, file)]) from error
    if root is None:
        raise InputError(
            "the file is empty", where=f"{file}:1", fix="give it content, or delete the file"
        )
    builder = _Builder(file, faults)
    value = builder.build(root, 0)
    if faults:
        raise input_error(file, dict.fromkeys(faults))
    return LocatedYaml(file, value, root)


def shown(path: Path) -> str:
    """Return a path as messages show it: from the working folder where it lies below that."""
    cwd = Path.cwd()
    return (path.relative_to(cwd) if path.is_relative_to(cwd) else path).as_posix()


@dataclass(frozen=True)
class _Builder:
    """Makes plain values of nodes and collects what leaves the subset."""

    file: str
    faults: list[Fault]

    def build(self, node: yaml.Node, depth: int) -> Value:
        if node.tag not in _PLAIN_TAGS:
            self._fault(node, f"tag {node.tag!r} is not allowed", "remove the tag")
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if depth > MAX_DEPTH:
            self._fault(node, f"nested deeper than {MAX_DEPTH} levels", "flatten it")
            return ""
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, depth + 1) for item in node.value]
        return self._mapping(node, depth)

    def _scalar(self, node: yaml.ScalarNode) -> Value:
        text: str = node.value
        if node.style is not None and node.style != "":
            return text
        if text in _NO_VALUE:
            self._fault(node, "a value is missing", "write the value, or leave the key out")
        if text in {"true", "false"}:
            return text == "true"
        return int(text) if _WHOLE_NUMBER.match(text) else text

    def _mapping(self, node: yaml.Node, depth: int) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for key, item in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._fault(key, "a key must be a plain word", "write `key: value`")
                continue
            if key.value in found:
                self._fault(key, f"key {key.value!r} occurs twice", "keep one of the two")
            found[key.value] = self.build(item, depth + 1)
        return found

    def _fault(self, node: yaml.Node, message: str, fix: str) -> None:
        self.faults.append(Fault(_place(self.file, node.start_mark), message, fix=fix))


def _child(node: yaml.Node, step: Step) -> tuple[_Mark, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, item in node.value:
            if key.value == step:
                return key.start_mark, item
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item.start_mark, item
    return None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            "cannot read the file",
            where=shown(path),
            cause=error.strerror or "unknown",
            fix="check the path and its permissions",
        ) from error


def _decode(data: bytes, file: str) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        raise InputError(
            f"byte 0x{data[error.start]:02x} is not UTF-8",
            where=f"{file}:{line}:{column}",
            fix="save the file as UTF-8",
        ) from error
    if text.startswith("\ufeff"):
        raise InputError(
            "the file starts with a byte order mark",
            where=f"{file}:1:1",
            fix="save it as UTF-8 without BOM",
        )
    return text


def _tabs(text: str, file: str) -> Iterator[Fault]:
    if "\t" not in text:
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if "\t" in line:
            column = line.index("\t") + 1
            yield Fault(f"{file}:{number}:{column}", "a tab character", fix="indent with spaces")


def _anchors(text: str, file: str) -> Iterator[Fault]:
    for event in yaml.parse(text, yaml.CSafeLoader):
        anchor = getattr(event, "anchor", None)
        if anchor is not None and event.start_mark is not None:
            yield Fault(
                _place(file, event.start_mark),
                f"anchor or alias {anchor!r} is not allowed",
                fix="write the value out, or put a text that starts with & or * in quotes",
            )


def _syntax_fault(error: yaml.YAMLError, text: str, file: str) -> Fault:
    fix = "correct the indentation or the punctuation there; quote text that contains ': ' or ' #'"
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        cause = "; ".join(part for part in (error.context, error.problem) if part)
        return Fault(_place(file, mark) if mark else file, "not valid YAML", cause, fix)
    if isinstance(error, yaml.reader.ReaderError):
        before = text.encode()[: error.position]
        line, column = before.count(b"\n") + 1, error.position - before.rfind(b"\n")
        return Fault(f"{file}:{line}:{column}", "not valid YAML", error.reason, fix)
    return Fault(file, "not valid YAML", str(error), fix)


def _place(file: str, mark: _Mark) -> str:
    return f"{file}:{mark.line + 1}:{mark.column + 1}"
