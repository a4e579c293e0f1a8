"""For each rule that is run: axioms, data, and all that follows; or the contradiction in words.

What follows is without the statements about the vocabulary, except where those are the case.
"""

from dataclasses import dataclass
from typing import Final

PREFIXES: Final = """
@prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@dataclass(frozen=True)
class Case:
    """A small graph, and what follows from it in Turtle or which sentences tell what clashes."""

    rule: str
    graph: str
    follows: str = ""
    clashes: tuple[str, ...] = ()


_SAME: Final = ":x owl:sameAs :y . :y owl:sameAs :x ."


def _restriction(more: str) -> str:
    return f"[ a owl:Restriction ; owl:onProperty :p ; {more} ]"


_MOST_ONE: Final = 'owl:maxCardinality "1"^^xsd:nonNegativeInteger'
_MOST_NONE: Final = 'owl:maxCardinality "0"^^xsd:nonNegativeInteger'
_MOST_ONE_OF: Final = 'owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger ; owl:onClass'
_MOST_NONE_OF: Final = 'owl:maxQualifiedCardinality "0"^^xsd:nonNegativeInteger ; owl:onClass'

CASES: Final = (
    Case("eq-sym", ":x owl:sameAs :y .", ":y owl:sameAs :x ."),
    Case(
        "eq-trans",
        ":x owl:sameAs :y . :y owl:sameAs :z .",
        ":x owl:sameAs :z . :y owl:sameAs :x . :z owl:sameAs :x , :y .",
    ),
    Case("eq-rep-s", f"{_SAME} :x :p :a .", ":y :p :a ."),
    Case("eq-rep-p", f"{_SAME} :a :x :b .", ":a :y :b ."),
    Case("eq-rep-o", f"{_SAME} :a :p :x .", ":a :p :y ."),
    Case(
        "eq-diff1",
        f"{_SAME} :x owl:differentFrom :y .",
        ":x owl:differentFrom :x . :y owl:differentFrom :x , :y .",
        (":x and :y are the same, and are declared different",),
    ),
    Case(
        "eq-diff2",
        f"{_SAME} [] a owl:AllDifferent ; owl:members ( :z :x :y ) .",
        "",
        (":x and :y are the same, and are declared different",),
    ),
    Case(
        "eq-diff3",
        f"{_SAME} [] a owl:AllDifferent ; owl:distinctMembers ( :x :z :y ) .",
        "",
        (":x and :y are the same, and are declared different",),
    ),
    Case("prp-dom", ":p rdfs:domain :C . :x :p 1 .", ":x a :C ."),
    Case("prp-rng", ":p rdfs:range :C . :x :p :y . :z :p 1 .", ":y a :C ."),
    Case("prp-fp", ":p a owl:FunctionalProperty . :a :p :x , :y .", _SAME),
    Case("prp-ifp", ":p a owl:InverseFunctionalProperty . :x :p :a . :y :p :a .", _SAME),
    Case(
        "prp-irp",
        ":p a owl:IrreflexiveProperty . :x :p :x , :y .",
        "",
        (":x has itself as a value of “:p”, which nothing may",),
    ),
    Case("prp-symp", ":p a owl:SymmetricProperty . :x :p :y .", ":y :p :x ."),
    Case(
        "prp-asyp",
        ":p a owl:AsymmetricProperty . :x :p :y . :y :p :x .",
        "",
        ("“:p” leads from :x to :y and back, which it may not",),
    ),
    Case(
        "prp-trp",
        ":p a owl:TransitiveProperty . :a :p :b . :b :p :c . :c :p :d .",
        ":a :p :c , :d . :b :p :d .",
    ),
    Case(
        "prp-spo1",
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r . :x :p 1 .",
        ":x :q 1 ; :r 1 .",
    ),
    Case(
        "prp-spo2",
        ":q owl:propertyChainAxiom ( :p :r :p ) . :a :p :b . :b :r :c . :c :p 1 . :x :p :a .",
        ":a :q 1 .",
    ),
    Case("prp-eqp1", ":p owl:equivalentProperty :q . :x :p 1 .", ":x :q 1 ."),
    Case("prp-eqp2", ":p owl:equivalentProperty :q . :x :q 1 .", ":x :p 1 ."),
    Case(
        "prp-pdw",
        ":p owl:propertyDisjointWith :q . :x :p :y ; :q :y , :z .",
        "",
        (":x has :y as a value of both “:p” and “:q”, which exclude each other",),
    ),
    Case(
        "prp-adp",
        "[] a owl:AllDisjointProperties ; owl:members ( :p :r :q ) . :x :p :y ; :q :y , :z .",
        "",
        (":x has :y as a value of both “:p” and “:q”, which exclude each other",),
    ),
    Case("prp-inv1", ":p owl:inverseOf :q . :x :p :y .", ":y :q :x ."),
    Case("prp-inv2", ":p owl:inverseOf :q . :x :q :y .", ":y :p :x ."),
    Case(
        "prp-key",
        ':C owl:hasKey ( :p :q ) . :x a :C ; :p 1 ; :q "a" . :y a :C ; :p 1 ; :q "a" .'
        ' :z a :C ; :p 1 ; :q "b" . :u :p 1 ; :q "a" .',
        _SAME,
    ),
    Case(
        "prp-npa1",
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :x ;"
        " owl:assertionProperty :p ; owl:targetIndividual :y . :x :p :y , :z .",
        "",
        (":x has :y as a value of “:p”, which is denied outright",),
    ),
    Case(
        "prp-npa2",
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :x ;"
        " owl:assertionProperty :p ; owl:targetValue 1 . :x :p 1 , 2 .",
        "",
        (':x has "1" as a value of “:p”, which is denied outright',),
    ),
    Case("cls-nothing2", ":x a owl:Nothing .", "", (":x belongs to owl:Nothing, as nothing can",)),
    Case(
        "cls-int1",
        ":C owl:intersectionOf ( :D :E :F ) . :x a :D , :E , :F . :y a :D , :F .",
        ":x a :C .",
    ),
    Case("cls-int2", ":C owl:intersectionOf ( :D :E ) . :x a :C .", ":x a :D , :E ."),
    Case("cls-uni", ":C owl:unionOf ( :D :E ) . :x a :D . :y a :E .", ":x a :C . :y a :C ."),
    Case(
        "cls-com",
        ":C owl:complementOf :D . :x a :C , :D .",
        "",
        (":x belongs to :D and to what no :D belongs to",),
    ),
    Case(
        "cls-svf1",
        f":C owl:equivalentClass {_restriction('owl:someValuesFrom :D')} ."
        " :x :p :y . :y a :D . :z :p :x .",
        ":x a :C .",
    ),
    Case(
        "cls-svf2",
        f":C owl:equivalentClass {_restriction('owl:someValuesFrom owl:Thing')} . :x :p 1 .",
        ":x a :C .",
    ),
    Case(
        "cls-avf",
        f":C rdfs:subClassOf {_restriction('owl:allValuesFrom :D')} . :x a :C ; :p :y . :z :p :x .",
        ":y a :D .",
    ),
    Case(
        "cls-hv1",
        f":C rdfs:subClassOf {_restriction('owl:hasValue 1')} . :x a :C .",
        ":x :p 1 .",
    ),
    Case(
        "cls-hv2",
        f":C owl:equivalentClass {_restriction('owl:hasValue :v')} . :x :p :v . :y :p :x .",
        ":x a :C .",
    ),
    Case(
        "cls-maxc1",
        f":C rdfs:subClassOf {_restriction(_MOST_NONE)} . :x a :C ; :p :y . :z :p :y .",
        "",
        (":x has :y as a value of “:p”, of which its class allows none",),
    ),
    Case(
        "cls-maxc2",
        f":C rdfs:subClassOf {_restriction(_MOST_ONE)} . :a a :C ; :p :x , :y .",
        _SAME,
    ),
    Case(
        "cls-maxqc1",
        f":C rdfs:subClassOf {_restriction(f'{_MOST_NONE_OF} :D')} ."
        " :x a :C ; :p :y , :z . :y a :D .",
        "",
        (":x has :y as a value of “:p”, of which its class allows none that is a :D",),
    ),
    Case(
        "cls-maxqc2",
        f":C rdfs:subClassOf {_restriction(f'{_MOST_NONE_OF} owl:Thing')} . :x a :C ; :p :y .",
        "",
        (":x has :y as a value of “:p”, of which its class allows none",),
    ),
    Case(
        "cls-maxqc3",
        f":C rdfs:subClassOf {_restriction(f'{_MOST_ONE_OF} :D')} ."
        " :a a :C ; :p :x , :y , :z . :x a :D . :y a :D .",
        _SAME,
    ),
    Case(
        "cls-maxqc4",
        f":C rdfs:subClassOf {_restriction(f'{_MOST_ONE_OF} owl:Thing')} . :a a :C ; :p :x , :y .",
        _SAME,
    ),
    Case("cls-oo", ":C owl:oneOf ( :x :y ) .", ":x a :C . :y a :C ."),
    Case("cax-sco", ":C rdfs:subClassOf :D . :D rdfs:subClassOf :E . :x a :C .", ":x a :D , :E ."),
    Case("cax-eqc1", ":C owl:equivalentClass :D . :x a :C .", ":x a :D ."),
    Case("cax-eqc2", ":C owl:equivalentClass :D . :x a :D .", ":x a :C ."),
    Case(
        "cax-dw",
        ":C owl:disjointWith :D . :x a :C , :D . :y a :C .",
        "",
        (":x belongs to :C and to :D, which exclude each other",),
    ),
    Case(
        "cax-adc",
        "[] a owl:AllDisjointClasses ; owl:members ( :C :D :E ) . :x a :C , :E .",
        "",
        (":x belongs to :C and to :E, which exclude each other",),
    ),
    Case(
        "scm-sco",
        ":C rdfs:subClassOf :D . :D rdfs:subClassOf :E . :E rdfs:subClassOf :F .",
        ":C rdfs:subClassOf :E , :F . :D rdfs:subClassOf :F .",
    ),
    Case(
        "scm-eqc1",
        ":C owl:equivalentClass :D .",
        ":C rdfs:subClassOf :D . :D rdfs:subClassOf :C ; owl:equivalentClass :C .",
    ),
    Case(
        "scm-eqc2",
        ":C rdfs:subClassOf :D . :D rdfs:subClassOf :C .",
        ":C owl:equivalentClass :D . :D owl:equivalentClass :C .",
    ),
    Case(
        "scm-spo",
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .",
        ":p rdfs:subPropertyOf :r .",
    ),
    Case(
        "scm-eqp1",
        ":p owl:equivalentProperty :q .",
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p ; owl:equivalentProperty :p .",
    ),
    Case(
        "scm-eqp2",
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .",
        ":p owl:equivalentProperty :q . :q owl:equivalentProperty :p .",
    ),
    Case("scm-dom1", ":p rdfs:domain :C . :C rdfs:subClassOf :D .", ":p rdfs:domain :D ."),
    Case("scm-dom2", ":q rdfs:domain :C . :p rdfs:subPropertyOf :q .", ":p rdfs:domain :C ."),
    Case("scm-rng1", ":p rdfs:range :C . :C rdfs:subClassOf :D .", ":p rdfs:range :D ."),
    Case("scm-rng2", ":q rdfs:range :C . :p rdfs:subPropertyOf :q .", ":p rdfs:range :C ."),
    Case(
        "scm-hv",
        ":C owl:hasValue 1 ; owl:onProperty :p . :D owl:hasValue 1 ; owl:onProperty :q ."
        " :p rdfs:subPropertyOf :q .",
        ":C rdfs:subClassOf :D .",
    ),
    Case(
        "scm-svf1",
        ":C owl:someValuesFrom :E ; owl:onProperty :p . :D owl:someValuesFrom :F ;"
        " owl:onProperty :p . :E rdfs:subClassOf :F .",
        ":C rdfs:subClassOf :D .",
    ),
    Case(
        "scm-svf2",
        ":C owl:someValuesFrom :E ; owl:onProperty :p . :D owl:someValuesFrom :E ;"
        " owl:onProperty :q . :p rdfs:subPropertyOf :q .",
        ":C rdfs:subClassOf :D .",
    ),
    Case(
        "scm-avf1",
        ":C owl:allValuesFrom :E ; owl:onProperty :p . :D owl:allValuesFrom :F ;"
        " owl:onProperty :p . :E rdfs:subClassOf :F .",
        ":C rdfs:subClassOf :D .",
    ),
    Case(
        "scm-avf2",
        ":C owl:allValuesFrom :E ; owl:onProperty :p . :D owl:allValuesFrom :E ;"
        " owl:onProperty :q . :p rdfs:subPropertyOf :q .",
        ":D rdfs:subClassOf :C .",
    ),
    Case(
        "scm-int",
        ":C owl:intersectionOf ( :D :E ) .",
        ":C rdfs:subClassOf :D , :E .",
    ),
    Case(
        "scm-uni", ":C owl:unionOf ( :D :E ) .", ":D rdfs:subClassOf :C . :E rdfs:subClassOf :C ."
    ),
)
