"""Changes of a YAML file that leave every other byte, comments and layout included, as it was."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import yaml

from kg.errors import InputError
from kg.located_yaml import Value, parse_yaml

WIDTH: Final = 100
_KEY_ORDER: Final = (
    *("id", "class", "labels", "alt", "definition", "note", "designations", "geometry"),
    *("background", "en", "ru", "ja", "property", "entity", "edtf", "text", "used_by", "wkt"),
    "source",
)


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    text: str


def edited(text: str, file: str, wanted: list[Value]) -> str:
    """Return the text of a file that holds a list of entities, changed to hold those wanted.

    Entities are told apart by their ids; a new one comes last.
    """
    located = parse_yaml(text.encode("utf-8"), file)
    # Not the parser in C: its marks do not count code points.
    root = yaml.compose(text, yaml.SafeLoader)
    if not isinstance(root, yaml.SequenceNode) or not isinstance(located.value, list):
        raise TypeError(f"{file} holds no list")
    edits = list(_Editor(text).sequence(root, located.value, wanted, 0))
    for edit in sorted(edits, key=lambda each: (each.start, each.end), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


class _Editor:
    def __init__(self, text: str) -> None:
        self._text = text

    def value(self, node: yaml.Node, old: Value, new: Value, indent: int) -> Iterator[_Edit]:
        """Yield the edits that turn what a node holds into another value."""
        if old == new:
            return
        if getattr(node, "flow_style", False):
            yield self._replaced(node, new, indent)
        elif isinstance(node, yaml.MappingNode) and isinstance(old, dict) and isinstance(new, dict):
            yield from self._mapping(node, old, new)
        elif (
            isinstance(node, yaml.SequenceNode) and isinstance(old, list) and isinstance(new, list)
        ):
            yield from self.sequence(node, old, new, node.start_mark.column)
        else:
            yield self._replaced(node, new, indent)

    def _mapping(
        self, node: yaml.MappingNode, old: dict[str, Value], new: dict[str, Value]
    ) -> Iterator[_Edit]:
        indent = node.start_mark.column
        nodes = {key.value: (key, value) for key, value in node.value}
        for name, (key, value) in nodes.items():
            if name in new:
                yield from self.value(value, old[name], new[name], indent)
            else:
                yield _Edit(self._line_start(key.start_mark.index), self._line_end(value), "")
        for name in new:
            if name not in nodes:
                before = [n for n in nodes if _place(n) < _place(name)]
                after = nodes[before[-1]][1] if before else node.value[-1][1]
                at = self._line_end(after)
                yield _Edit(at, at, _entry(name, new[name], indent))

    def sequence(
        self, node: yaml.SequenceNode, old: list[Value], new: list[Value], indent: int
    ) -> Iterator[_Edit]:
        """Yield the edits of a list in block style, whose items begin with a dash."""
        items = list(zip(node.value, old, strict=True))
        partners = paired(old, new)
        for (item, before), after in zip(items, partners, strict=True):
            if after is None:
                yield _Edit(self._line_start(item.start_mark.index), self._line_end(item), "")
            else:
                yield from self.value(item, before, after, item.start_mark.column)
        at = self._line_end(node.value[-1]) if node.value else self._line_end(node)
        for added in arranged(old, new)[sum(each is not None for each in partners) :]:
            yield _Edit(at, at, _item(added, indent))

    def _replaced(self, node: yaml.Node, new: Value, indent: int) -> _Edit:
        start, end = node.start_mark.index, self._end(node)
        column = node.start_mark.column
        flow = getattr(node, "flow_style", False)
        inline = _flow(new) if flow or not isinstance(new, str) else _scalar(new, in_flow=True)
        if isinstance(new, str) or (flow and column + len(inline) <= WIDTH):
            return _Edit(start, end, inline)
        before = self._text[self._line_start(start) : start].rstrip()
        spread = _block(new, indent + 2)
        if before.endswith("-"):
            return _Edit(start, end, spread.strip())
        return _Edit(self._line_start(start) + len(before), end, "\n" + spread.rstrip("\n"))

    def _end(self, node: yaml.Node) -> int:
        """Return where the text of a node ends; a collection's own mark may lie lines below."""
        if isinstance(node, yaml.ScalarNode) or getattr(node, "flow_style", False):
            end = node.end_mark.index
        elif isinstance(node, yaml.MappingNode):
            end = self._end(node.value[-1][1]) if node.value else node.end_mark.index
        else:
            end = self._end(node.value[-1]) if node.value else node.end_mark.index
        while end > node.start_mark.index and self._text[end - 1].isspace():
            end -= 1
        return int(end)

    def _line_start(self, index: int) -> int:
        return self._text.rfind("\n", 0, index) + 1

    def _line_end(self, node: yaml.Node) -> int:
        found = self._text.find("\n", self._end(node))
        return len(self._text) if found < 0 else found + 1


def paired(old: list[Value], new: list[Value]) -> list[Value | None]:
    """Return for each old item of a list the new one that it became; None where it is gone.

    An item is known by its id, else by what it says, else by its property where only that is left.
    """
    left = list(new)
    found: list[Value | None] = [None] * len(old)
    for identity in _IDENTITIES:
        for number, before in enumerate(old):
            key = identity(before)
            same = [each for each in left if key is not None and identity(each) == key]
            if found[number] is None and same:
                found[number] = same[0]
                left.remove(same[0])
    return found


def arranged(old: list[Value], new: list[Value]) -> list[Value]:
    """Return the new items of a list in the order of the old ones, those without one last."""
    kept = [each for each in paired(old, new) if each is not None]
    left = list(new)
    for each in kept:
        left.remove(each)
    return kept + left


def _said(item: Value, *keys: str) -> object:
    if not isinstance(item, dict):
        return item
    found = tuple(item.get(key) for key in keys)
    return found if any(each is not None for each in found) else None


_IDENTITIES: Final[tuple[Callable[[Value], object], ...]] = (
    lambda item: _said(item, "id"),
    lambda item: _said(item, "property", "entity", "edtf"),
    lambda item: _said(item, "property"),
)


def _place(name: str) -> int:
    return _KEY_ORDER.index(name) if name in _KEY_ORDER else len(_KEY_ORDER)


def _ordered(value: dict[str, Value]) -> list[tuple[str, Value]]:
    return sorted(value.items(), key=lambda entry: _place(entry[0]))


def _item(value: Value, indent: int) -> str:
    pad = " " * indent
    if not isinstance(value, dict):
        return f"{pad}- {_scalar(str(value), in_flow=False)}\n"
    lines = "".join(_entry(name, each, indent + 2) for name, each in _ordered(value))
    return f"{pad}- {lines[indent + 2 :]}"


def _entry(name: str, value: Value, indent: int) -> str:
    pad = " " * indent
    if isinstance(value, dict | list):
        flow = _flow(value)
        simple = not (isinstance(value, list) and any(isinstance(each, dict) for each in value))
        if simple and indent + len(name) + len(flow) + 2 <= WIDTH:
            return f"{pad}{name}: {flow}\n"
        return f"{pad}{name}:\n{_block(value, indent + 2)}"
    return f"{pad}{name}: {_scalar(str(value), in_flow=False)}\n"


def _block(value: Value, indent: int) -> str:
    if isinstance(value, dict):
        return "".join(_entry(name, each, indent) for name, each in _ordered(value))
    if isinstance(value, list):
        return "".join(_item(each, indent) for each in value)
    return f"{' ' * indent}{_scalar(str(value), in_flow=False)}\n"


def _flow(value: Value) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{n}: {_flow(each)}" for n, each in _ordered(value)) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(each) for each in value) + "]"
    return _scalar(str(value), in_flow=True)


def _scalar(text: str, *, in_flow: bool) -> str:
    """Spell a text plainly where YAML reads it as that text, else in quotes."""
    probe = f"[{text}]" if in_flow else f"- {text}"
    try:
        plain = parse_yaml(probe.encode("utf-8"), "").value == [text]
    except InputError:
        plain = False
    # A date is read as text either way; the files have dates in quotes.
    return text if plain and not text[0].isdecimal() else json.dumps(text, ensure_ascii=False)
