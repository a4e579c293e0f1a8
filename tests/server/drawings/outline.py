"""A drawing as what people and programs find in it, to compare as a whole."""

from xml.etree import ElementTree


def outline(svg: str) -> list[tuple[str, str, str, list[str], list[str]]]:
    """Return each link: address, classes, title, the shapes in it by their classes, its texts."""
    root = ElementTree.fromstring(svg)  # noqa: S314 -- our own
    assert root.tag == "svg"
    return [
        (
            link.get("href", ""),
            link.get("class", ""),
            link.findtext("title", ""),
            [shape.get("class", shape.tag) for shape in link if shape.tag in SHAPES],
            ["".join(text.itertext()) for text in link.iter("text")],
        )
        for link in root.iter()
        if link.tag in ("a", "g")
    ]


SHAPES = {"rect", "path", "circle"}
