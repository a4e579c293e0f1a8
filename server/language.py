"""Which version of SPARQL a query is written in, and whether it names its own graphs.

A client that knows RDF 1.1 only must be able to read all that it asks for. So the default graph
of a published version leaves out the statements on triple terms, unless the query announces SPARQL
1.2 or uses it; whoever names ``rdf:reifies`` does.
"""

import re
from typing import Final

from server.engine.job import Job
from server.keywords import Token, decode_escapes, tokens

VERSIONS: Final = ("1.0", "1.1", "1.2-basic", "1.2")

_RDF12_WORDS: Final = frozenset({"ISTRIPLE", "OBJECT", "PREDICATE", "SUBJECT", "TRIPLE", "VERSION"})
REIFIES: Final = "reifies"
_MAYBE_RDF12: Final = re.compile(
    "|".join(_RDF12_WORDS) + rf"|{REIFIES}|<<|\{{\||\\u", re.IGNORECASE
)
# Words in IRIs and variables are no keywords. What is left may name one too many, never too few.
_NO_KEYWORDS: Final = re.compile(r"<[a-z][a-z0-9+.-]*://[^<>'\"{}|^`\\\s]*>|[?$]\w+", re.IGNORECASE)
_OTHER_GRAPHS: Final = re.compile(rf"GRAPH|FROM|{_MAYBE_RDF12.pattern}", re.IGNORECASE)
_TRIPLE_SYNTAX: Final = re.compile(r"<<|\{\|")


def announces_rdf12(job: Job) -> bool:
    """Tell whether a query is one for the RDF 1.2 dataset."""
    if job.language:
        return job.language == "1.2"  # 1.2-basic has no triple terms
    if not _MAYBE_RDF12.search(job.text):
        return False
    text = decode_escapes(job.text)
    return bool(_TRIPLE_SYNTAX.search(text)) or any(map(_is_of_rdf12, tokens(text)))


def stays_in_default_graph(job: Job) -> bool:
    """Tell whether a query surely sees the default graph in RDF 1.1 and nothing else."""
    if job.has_dataset or job.language or REIFIES in job.text.lower():
        return False
    return not _OTHER_GRAPHS.search(_NO_KEYWORDS.sub(" ", job.text))


def has_from(text: str) -> bool:
    """Tell whether a query names its graphs by ``FROM``."""
    return any(t.kind == "word" and t.text.upper() == "FROM" for t in tokens(decode_escapes(text)))


def _is_of_rdf12(token: Token) -> bool:
    if token.kind in ("iri", "name"):
        return token.text.rstrip(">").endswith(REIFIES)
    return token.kind == "word" and token.text.upper() in _RDF12_WORDS
