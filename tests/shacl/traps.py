"""Small cases in which SHACL engines are known to trip: dates, forms of literals, patterns.

Each is what a property ``x:p`` of ``x:a`` owes, the values it has, and the number of results that
the recommendations ask for. Values stand as they are in Turtle.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Trap:
    """One case: constraints on the values of x:p, the data, and how many results are right."""

    name: str
    constraints: str
    data: str
    results: int


def _sparql(condition: str) -> str:
    select = f"SELECT $this ?value WHERE {{ $this x:p ?value . {condition} }}"
    return f'sh:sparql [ sh:select """{select}""" ]'


TRAPS: Final = (
    Trap("date not before", 'sh:minInclusive "2017-06-15"^^xsd:date',
         'x:a x:p "2017-06-14"^^xsd:date, "2017-06-15"^^xsd:date .', 1),
    Trap("date before another", "sh:lessThan x:q",
         'x:a x:p "2017-06-15"^^xsd:date ; x:q "2017-06-15"^^xsd:date .', 1),
    Trap("instants in other zones", "sh:lessThanOrEquals x:q",
         'x:a x:p "2017-06-15T10:00:00+09:00"^^xsd:dateTime ;'
         ' x:q "2017-06-15T01:00:00Z"^^xsd:dateTime .', 0),
    Trap("instant with a zone and one without", "sh:lessThan x:q",
         'x:a x:p "2017-06-15T10:00:00"^^xsd:dateTime ;'
         ' x:q "2017-06-15T11:00:00Z"^^xsd:dateTime .', 1),
    Trap("year not before", 'sh:minInclusive "2012"^^xsd:gYear',
         'x:a x:p "2012"^^xsd:gYear, "2011"^^xsd:gYear .', 1),
    Trap("date compared with an instant", "sh:lessThan x:q",
         'x:a x:p "2017-06-15"^^xsd:date ; x:q "2018-06-15T00:00:00Z"^^xsd:dateTime .', 1),
    Trap("query on dates", _sparql('FILTER ( ?value < \\"2017-06-15\\"^^xsd:date )'),
         'x:a x:p "2017-06-14"^^xsd:date, "2017-06-15"^^xsd:date .', 1),
    Trap("query on the year of a date", _sparql("FILTER ( YEAR(?value) != 2017 )"),
         'x:a x:p "2016-06-14T00:00:00Z"^^xsd:dateTime .', 1),
    Trap("query on years", _sparql('FILTER ( ?value < \\"2012\\"^^xsd:gYear )'),
         'x:a x:p "2011"^^xsd:gYear, "2012"^^xsd:gYear .', 1),
    Trap("no such day", "sh:datatype xsd:date",
         'x:a x:p "2020-02-30"^^xsd:date, "2020-02-29"^^xsd:date, "2100-02-29"^^xsd:date .', 2),
    Trap("no such instant", "sh:datatype xsd:dateTime",
         'x:a x:p "2017-06-15T25:00:00Z"^^xsd:dateTime, "2017-06-15"^^xsd:dateTime .', 2),
    Trap("the end of a day", "sh:datatype xsd:dateTime",
         'x:a x:p "2017-06-15T24:00:00Z"^^xsd:dateTime .', 0),
    Trap("no such year", "sh:datatype xsd:gYear",
         'x:a x:p "17"^^xsd:gYear, "2017"^^xsd:gYear .', 1),
    Trap("no such month", "sh:datatype xsd:gYearMonth",
         'x:a x:p "2017-13"^^xsd:gYearMonth, "2017-12"^^xsd:gYearMonth .', 1),
    Trap("a stamp without a zone", "sh:datatype xsd:dateTimeStamp",
         'x:a x:p "2017-06-15T10:00:00"^^xsd:dateTimeStamp .', 1),
    Trap("a string that says it is one, in a list", 'sh:in ( "a" "b" )',
         'x:a x:p "a"^^xsd:string, "b" .', 0),
    Trap("a string that says it is one, as the value", 'sh:hasValue "a"',
         'x:a x:p "a"^^xsd:string .', 0),
    Trap("another form of a listed number", "sh:in ( 1 )",
         'x:a x:p "01"^^xsd:integer .', 1),
    Trap("two forms of a number are two values", "sh:maxCount 1",
         'x:a x:p "01"^^xsd:integer, "1"^^xsd:integer .', 1),
    Trap("another form of a boolean", "sh:hasValue true", 'x:a x:p "1"^^xsd:boolean .', 1),
    Trap("a pattern sees the form", 'sh:pattern "[+]00:00$"',
         'x:a x:p "2017-06-15T00:00:00+00:00"^^xsd:dateTime .', 0),
    Trap("the form of a decimal", 'sh:pattern "^1[.]50$"', 'x:a x:p "1.50"^^xsd:decimal .', 0),
    Trap("a kind of integer is another datatype", "sh:datatype xsd:integer",
         'x:a x:p "5"^^xsd:nonNegativeInteger .', 1),
    Trap("an integer out of range", "sh:datatype xsd:byte", 'x:a x:p "300"^^xsd:byte .', 1),
    Trap("numbers of two types", "sh:lessThan x:q", 'x:a x:p 1 ; x:q 1.5 .', 0),
    Trap("a string and a number", "sh:lessThan x:q", 'x:a x:p "1" ; x:q 2 .', 1),
    Trap("an instant and a number", "sh:lessThanOrEquals x:q",
         'x:a x:p "2017-06-15T00:00:00Z"^^xsd:dateTime ; x:q 1 .', 1),
    Trap("two IRIs", "sh:lessThan x:q", "x:a x:p x:b ; x:q x:c .", 1),
    Trap("a blank node and a number", "sh:lessThan x:q", "x:a x:p [] ; x:q 1 .", 1),
    Trap("a boolean and a number", "sh:maxInclusive 1", "x:a x:p true .", 1),
    Trap("no such day and a number", "sh:maxInclusive 1",
         'x:a x:p "2020-02-30"^^xsd:date .', 1),
    Trap("a language in capitals", 'sh:languageIn ( "en" )', 'x:a x:p "a"@EN-gb .', 0),
    Trap("one language in two ways", "sh:uniqueLang true", 'x:a x:p "a"@en-GB, "b"@en-gb .', 1),
    Trap("the end is the end", 'sh:pattern "^a$"', 'x:a x:p "a\\n", "a" .', 1),
    Trap("a dot is no carriage return", 'sh:pattern "^a.$"', 'x:a x:p "a\\r" .', 1),
    Trap("a dot is anything, if asked", 'sh:pattern "^a.$" ; sh:flags "s"', 'x:a x:p "a\\r" .', 0),
    Trap("letters of any case, if asked", 'sh:pattern "^a$" ; sh:flags "i"', 'x:a x:p "A" .', 0),
    Trap("length in code points", "sh:maxLength 1", 'x:a x:p "\\U0001F3DD", "ab" .', 1),
    Trap("no length for a blank node", "sh:minLength 0", "x:a x:p [] .", 1),
    Trap("not a number is ordered nowhere", "sh:minInclusive 0.0e0",
         'x:a x:p "NaN"^^xsd:double .', 1),
    Trap("durations without order", 'sh:maxInclusive "P30D"^^xsd:duration',
         'x:a x:p "P1M"^^xsd:duration .', 1),
    Trap("a value that a query gives back as it was written",
         _sparql("FILTER ( ?value > 0 )"), 'x:a x:p "01"^^xsd:integer .', 1),
)  # fmt: skip
