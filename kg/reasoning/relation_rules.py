"""Tables 4 and 5 of OWL 2 RL: what follows from being the same, and from properties."""

from typing import Final

from kg.reasoning.rule import AXIOMATIC, REFLEXIVE, Rule

RELATION_RULES: Final = (
    # Table 4: equality
    Rule("eq-ref", 4, "?s ?p ?o", "?s owl:sameAs ?s", left_out=REFLEXIVE),
    Rule("eq-sym", 4, "?x owl:sameAs ?y", "?y owl:sameAs ?x", "being the same holds both ways"),
    Rule(
        "eq-trans",
        4,
        "?x owl:sameAs ?y . ?y owl:sameAs ?z",
        "?x owl:sameAs ?z",
        "the same as the same is the same",
    ),
    Rule(
        "eq-rep-s",
        4,
        "?s owl:sameAs ?t . ?s ?p ?o",
        "?t ?p ?o",
        "what is said of it holds of the same",
    ),
    Rule(
        "eq-rep-p", 4, "?p owl:sameAs ?q . ?s ?p ?o", "?s ?q ?o", "the two properties are the same"
    ),
    Rule(
        "eq-rep-o",
        4,
        "?o owl:sameAs ?t . ?s ?p ?o",
        "?s ?p ?t",
        "what is said of it holds of the same",
    ),
    Rule(
        "eq-diff1",
        4,
        "?x owl:sameAs ?y . ?x owl:differentFrom ?y",
        words="{x} and {y} are the same, and are declared different",
    ),
    Rule(
        "eq-diff2",
        4,
        "?all a owl:AllDifferent . ?all owl:members ?l . pair(?l, ?x, ?y) . ?x owl:sameAs ?y",
        words="{x} and {y} are the same, and are declared different",
    ),
    Rule(
        "eq-diff3",
        4,
        "?all a owl:AllDifferent . ?all owl:distinctMembers ?l . "
        "pair(?l, ?x, ?y) . ?x owl:sameAs ?y",
        words="{x} and {y} are the same, and are declared different",
    ),
    # Table 5: properties
    Rule("prp-ap", 5, "", "?p a owl:AnnotationProperty", left_out=AXIOMATIC),
    Rule("prp-dom", 5, "?p rdfs:domain ?c . ?x ?p ?y", "?x a ?c", "whatever has {p} is a {c}"),
    Rule(
        "prp-rng",
        5,
        "?p rdfs:range ?c . ?x ?p ?y",
        "?y a ?c",
        "whatever is a value of {p} is a {c}",
    ),
    Rule(
        "prp-fp",
        5,
        "?p a owl:FunctionalProperty . ?x ?p ?y . ?x ?p ?z",
        "?y owl:sameAs ?z",
        "{p} has one value at most, so that two are the same",
    ),
    Rule(
        "prp-ifp",
        5,
        "?p a owl:InverseFunctionalProperty . ?y ?p ?x . ?z ?p ?x",
        "?y owl:sameAs ?z",
        "a value of {p} belongs to one thing at most, so that two are the same",
    ),
    Rule(
        "prp-irp",
        5,
        "?p a owl:IrreflexiveProperty . ?x ?p ?x",
        words="{x} has itself as a value of {p}, which nothing may",
    ),
    Rule("prp-symp", 5, "?p a owl:SymmetricProperty . ?x ?p ?y", "?y ?p ?x", "{p} holds both ways"),
    Rule(
        "prp-asyp",
        5,
        "?p a owl:AsymmetricProperty . ?x ?p ?y . ?y ?p ?x",
        words="{p} leads from {x} to {y} and back, which it may not",
    ),
    Rule(
        "prp-trp",
        5,
        "?p a owl:TransitiveProperty . ?x ?p ?y . ?y ?p ?z",
        "?x ?p ?z",
        "{p} carries over from link to link",
    ),
    Rule("prp-spo1", 5, "?p rdfs:subPropertyOf ?q . ?x ?p ?y", "?x ?q ?y", "{p} is a kind of {q}"),
    Rule(
        "prp-spo2",
        5,
        "?q owl:propertyChainAxiom ?l . chain(?l, ?x, ?y)",
        "?x ?q ?y",
        "the chain of properties adds up to {q}",
    ),
    Rule(
        "prp-eqp1",
        5,
        "?p owl:equivalentProperty ?q . ?x ?p ?y",
        "?x ?q ?y",
        "{p} and {q} say the same",
    ),
    Rule(
        "prp-eqp2",
        5,
        "?p owl:equivalentProperty ?q . ?x ?q ?y",
        "?x ?p ?y",
        "{p} and {q} say the same",
    ),
    Rule(
        "prp-pdw",
        5,
        "?p owl:propertyDisjointWith ?q . ?x ?p ?y . ?x ?q ?y",
        words="{x} has {y} as a value of both {p} and {q}, which exclude each other",
    ),
    Rule(
        "prp-adp",
        5,
        "?all a owl:AllDisjointProperties . ?all owl:members ?l . "
        "pair(?l, ?p, ?q) . ?x ?p ?y . ?x ?q ?y",
        words="{x} has {y} as a value of both {p} and {q}, which exclude each other",
    ),
    Rule(
        "prp-inv1",
        5,
        "?p owl:inverseOf ?q . ?x ?p ?y",
        "?y ?q ?x",
        "{q} is {p} the other way round",
    ),
    Rule(
        "prp-inv2",
        5,
        "?p owl:inverseOf ?q . ?x ?q ?y",
        "?y ?p ?x",
        "{p} is {q} the other way round",
    ),
    Rule(
        "prp-key",
        5,
        "?c owl:hasKey ?l . ?x a ?c . ?y a ?c . keys(?l, ?x, ?y)",
        "?x owl:sameAs ?y",
        "a {c} is told by its key, so that two with the same key are the same",
    ),
    Rule(
        "prp-npa1",
        5,
        "?n owl:sourceIndividual ?x . ?n owl:assertionProperty ?p . "
        "?n owl:targetIndividual ?y . ?x ?p ?y",
        words="{x} has {y} as a value of {p}, which is denied outright",
    ),
    Rule(
        "prp-npa2",
        5,
        "?n owl:sourceIndividual ?x . ?n owl:assertionProperty ?p . "
        "?n owl:targetValue ?y . ?x ?p ?y",
        words="{x} has {y} as a value of {p}, which is denied outright",
    ),
)
