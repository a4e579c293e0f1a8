# ruff: noqa: D102 -- the methods are those that HTMLParser calls
"""An HTML page as its tables, links and badges, to compare as a whole."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br"}


@dataclass
class Page(HTMLParser):
    """What a page holds; texts have their white space folded.

    Paragraphs and spans go by their first class, classes by their element; ``texts`` are those of
    all paragraphs.
    """

    tables: list[list[list[str]]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    badges: list[tuple[str, str]] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    paragraphs: dict[str, list[str]] = field(default_factory=dict)
    spans: dict[str, list[str]] = field(default_factory=dict)
    classes: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self._text: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        self._open.append((tag, dict(attrs)))
        self._text.append([])
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])

    def handle_data(self, data: str) -> None:
        for texts in self._text:
            texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        opened, attributes = self._open.pop()
        assert opened == tag, f"<{opened}> is closed by </{tag}>"
        text = " ".join("".join(self._text.pop()).split())
        kinds = (attributes.get("class") or "").split()
        if kinds:
            self.classes.setdefault(tag, []).append(" ".join(kinds))
        if tag == "span" and kinds:
            self.spans.setdefault(kinds[0], []).append(text)
        if tag in ("td", "th") and "why" not in kinds:  # the button for a row's evidence
            self.tables[-1][-1].append(text)
        elif tag == "p":
            self.texts.append(text)
            self.paragraphs.setdefault(kinds[0] if kinds else "", []).append(text)
        elif tag == "a":
            self.links.append((text, attributes["href"] or ""))
        elif tag in ("h1", "h2", "h3"):
            self.headings.append(text)
        elif tag == "blockquote":
            self.quotes.append(text)
        elif "badge" in kinds:
            self.badges.append((text, " ".join(kinds[1:])))

    def link(self, text: str) -> str:
        """Return where the one link with this text leads."""
        [found] = [href for name, href in self.links if name == text]
        return found


def read_page(text: str) -> Page:
    page = Page()
    page.feed(text)
    page.close()
    return page
