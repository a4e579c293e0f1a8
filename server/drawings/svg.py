"""SVG elements, written so that a page can hold them as they are."""

import re
from typing import Final
from xml.etree import ElementTree

from markupsafe import Markup

Element = ElementTree.Element

# Neither XML nor HTML has these characters.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def element(name: str, *children: Element, text: str = "", **attributes: str | float) -> Element:
    """Make an element; an underscore in an attribute's name is a hyphen, one at its end nothing.

    >>> written(element("a", element("title", text="x < y"), class_="place", href="/p"))
    Markup('<a class="place" href="/p"><title>x &lt; y</title></a>')
    """
    made = ElementTree.Element(name)
    for key, value in attributes.items():
        made.set(key.rstrip("_").replace("_", "-"), _clean(_number(value)))
    if text:
        made.text = _clean(text)
    made.extend(children)
    return made


def link(href: str, title: str, *children: Element, **attributes: str) -> Element:
    """Make a link whose title tells all of it; without an address, a group with that title."""
    named = element("title", text=title)
    if not href:
        return element("g", named, *children, **attributes)
    return element("a", named, *children, href=href, **attributes)


def lang(language: str) -> dict[str, str]:
    """Return the attribute that names a language; none for English, which the page is in."""
    return {} if language in ("", "en") else {"lang": language}


def drawing(name: str, title: str, *children: Element, width: float, height: float) -> Markup:
    """Write a drawing of this size in its own units; ``name`` is unique on the page."""
    heading = element("title", text=title, id=f"{name}-title")
    root = element(
        "svg",
        heading,
        *children,
        class_="drawing",
        id=name,
        viewBox=f"0 0 {_number(width)} {_number(height)}",
        # A group, so that the links in it stay links to those who listen.
        role="group",
        aria_labelledby=f"{name}-title",
    )
    return written(root)


def written(root: Element) -> Markup:
    """Write an element as markup, in which all text is escaped."""
    return Markup(ElementTree.tostring(root, encoding="unicode"))  # noqa: S704


def lines_of(text: str, *, most: int, lines: int) -> list[str]:
    """Break a text into lines of so many characters, with an ellipsis where it does not fit.

    Characters of East Asian scripts are as wide as two others.

    >>> lines_of("bases on the islands", most=9, lines=2)
    ['bases on', 'the…']
    """
    found = [""]
    for word in text.split():
        joined = f"{found[-1]} {word}".strip()
        if width_of(joined) <= most or not found[-1]:
            found[-1] = joined
        else:
            found.append(word)
    kept = [_cut(line, most) for line in found[:lines]]
    if len(found) > lines:
        kept[-1] = f"{_cut(kept[-1].rstrip('…'), most - 1).rstrip('…')}…"
    return kept


def width_of(text: str) -> int:
    """Return how wide a text is, in characters of the Latin script."""
    return sum(2 if "\u2e80" <= character <= "\uffdc" else 1 for character in text)


def _cut(text: str, most: int) -> str:
    if width_of(text) <= most:
        return text
    while text and width_of(text) > most - 1:
        text = text[:-1]
    return f"{text}…"


def _number(value: str | float) -> str:
    """Write numbers with one decimal: a tenth of a unit is not seen."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
