"""The prefixes and the questions, as SHACL declares prefixes and SIB's editors expect examples."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

import pyoxigraph as ox
from rdflib import DCTERMS, RDF, RDFS, SDO, SH, XSD, Literal, URIRef

from kg.base import rebase
from kg.catalog.nodes import dataset_node, part_of
from kg.errors import InputError
from kg.graph.triples import Triples, english, text
from kg.prefixes import kind_prefixes, prefixes
from kg.questions import HEADER_MARK, Question
from kg.vocab import ENDPOINT, ONTOLOGY, QUESTION

# By the first word after the prefixes: the class of the example, and what holds its text.
FORMS: Final = {
    "SELECT": (SH.SPARQLSelectExecutable, SH.select),
    "ASK": (SH.SPARQLAskExecutable, SH.ask),
    "CONSTRUCT": (SH.SPARQLConstructExecutable, SH.construct),
}
_PREFIX: Final = re.compile(r"^\s*PREFIX\s+(\S+):\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
_PROLOGUE: Final = re.compile(
    r"(?:\s+|#[^\n]*|PREFIX\s+\S*:\s*<[^>]*>|BASE\s+<[^>]*>)*", re.IGNORECASE
)


def prefix_triples(union: Iterable[ox.Triple], questions: Sequence[Question], base: str) -> Triples:
    """Yield a declaration for each prefix of ours, of a kind of things, or of a question.

    A prefix that two questions use differently is declared as the first of them does.
    """
    ontology = URIRef(rebase(ONTOLOGY, base))
    subjects = {t.subject.value for t in union if isinstance(t.subject, ox.NamedNode)}
    declared = prefixes(base) | kind_prefixes(subjects, base)
    for question in questions:
        for prefix, namespace in _PREFIX.findall(rebase(question.text, base)):
            declared.setdefault(prefix, namespace)
    for prefix, namespace in declared.items():
        node = part_of(dataset_node(base), "prefix", prefix)
        yield ontology, SH.declare, node
        yield node, RDF.type, SH.PrefixDeclaration
        yield node, SH.prefix, text(prefix)
        yield node, SH.namespace, Literal(namespace, datatype=XSD.anyURI)


def example_triples(questions: Sequence[Question], base: str) -> Triples:
    """Yield each question with its query, which the endpoint answers as it is.

    Raises `InputError` where one is not a SELECT, an ASK or a CONSTRUCT.
    """
    for question in questions:
        node = URIRef(rebase(QUESTION[question.name], base))
        query = _query(question, base)
        kind, form = FORMS[_form(question.name, query)]
        yield node, RDF.type, SH.SPARQLExecutable
        yield node, RDF.type, kind
        yield node, RDFS.comment, english(question.summary)
        if question.description:
            yield node, DCTERMS.description, english(question.description)
        for tag in question.tags:
            yield node, SDO.keywords, text(tag)
        yield node, SDO.target, URIRef(rebase(ENDPOINT, base))
        yield node, SH.prefixes, URIRef(rebase(ONTOLOGY, base))
        yield node, form, text(query)


def _query(question: Question, base: str) -> str:
    lines = rebase(question.text, base).splitlines()
    return "\n".join(line for line in lines if not line.startswith(HEADER_MARK)).strip()


def _form(name: str, query: str) -> str:
    prologue = _PROLOGUE.match(query)
    word = re.match(r"\w*", query[prologue.end() if prologue else 0 :])
    form = word[0].upper() if word else ""
    if form not in FORMS:
        raise InputError(
            f"the question {name!r} does not begin with SELECT, ASK or CONSTRUCT",
            fix="write it as one of these; examples have no other form",
        )
    return form
