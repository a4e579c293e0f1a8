"""What the suites of SPARQL 1.2 are about, in data and queries of our own.

Those suites are not in any package; what counts here is that the endpoint answers as the store.
"""

from pathlib import Path
from typing import Final

EX: Final = "http://example.org/"
GRAPH: Final = f"{EX}triple-terms"
_PROLOGUE: Final = (
    f"PREFIX : <{EX}>\nPREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
    "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
)
_REIFIES: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies>"
_TRIPLES: Final = (
    "<{e}s> <{e}p> <{e}o>",
    "<{e}r1> {r} <<( <{e}s> <{e}p> <{e}o> )>>",
    "<{e}r2> {r} <<( <{e}s> <{e}p> <{e}other> )>>",
    '_:r3 {r} <<( _:b <{e}p> "text"@en )>>',
    '_:b <{e}p> "text"@en',
    "<{e}r4> {r} <<( <{e}s> <{e}q> <<( <{e}a> <{e}b> "
    '"1"^^<http://www.w3.org/2001/XMLSchema#integer> )>> )>>',
    '<{e}r1> <{e}certainty> "0.9"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    '<{e}r2> <{e}certainty> "0.2"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    '<{e}s> <{e}label> "left"@en--ltr',
    '<{e}s> <{e}label> "right"@ar--rtl',
    '<{e}s> <{e}label> "none"@en',
    '<{e}s> <{e}label> "plain"',
)
NQUADS: Final = "".join(f"{each.format(e=EX, r=_REIFIES)} <{GRAPH}> .\n" for each in _TRIPLES)

_FILE: Final = Path(__file__).with_suffix(".txt")
QUERIES: Final = {
    name: _PROLOGUE + query.strip()
    for name, _, query in (
        part.partition("\n") for part in _FILE.read_text(encoding="utf-8").split("## ")[1:]
    )
}
