"""Coding files with one entry changed in place, every other line where it was."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import yaml

from kg.located_yaml import Value, load_yaml


@dataclass(frozen=True)
class Entry:
    """An item of a list, or a value of a file's own key: where it stands and what it is."""

    file: Path
    section: str
    number: int | None
    value: Value
    start: int
    end: int
    first_line: int
    last_line: int

    @property
    def id(self) -> str:
        """What the entry is called, if anything."""
        return str(self.value.get("id", "")) if isinstance(self.value, dict) else ""


@dataclass(frozen=True)
class CodingText:
    """The text of one coding file, with its entries."""

    path: Path

    @cached_property
    def text(self) -> str:
        """The file as it is."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The items of its lists and the values of its other keys."""
        root = yaml.compose(self.text, yaml.CSafeLoader)
        value = load_yaml(self.path).value
        return tuple(self._entries(root, value))

    def replaced(self, entry: Entry, *values: Value) -> str:
        """Return the text with other values in the place of an entry, on the lines it had."""
        body = self.text[entry.start : entry.end]
        tail = body[len(body.rstrip()) :]
        indent = " " * (entry.start - self.text.rfind("\n", 0, entry.start) - 1)
        if entry.number is None or values:
            dash = f"\n{indent[:-2]}- "
            new = dash.join(json.dumps(value, ensure_ascii=False) for value in values)
        else:
            new = "{}"
        lines = body.rstrip().count("\n") - new.count("\n")
        padding = "\n" * max(lines, 0)
        return f"{self.text[: entry.start]}{new}{padding}{tail}{self.text[entry.end :]}"

    def without(self, entry: Entry) -> str:
        """Return the text without an item of a list."""
        before = self.text[: entry.start].rstrip(" ").removesuffix("-")
        body = self.text[entry.start : entry.end]
        tail = body[len(body.rstrip()) :]
        return f"{before}{chr(10) * body.rstrip().count(chr(10))}{tail}{self.text[entry.end :]}"

    def _entries(self, root: yaml.Node, value: Value) -> Iterator[Entry]:
        if isinstance(root, yaml.SequenceNode) and isinstance(value, list):
            yield from self._items("", root, value)
            return
        assert isinstance(root, yaml.MappingNode)
        assert isinstance(value, dict)
        for key, node in root.value:
            part = value[key.value]
            if isinstance(node, yaml.SequenceNode) and isinstance(part, list):
                yield from self._items(key.value, node, part)
            else:
                found = self._entry(key.value, None, node, part)
                yield replace(found, first_line=key.start_mark.line + 1)

    def _items(self, section: str, node: yaml.SequenceNode, value: list[Value]) -> Iterator[Entry]:
        for number, (item, part) in enumerate(zip(node.value, value, strict=True)):
            yield self._entry(section, number, item, part)

    def _entry(self, section: str, number: int | None, node: yaml.Node, value: Value) -> Entry:
        start, end = node.start_mark, node.end_mark
        body = self.text[start.index : end.index].rstrip()
        last = start.line + 1 + body.count("\n")
        return Entry(
            self.path, section, number, value, start.index, end.index, start.line + 1, last
        )
