"""Changes to a YAML text at their places, so that the rest, comments included, stays as it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import yaml

Scalar = str | int
_BLOCK_STYLES: Final = ("|", ">")


@dataclass(frozen=True)
class Edit:
    """What stands at half-open code points of a text is replaced."""

    start: int
    end: int
    text: str


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return the text after edits that do not overlap; those at one place keep their order."""
    parts, place = [], 0
    for edit in sorted(edits, key=lambda each: each.start):
        parts += [text[place : edit.start], edit.text]
        place = edit.end
    return "".join([*parts, text[place:]])


def inverse(text: str, edits: Iterable[Edit]) -> list[Edit]:
    """Return the edits that make the text again out of what these edits make of it.

    >>> applied(applied("abc", [Edit(1, 2, "xyz")]), inverse("abc", [Edit(1, 2, "xyz")]))
    'abc'
    """
    back, shift = [], 0
    for edit in sorted(edits, key=lambda each: each.start):
        start = edit.start + shift
        back.append(Edit(start, start + len(edit.text), text[edit.start : edit.end]))
        shift += len(edit.text) - (edit.end - edit.start)
    return back


def child(node: yaml.Node | None, key: str) -> yaml.Node | None:
    """Return the value of a mapping's key, or None."""
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == key), None)
    return None


def setting(text: str, item: yaml.MappingNode, values: Mapping[str, Scalar | None]) -> list[Edit]:
    """Return the edits that give keys of a mapping these values, new keys after its last one.

    A key of value None is taken out, unless it is the mapping's first.
    """
    edits = []
    for key, value in values.items():
        old = child(item, key)
        if value is None:
            if old is not None:
                edits.append(_without(text, item, key))
            continue
        if old is not None:
            end = end_of(text, old)
            edits.append(Edit(old.start_mark.index, end, written(value)))
            continue
        place = end_of(text, item.value[-1][1])
        joint = ", " if item.flow_style else "\n" + " " * item.start_mark.column
        edits.append(Edit(place, place, f"{joint}{key}: {written(value)}"))
    return edits


def _without(text: str, item: yaml.MappingNode, key: str) -> Edit:
    """Return the edit that takes a key and its value out, from the end of the one before it."""
    names = [name.value for name, _ in item.value]
    number = names.index(key)
    if number == 0:
        raise ValueError(f"{key} is the first key, which holds the place of all")
    start = end_of(text, item.value[number - 1][1])
    if not item.flow_style:
        # A comment on the line before stays.
        start = text.rindex("\n", start - 1, item.value[number][0].start_mark.index)
    return Edit(start, end_of(text, item.value[number][1]), "")


def end_of(text: str, node: yaml.Node) -> int:
    """Return where the words of a node end, without the line ends that follow them."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return end_of(text, last[1] if isinstance(last, tuple) else last)
    start, end = int(node.start_mark.index), int(node.end_mark.index)
    if isinstance(node, yaml.ScalarNode) and node.style in _BLOCK_STYLES:
        return start + len(text[start:end].rstrip())
    return end


def appending(text: str, root: yaml.MappingNode, section: str, items: Iterable[str]) -> Edit:
    """Return the edit that adds items, each written as a block without indent, to a list.

    Raises:
        ValueError: the section holds a list in brackets, to which no block can be added.

    """
    listed = child(root, section)
    filled = isinstance(listed, yaml.SequenceNode) and bool(listed.value)
    if isinstance(listed, yaml.SequenceNode) and filled and listed.flow_style:
        raise ValueError(f"{section} is a list in brackets")
    indent = " " * listed.start_mark.column if listed is not None and filled else "  "
    block = "".join(f"\n{_indented(item, indent)}" for item in items)
    if listed is None:
        place = len(text.rstrip())
        return Edit(place, place, f"\n\n{section}:{block}")
    if not filled:
        # `mentions:` with nothing, or with [], gets its first items.
        start = len(text[: listed.start_mark.index].rstrip())
        return Edit(start, end_of(text, listed), block)
    end = end_of(text, listed)
    line_end = text.find("\n", end)
    place = len(text) if line_end < 0 else line_end
    return Edit(place, place, block)


def _indented(item: str, indent: str) -> str:
    first, *rest = item.split("\n")
    return "\n".join([f"{indent}- {first}", *(f"{indent}  {line}" for line in rest)])


def written(value: Scalar) -> str:
    """Write a value as it may stand in a line, in brackets or not.

    >>> [written(value) for value in (7, "Aegis Ashore", "2017", "a: b", "a, b")]
    ['7', 'Aegis Ashore', "'2017'", "'a: b'", "'a, b'"]
    """
    if isinstance(value, int):
        return str(value)
    dumped = yaml.safe_dump([value], default_flow_style=True, allow_unicode=True, width=10**9)
    return dumped.strip()[1:-1]
