"""Tables 6 to 8 of OWL 2 RL: what follows from classes; datatypes."""

from typing import Final

from kg.reasoning.rule import AXIOMATIC, LITERAL, Rule

CLASS_RULES: Final = (
    # Table 6: classes
    Rule("cls-thing", 6, "", "owl:Thing a owl:Class", left_out=AXIOMATIC),
    Rule("cls-nothing1", 6, "", "owl:Nothing a owl:Class", left_out=AXIOMATIC),
    Rule("cls-nothing2", 6, "?x a owl:Nothing", words="{x} belongs to owl:Nothing, as nothing can"),
    Rule(
        "cls-int1",
        6,
        "?c owl:intersectionOf ?l . all(?l, ?x)",
        "?x a ?c",
        "what meets each condition of {c} is one",
    ),
    Rule(
        "cls-int2",
        6,
        "?c owl:intersectionOf ?l . any(?l, ?d) . ?x a ?c",
        "?x a ?d",
        "a {c} meets each of its conditions",
    ),
    Rule(
        "cls-uni",
        6,
        "?c owl:unionOf ?l . any(?l, ?d) . ?x a ?d",
        "?x a ?c",
        "a {d} is one of the kinds of {c}",
    ),
    Rule(
        "cls-com",
        6,
        "?c owl:complementOf ?d . ?x a ?c . ?x a ?d",
        words="{x} belongs to {d} and to what no {d} belongs to",
    ),
    Rule(
        "cls-svf1",
        6,
        "?c owl:someValuesFrom ?d . ?c owl:onProperty ?p . ?x ?p ?y . ?y a ?d",
        "?x a ?c",
        "some value of {p} is a {d}, which is the condition",
    ),
    Rule(
        "cls-svf2",
        6,
        "?c owl:someValuesFrom owl:Thing . ?c owl:onProperty ?p . ?x ?p ?y",
        "?x a ?c",
        "there is a value of {p}, which is the condition",
    ),
    Rule(
        "cls-avf",
        6,
        "?c owl:allValuesFrom ?d . ?c owl:onProperty ?p . ?x a ?c . ?x ?p ?y",
        "?y a ?d",
        "of these, every value of {p} is a {d}",
    ),
    Rule(
        "cls-hv1",
        6,
        "?c owl:hasValue ?v . ?c owl:onProperty ?p . ?x a ?c",
        "?x ?p ?v",
        "each of these has that value of {p}",
    ),
    Rule(
        "cls-hv2",
        6,
        "?c owl:hasValue ?v . ?c owl:onProperty ?p . ?x ?p ?v",
        "?x a ?c",
        "it has that value of {p}, which is the condition",
    ),
    Rule(
        "cls-maxc1",
        6,
        "?c owl:maxCardinality 0 . ?c owl:onProperty ?p . ?x a ?c . ?x ?p ?y",
        words="{x} has {y} as a value of {p}, of which its class allows none",
    ),
    Rule(
        "cls-maxc2",
        6,
        "?c owl:maxCardinality 1 . ?c owl:onProperty ?p . ?x a ?c . ?x ?p ?y . ?x ?p ?z",
        "?y owl:sameAs ?z",
        "of these, {p} has one value at most, so that two are the same",
    ),
    Rule(
        "cls-maxqc1",
        6,
        "?c owl:maxQualifiedCardinality 0 . ?c owl:onProperty ?p . ?c owl:onClass ?d . "
        "?x a ?c . ?x ?p ?y . ?y a ?d",
        words="{x} has {y} as a value of {p}, of which its class allows none that is a {d}",
    ),
    Rule(
        "cls-maxqc2",
        6,
        "?c owl:maxQualifiedCardinality 0 . ?c owl:onProperty ?p . ?c owl:onClass owl:Thing . "
        "?x a ?c . ?x ?p ?y",
        words="{x} has {y} as a value of {p}, of which its class allows none",
    ),
    Rule(
        "cls-maxqc3",
        6,
        "?c owl:maxQualifiedCardinality 1 . ?c owl:onProperty ?p . ?c owl:onClass ?d . "
        "?x a ?c . ?x ?p ?y . ?y a ?d . ?x ?p ?z . ?z a ?d",
        "?y owl:sameAs ?z",
        "of these, one value of {p} at most is a {d}, so that two are the same",
    ),
    Rule(
        "cls-maxqc4",
        6,
        "?c owl:maxQualifiedCardinality 1 . ?c owl:onProperty ?p . ?c owl:onClass owl:Thing . "
        "?x a ?c . ?x ?p ?y . ?x ?p ?z",
        "?y owl:sameAs ?z",
        "of these, {p} has one value at most, so that two are the same",
    ),
    Rule("cls-oo", 6, "?c owl:oneOf ?l . any(?l, ?x)", "?x a ?c", "it is one of those listed"),
    # Table 7: class axioms
    Rule("cax-sco", 7, "?c rdfs:subClassOf ?d . ?x a ?c", "?x a ?d", "every {c} is a {d}"),
    Rule(
        "cax-eqc1", 7, "?c owl:equivalentClass ?d . ?x a ?c", "?x a ?d", "{c} is by definition {d}"
    ),
    Rule(
        "cax-eqc2", 7, "?c owl:equivalentClass ?d . ?x a ?d", "?x a ?c", "{c} is by definition {d}"
    ),
    Rule(
        "cax-dw",
        7,
        "?c owl:disjointWith ?d . ?x a ?c . ?x a ?d",
        words="{x} belongs to {c} and to {d}, which exclude each other",
    ),
    Rule(
        "cax-adc",
        7,
        "?all a owl:AllDisjointClasses . ?all owl:members ?l . "
        "pair(?l, ?c, ?d) . ?x a ?c . ?x a ?d",
        words="{x} belongs to {c} and to {d}, which exclude each other",
    ),
    # Table 8: datatypes
    Rule("dt-type1", 8, "", "?datatype a rdfs:Datatype", left_out=AXIOMATIC),
    Rule("dt-type2", 8, "", "?literal a ?datatype", left_out=LITERAL),
    Rule("dt-eq", 8, "", "?literal owl:sameAs ?other", left_out=LITERAL),
    Rule("dt-diff", 8, "", "?literal owl:differentFrom ?other", left_out=LITERAL),
    Rule(
        "dt-not-type",
        8,
        "?literal a ?datatype",
        left_out="the shapes hold every datatype property to its datatype and name the place",
    ),
)
