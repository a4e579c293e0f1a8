"""SPARQL texts: queries and updates that may well be right, made wrong in every way."""

import random
import re
from collections.abc import Callable
from typing import Final

from tests.fuzz.grammar import RULES, write

KEYWORDS: Final = re.findall(
    r"\w+",
    """
    ADD ALL AS ASC ASK BASE BIND BOUND BY CLEAR CONSTRUCT COPY COUNT CREATE DATA DEFAULT DELETE DESC
    DESCRIBE DISTINCT DROP EXISTS FILTER FROM GRAPH GROUP HAVING IN INSERT INTO LIMIT LOAD MINUS
    MOVE NAMED NOT NOW OFFSET OPTIONAL ORDER PREFIX REDUCED SELECT SEPARATOR SERVICE SILENT TO UNDEF
    UNION USING VALUES VERSION WHERE WITH LATERAL a true false
    """,
)
FUNCTIONS: Final = tuple(call.partition("(")[0] for call in RULES["call"])
PROLOGUE: Final = (
    "PREFIX stand: <https://w3id.org/standoff/ontology#>\n"
    "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
    "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
    "PREFIX geof: <http://www.opengis.net/def/function/geosparql/>\n"
    "PREFIX : <http://example.org/>\n"
)
ODD: Final = (
    '"\\uD800"',
    '"\\U00110000"',
    '"\\u0000"',
    "\\",
    "\\u",
    "\\u00e9",
    "\\uD83D\\uDE00",
    "\\U0001F600",
    "\0",
    "\x7f",
    "\ufeff",
    "\u2028",
    "\u202e",
    "\U0010ffff",
    "%",
    "%zz",
    "#",
    '"',
    '"""',
    "'",
    "<",
    "<<",
    "<<(",
    ">>",
    "{|",
    "|}",
    "^^",
    "@",
    "_:",
    "$",
    "?",
    "::",
    "{",
    "}",
    "(",
    ")",
    "[]",
    "~",
    "999999999999999999999999",
    "1e999999",
    "-0",
    "K",  # KELVIN SIGN, a k when folded
)


def query(rng: random.Random) -> str:
    """Write a query that follows the grammar, or nearly."""
    if rng.random() < 0.04:
        return rng.choice(BOMBS)(rng)
    head = PROLOGUE if rng.random() < 0.98 else ""
    if rng.random() < 0.05:
        head += rng.choice(('VERSION "1.2"\n', 'VERSION "9"\n', "BASE <http://b/>\n", "BASE <>\n"))
    return head + write(rng, "query")


def update(rng: random.Random) -> str:
    """Write an update, or several, that follow the grammar, or nearly."""
    return PROLOGUE + write(rng, "updates")


def mutated(rng: random.Random, text: str) -> str:
    """Spoil a text in a few places."""
    for _ in range(rng.choice((0, 1, 1, 1, 2, 4, 8))):
        pieces = re.findall(r"\s+|\w+|.", text, re.DOTALL)
        if not pieces:
            return text
        at = rng.randrange(len(pieces))
        rng.choice(MUTATIONS)(rng, pieces, at)
        text = "".join(pieces)
    return text


def spoiled(rng: random.Random, data: bytes) -> bytes:
    """Put bytes into a text that are no UTF-8, or cut it."""
    at = rng.randrange(len(data) + 1)
    odd = rng.choice(
        (b"\0", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xef\xbb\xbf", b"\x80")
    )
    return rng.choice((data[:at] + odd + data[at:], data[:at], data[at:], odd + data))


def _delete(rng: random.Random, pieces: list[str], at: int) -> None:
    del pieces[at : at + rng.choice((1, 1, 2, 9))]


def _double(rng: random.Random, pieces: list[str], at: int) -> None:
    pieces[at:at] = pieces[at : at + rng.choice((1, 2, 9))] * rng.choice((1, 1, 2, 50))


def _swap(rng: random.Random, pieces: list[str], at: int) -> None:
    other = rng.randrange(len(pieces))
    pieces[at], pieces[other] = pieces[other], pieces[at]


def _keyword(rng: random.Random, pieces: list[str], at: int) -> None:
    word = rng.choice((*KEYWORDS, *FUNCTIONS))
    pieces[at] = rng.choice((word, word.lower(), f" {word} ", f"{word}\\u0041"))


def _odd(rng: random.Random, pieces: list[str], at: int) -> None:
    pieces.insert(at, rng.choice(ODD))


def _many(rng: random.Random, pieces: list[str], at: int) -> None:
    pieces.insert(
        at, rng.choice(("(", "{", "!", "-", "[", " ", "a.", "^", "/")) * rng.choice((20, 400))
    )


def _cut(_rng: random.Random, pieces: list[str], at: int) -> None:
    del pieces[at:]


MUTATIONS: Final[tuple[Callable[[random.Random, list[str], int], None], ...]] = (
    _delete,
    _double,
    _swap,
    _keyword,
    _odd,
    _odd,
    _many,
    _cut,
)


BOMBS: Final[tuple[Callable[[random.Random], str], ...]] = (
    lambda rng: "ASK { FILTER(" + "(" * rng.choice((50, 5000, 60000)) + "1",
    lambda rng: "ASK " + "{" * rng.choice((50, 5000, 60000)),
    lambda _rng: "ASK { FILTER(" + "!" * 20000 + "true) }",
    lambda rng: "ASK { FILTER(" + " || ".join(["?x = 1"] * rng.choice((100, 3000))) + ") }",
    lambda _rng: "SELECT * { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(6)) + " }",
    lambda _rng: "SELECT * { " + " ".join(f"?a{n} ?p ?a{n + 1} ." for n in range(200)) + " }",
    lambda _rng: "SELECT * { ?a (!<x:a>/^!<x:b>)*/(!<x:a>|^!<x:c>)+ ?b } ORDER BY ?b",
    lambda _rng: (
        "SELECT (GROUP_CONCAT(CONCAT(STR(?s), STR(?a), STR(?b))) AS ?x) "
        "{ ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }"
    ),
    lambda _rng: (
        "SELECT * { BIND(REPLACE('"
        + "a" * 4000
        + "', '(a+)+$', '$0$0$0$0') AS ?a) BIND(REPLACE(?a, 'a', ?a) AS ?b) }"
    ),
    lambda rng: "SELECT * { " + "OPTIONAL { ?s ?p ?o " * 400 + "}" * rng.choice((400, 401)) + " }",
    lambda _rng: "SELECT * { ?s " + "/".join(["(<x:a>|!<x:b>)*"] * 60) + " ?o }",
    lambda _rng: "SELECT " + " ".join(f"(1 AS ?v{n})" for n in range(5000)) + " {}",
    lambda _rng: "SELECT * { VALUES ?x { " + "1 " * 100000 + "} ?x ?y ?z }",
    lambda _rng: "ASK { " + "<<" * 3000 + " }",
    lambda _rng: "ASK { ?s ?p " + "[ ?p " * 3000 + "1" + " ]" * 3000 + " }",
    lambda _rng: "ASK { ?s ?p " + "(" * 20000 + ")" * 20000 + " }",
    lambda _rng: "SELECT ?é { ?é " + "^" * 20000 + "a ?x }",
    lambda _rng: '"' * 50001,
    lambda _rng: "a." * 60000,
    lambda _rng: "PREFIX " * 30000,
    lambda _rng: "<" * 60000,
    lambda _rng: "a:" + "%zz" * 30000,
)
