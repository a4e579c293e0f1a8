"""Every term of ours has its labels, a definition of the house's form, and its module."""

import re
from collections.abc import Iterator

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import Fault
from kg.ontology.checks.declarations import DECLARATIONS, PROPERTIES, kinds
from kg.ontology.checks.graphs import Checked, graph_of, merged, own
from kg.ontology.words import name


def undocumented(checked: Checked) -> list[Fault]:
    """List own terms that lack a label, a definition of the house's form, or their module."""
    core = merged(checked.folder.modules)
    return sorted(
        Fault(checked.where(term, path), f"{name(str(term))} {fault}", fix=fix)
        for path in checked.folder.modules
        for term, found in kinds(path.read_text(encoding="utf-8")).items()
        if found and own(term)
        for fault, fix in _faults(core, term, graph_of(path).value(None, RDF.type, OWL.Ontology))
    )


def _faults(core: Graph, term: Node, module: Node | None) -> Iterator[tuple[str, str]]:
    found = set(core.objects(term, RDF.type))
    labels = [v for v in core.objects(term, RDFS.label) if isinstance(v, Literal)]
    wanted = ["en", "ja", "ru"] if OWL.Class in found else ["en"]
    languages = _languages(core, term, RDFS.label)
    if languages != wanted:
        yield f"needs one rdfs:label in each of {', '.join(wanted)}", _balance(languages, wanted)
    if any(label.language == "en" and str(label) != label.lower() for label in labels):
        yield "needs an English label in lower case", "write its rdfs:label in lower case"
    named = OWL.NamedIndividual in found
    preferred = _languages(core, term, SKOS.prefLabel)
    if named and preferred != ["en", "ja", "ru"]:
        yield (
            "needs one skos:prefLabel in each of en, ja, ru",
            _balance(preferred, ["en", "ja", "ru"]),
        )
    if _languages(core, term, SKOS.definition) != ["en"]:
        yield "needs one English skos:definition", "keep or write exactly one"
    form, shown = _form(core, term, found)
    if not all(re.match(form, str(text)) for text in core.objects(term, SKOS.definition)):
        yield f"needs a definition of the form “{shown}”", "begin its skos:definition so"
    if list(core.objects(term, RDFS.isDefinedBy)) != [module]:
        yield (
            "does not say in which module it is declared",
            f"give it rdfs:isDefinedBy <{module}>, and no other",
        )


def _languages(graph: Graph, term: Node, predicate: URIRef) -> list[str]:
    return sorted(
        str(value.language)
        for value in graph.objects(term, predicate)
        if isinstance(value, Literal)
    )


def _balance(has: list[str], wanted: list[str]) -> str:
    lacks = [language for language in wanted if language not in has]
    extra = [language for language in has if language not in wanted or has.count(language) > 1]
    parts = [f"add one in {', '.join(lacks)}"] if lacks else []
    parts += [f"leave one out in {', '.join(sorted(set(extra)))}"] if extra else []
    return "; ".join(parts)


def _form(core: Graph, term: Node, found: set[Node]) -> tuple[str, str]:
    """Give the regular expression that a definition must match, genus and difference, in words."""
    if PROPERTIES & found:
        return r"relates an? .+ (to|with) ", "relates a … to …"
    over = RDFS.subClassOf if OWL.Class in found else RDF.type
    labels = [
        str(label)
        for parent in core.objects(term, over)
        if parent not in DECLARATIONS and (own(parent) or SKOS.Concept not in found)
        for label in core.objects(parent, RDFS.label)
        if isinstance(label, Literal) and label.language == "en"
    ]
    genus = "|".join(map(re.escape, labels)) or ".+"
    return rf"an? ({genus}) that ", f"a {' or '.join(sorted(labels)) or '…'} that …"
