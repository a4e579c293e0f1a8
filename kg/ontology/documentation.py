"""The ontology's documentation as HTML: one page that needs no script and nothing from elsewhere.

The body is one thing, the page around it another: a plain one here, on the site its own.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rdflib import Graph

from kg.errors import InputError
from kg.ontology.documented import Documented, Reader
from kg.ontology.evidence import Evidence, read_evidence
from kg.paths import project_data
from kg.questions import load_questions
from kg.vocab import rebase

TEMPLATES: Final = Path(__file__).parent / "templates"
PAGE: Final = "index.html"
STYLES: Final = ("page.css", "documentation.css")
TERMS: Final = "documentation.css"
"""The style sheet of what is described; ``page.css`` is that of a page which stands alone."""

_ENVIRONMENT: Final = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


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
    text = page.render(ontology=found, body=body(found), styles=STYLES, formats={})
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


def body(
    found: Documented,
    *,
    formats: Mapping[str, str] | None = None,
    question: str = "",
) -> str:
    """Write the body of the page, from its heading on.

    ``formats`` are addresses of the ontology for programs, by their names; ``question`` is what
    the address of a question begins with, where there is one.
    """
    template = _ENVIRONMENT.get_template("documentation.html")
    text = template.render(ontology=found, formats=formats or {}, question=question)
    return re.sub(r"\n\s*\n+", "\n", text)
