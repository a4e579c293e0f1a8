"""Table 9 of OWL 2 RL: what follows about the vocabulary from its axioms alone."""

from typing import Final

from kg.reasoning.rule import REFLEXIVE, Rule

SCHEMA_RULES: Final = (
    # Table 9: the schema
    Rule("scm-cls", 9, "?c a owl:Class", "?c rdfs:subClassOf ?c", left_out=REFLEXIVE),
    Rule(
        "scm-sco",
        9,
        "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?e",
        "?c rdfs:subClassOf ?e",
        "what is below is below what is above that",
    ),
    Rule(
        "scm-eqc1",
        9,
        "?c owl:equivalentClass ?d",
        "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c",
        "classes that are the same are below each other",
    ),
    Rule(
        "scm-eqc2",
        9,
        "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c",
        "?c owl:equivalentClass ?d",
        "classes below each other are the same",
    ),
    Rule("scm-op", 9, "?p a owl:ObjectProperty", "?p rdfs:subPropertyOf ?p", left_out=REFLEXIVE),
    Rule("scm-dp", 9, "?p a owl:DatatypeProperty", "?p rdfs:subPropertyOf ?p", left_out=REFLEXIVE),
    Rule(
        "scm-spo",
        9,
        "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?r",
        "?p rdfs:subPropertyOf ?r",
        "what is below is below what is above that",
    ),
    Rule(
        "scm-eqp1",
        9,
        "?p owl:equivalentProperty ?q",
        "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p",
        "properties that are the same are below each other",
    ),
    Rule(
        "scm-eqp2",
        9,
        "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p",
        "?p owl:equivalentProperty ?q",
        "properties below each other are the same",
    ),
    Rule(
        "scm-dom1",
        9,
        "?p rdfs:domain ?c . ?c rdfs:subClassOf ?d",
        "?p rdfs:domain ?d",
        "a domain's superclass is a domain",
    ),
    Rule(
        "scm-dom2",
        9,
        "?q rdfs:domain ?c . ?p rdfs:subPropertyOf ?q",
        "?p rdfs:domain ?c",
        "a property has the domain of the one above it",
    ),
    Rule(
        "scm-rng1",
        9,
        "?p rdfs:range ?c . ?c rdfs:subClassOf ?d",
        "?p rdfs:range ?d",
        "a range's superclass is a range",
    ),
    Rule(
        "scm-rng2",
        9,
        "?q rdfs:range ?c . ?p rdfs:subPropertyOf ?q",
        "?p rdfs:range ?c",
        "a property has the range of the one above it",
    ),
    Rule(
        "scm-hv",
        9,
        "?c owl:hasValue ?v . ?c owl:onProperty ?p . ?d owl:hasValue ?v . ?d owl:onProperty ?q . "
        "?p rdfs:subPropertyOf ?q",
        "?c rdfs:subClassOf ?d",
        "the same value of a narrower property is the narrower condition",
    ),
    Rule(
        "scm-svf1",
        9,
        "?c owl:someValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?z . "
        "?d owl:onProperty ?p . ?y rdfs:subClassOf ?z",
        "?c rdfs:subClassOf ?d",
        "a value of a narrower class is the narrower condition",
    ),
    Rule(
        "scm-svf2",
        9,
        "?c owl:someValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?y . "
        "?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q",
        "?c rdfs:subClassOf ?d",
        "a value of a narrower property is the narrower condition",
    ),
    Rule(
        "scm-avf1",
        9,
        "?c owl:allValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?z . "
        "?d owl:onProperty ?p . ?y rdfs:subClassOf ?z",
        "?c rdfs:subClassOf ?d",
        "all values of a narrower class is the narrower condition",
    ),
    Rule(
        "scm-avf2",
        9,
        "?c owl:allValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?y . "
        "?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q",
        "?d rdfs:subClassOf ?c",
        "all values of a wider property is the narrower condition",
    ),
    Rule(
        "scm-int",
        9,
        "?c owl:intersectionOf ?l . any(?l, ?d)",
        "?c rdfs:subClassOf ?d",
        "an intersection is below each of its parts",
    ),
    Rule(
        "scm-uni",
        9,
        "?c owl:unionOf ?l . any(?l, ?d)",
        "?d rdfs:subClassOf ?c",
        "a union is above each of its parts",
    ),
)
