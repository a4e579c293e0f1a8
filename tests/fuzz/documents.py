"""RDF documents: small ones that are right, wrong ones, and those that are meant to do harm."""

import random
from collections.abc import Callable
from typing import Final

from tests.fuzz.grammar import write

TYPES: Final = (
    "text/turtle",
    "application/n-triples",
    "application/rdf+xml",
    "application/ld+json",
    "application/n-quads",
    "application/trig",
    "text/n3",
)
ODD_TYPES: Final = (
    "",
    "text/plain",
    "application/json",
    "application/octet-stream",
    "text/html",
    "TEXT/TURTLE",
    "text/turtle; charset=utf-16",
    'text/turtle; charset="',
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "/",
    "é",
)

TURTLE: Final = '@prefix : <http://example.org/> . :a :b :c , "x"@en ; :d [ :e ( 1 2.5 true ) ] .'
N_TRIPLES: Final = '<http://example.org/a> <http://example.org/b> "c"@en .\n'
RDF_XML: Final = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.org/">'
    '<rdf:Description rdf:about="a" e:b="c"><e:d rdf:resource="f"/></rdf:Description></rdf:RDF>'
)
JSON_LD: Final = '{"@context": {"e": "http://e.org/"}, "@id": "e:a", "e:b": [{"@value": "c"}]}'
TRIG: Final = "@prefix : <http://example.org/> . :g { :a :b :c } :a :b :d ."

RIGHT: Final = (
    ("text/turtle", TURTLE),
    ("application/n-triples", N_TRIPLES),
    ("application/rdf+xml", RDF_XML),
    ("application/ld+json", JSON_LD),
    ("application/trig", TRIG),
    ("text/n3", TURTLE),
)


def document(rng: random.Random, listener: str) -> tuple[str, str]:
    """Return a media type and a text; ``listener`` is an address that nothing may be read from."""
    choice = rng.random()
    if choice < 0.003:
        kind, make = rng.choice(SLOW)
        return kind, make(listener)
    if choice < 0.5:
        return rng.choice(RIGHT)
    if choice < 0.6:
        return (
            "text/turtle",
            f"@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . <a> <b> {write(rng, 'literal')} .",
        )
    if choice < 0.9:
        kind, make = rng.choice(HOSTILE)
        return kind, make(listener)
    return rng.choice((*TYPES, *ODD_TYPES)), rng.choice(RIGHT)[1]


HOSTILE: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    ("text/turtle", lambda _: "<a> <b> " + "[ <c> " * 100_000),
    ("text/turtle", lambda _: "<a> <b> " + "[ <c> " * 100_000 + "1" + " ]" * 100_000 + " ."),
    ("text/turtle", lambda _: "<a> <b> " + "( " * 100_000 + ") " * 100_000 + " ."),
    ("text/turtle", lambda _: "<a> <b> " + "<<( <a> <b> " * 50_000),
    ("text/turtle", lambda _: '<a> <b> """' + '"' * 100_000),
    ("text/turtle", lambda _: "@base <a> . <b> <c> <d> ."),
    ("text/turtle", lambda _: "@prefix p: <http://[> . p:a p:b p:c ."),
    ("text/turtle", lambda _: "<a> <b> <<( <c> <d> <<( <e> <f> 1 )>> )>> ."),
    ("application/n-triples", lambda _: "<a> <b> <c> ."),
    (
        "application/n-triples",
        lambda _: '<http://e/a> <http://e/b> "' + "\\u0041" * 100_000 + '" .',
    ),
    ("application/n-quads", lambda _: "<http://e/a> <http://e/b> <http://e/c> <http://e/g> ."),
    ("application/trig", lambda _: "{" * 100_000),
    ("application/ld+json", lambda _: "[" * 100_000 + "]" * 100_000),
    ("application/ld+json", lambda at: f'{{"@context": "{at}context", "@id": "x", "a": "b"}}'),
    ("application/ld+json", lambda at: f'{{"@context": {{"@import": "{at}context"}}, "a": "b"}}'),
    ("application/ld+json", lambda _: '{"@context": "file:///etc/hostname", "a": "b"}'),
    (
        "application/ld+json",
        lambda _: '{"@context": {"a": {"@id": "b:c", "@context": {}}}, "a": 1}',
    ),
    (
        "application/rdf+xml",
        lambda at: (
            f'<!DOCTYPE r [<!ENTITY a SYSTEM "{at}entity">]>' + RDF_XML.replace('"c"', '"&a;"')
        ),
    ),
    (
        "application/rdf+xml",
        lambda _: (
            '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
            + RDF_XML.replace('<e:d rdf:resource="f"/>', "<e:d>&a;</e:d>")
        ),
    ),
    ("application/rdf+xml", lambda at: f'<!DOCTYPE r SYSTEM "{at}dtd">' + RDF_XML),
    ("application/rdf+xml", lambda _: RDF_XML.partition("<rdf:Description")[0] + "<a>" * 100_000),
    ("application/rdf+xml", lambda _: '<?xml version="1.0" encoding="utf-16"?>' + RDF_XML),
)

SLOW: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    ("application/ld+json", lambda _: '{"@graph": ' * 50_000 + "1" + "}" * 50_000),
    (
        "application/rdf+xml",
        lambda _: (
            '<!DOCTYPE r [<!ENTITY a "lol">'
            + "".join(
                f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "&a;" * 10}">' for n in range(9)
            )
            + "]>"
            + RDF_XML.replace('"c"', '"&a8;"')
        ),
    ),
)
"""Those that take all the time that a change has."""
