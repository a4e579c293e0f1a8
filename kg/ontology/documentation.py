"""The ontology's documentation as HTML that needs no script and nothing from elsewhere.

Without a server it is one page with all there is to say. A site has an overview and a page for each
term; their bodies are written here, and what stands around them is the site's own.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rdflib import Graph

from kg.base import rebase
from kg.errors import InputError
from kg.ontology.documented import Documented, Reader, Term
from kg.ontology.evidence import Evidence, read_evidence
from kg.paths import project_data
from kg.questions import load_questions

TEMPLATES: Final = Path(__file__).parent / "templates"
PAGE: Final = "index.html"
PALETTE: Final = "palette.css"
"""The names of colours and typefaces, which the site shares."""
TERMS: Final = "documentation.css"
"""The style sheet of what is described; ``page.css`` is that of a page which stands alone."""
STYLES: Final = (PALETTE, "page.css", TERMS)

_ENVIRONMENT: Final = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Named(Protocol):
    """What has a place in the documentation: a term, a list, a value, or a word that names one."""

    @property
    def iri(self) -> str:
        """Give its IRI."""

    @property
    def anchor(self) -> str:
        """Give the id of its place on a page with all of them."""


@dataclass(frozen=True)
class Site:
    """Where a site shows what is named, and a question by its name."""

    address: Callable[[Named], str]
    question: Callable[[str], str]


def document(folder: Path, out: Path, base: str) -> None:
    """Write the documentation of the ontology in a folder, as a page with its style sheets.

    Shapes and questions are the project's own. Raises `InputError` where the folder has no
    ontology or a file does not parse.
    """
    data = project_data()
    evidence = read_evidence(
        shapes=data.shapes,
        alignments=folder / "alignments",
        questions=load_questions(data.queries),
        base=base,
    )
    found = describe(read_folder(folder, base), evidence, base)
    out.mkdir(parents=True, exist_ok=True)
    page = _ENVIRONMENT.get_template("page.html")
    text = page.render(ontology=found, body=body(found), styles=STYLES)
    for name in STYLES:
        (out / name).write_text((TEMPLATES / name).read_text(encoding="utf-8"), encoding="utf-8")
    (out / PAGE).write_text(text, encoding="utf-8")


def read_folder(folder: Path, base: str) -> Graph:
    """Read the Turtle files of a folder as one; raises `InputError` as `document` does."""
    graph = Graph()
    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise InputError(
            "there is no ontology", where=str(folder), fix="give the folder with its Turtle files"
        )
    for file in files:
        try:
            graph.parse(data=rebase(file.read_text(encoding="utf-8"), base), format="turtle")
        except (SyntaxError, UnicodeDecodeError) as error:
            raise InputError(
                "this is not Turtle", where=str(file), cause=str(error), fix="mend its syntax"
            ) from error
    return graph


def describe(graph: Graph, evidence: Evidence, base: str) -> Documented:
    """Read what is to be documented from a graph and what speaks for its terms."""
    return Reader(graph, evidence, base).read()


def body(found: Documented) -> str:
    """Write the body of the one page with everything, from its heading on."""
    return _written("documentation.html", ontology=found, is_whole=True, **_ALONE)


def overview(found: Documented, site: Site, *, formats: Mapping[str, str]) -> str:
    """Write the body of the overview of a site: a line for each term, which leads to its page.

    ``formats`` are addresses of the ontology for programs, by their names.
    """
    values = {**vars(site), "formats": formats}
    return _written("documentation.html", ontology=found, is_whole=False, **values)


def term_page(
    found: Documented, term: Term, site: Site, *, place: str, formats: Mapping[str, str]
) -> str:
    """Write the body of the page of a term, with all there is to say of it.

    ``place`` is the address of its line in the overview; ``formats`` are those of its RDF.
    """
    values = {**vars(site), "place": place, "formats": formats}
    return _written("term.html", ontology=found, t=term, **values)


def _written(name: str, **values: object) -> str:
    return re.sub(r"\n\s*\n+", "\n", _ENVIRONMENT.get_template(name).render(**values))


def _on_the_page(named: Named) -> str:
    return f"#{named.anchor}"


_ALONE: Final[Mapping[str, object]] = {"address": _on_the_page, "question": None, "formats": {}}
