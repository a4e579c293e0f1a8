"""Deliberately broken copies of the ontology: one small edit each, and the checks it must trip."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

BY_JVM = frozenset({"opening", "reasoning"})
"""The checks that ask the OWL API."""


@dataclass(frozen=True)
class Breakage:
    """An edit of one file: text put in the place of other text, or, without one, at the end.

    `complaints` gives for each check that must complain the term or file whose place it must name.
    """

    name: str
    complaints: Mapping[str, str]
    put: str
    file: str = "discourse.ttl"
    instead_of: str = ""
    loads: bool = True
    every: bool = False
    formatted: bool = True

    def apply(self, folder: Path) -> None:
        """Edit the copy; the text to replace must stand in the file."""
        path = folder / self.file
        text = path.read_text(encoding="utf-8")
        assert self.instead_of in text, f"{self.name}: {self.instead_of!r} is not in {self.file}"
        if self.instead_of:
            text = text.replace(self.instead_of, self.put, -1 if self.every else 1)
        else:
            text += self.put
        path.write_text(text, encoding="utf-8")


INDIVIDUAL = "<https://w3id.org/standoff/id/actor/x> a owl:NamedIndividual"
WORLD_DEFINED = "rdfs:isDefinedBy module:world ."


def _class(name: str, parents: str, label: str) -> str:
    return f"""
stand:{name} a owl:Class ;
    rdfs:subClassOf {parents} ;
    rdfs:label "{label}"@en , "{label}-ru"@ru , "{label}-ja"@ja ;
    skos:definition "an actor that lies somewhere"@en ;
    rdfs:isDefinedBy module:discourse .
"""


BREAKAGES = [
    Breakage(
        name="an individual in two disjoint classes",
        complaints={"reasoning": "stand:State"},
        put=f"{INDIVIDUAL} , stand:State , stand:Territory .",
    ),
    Breakage(
        name="a claim in two reporting modes",
        complaints={"reasoning": "<https://w3id.org/standoff/id/actor/x>"},
        put=f"{INDIVIDUAL} ; stand:reportingMode mode:imputed , mode:own-voice .",
    ),
    Breakage(
        name="a class that nothing can belong to",
        complaints={"reasoning": "stand:LandedActor"},
        put=_class("LandedActor", "stand:Actor , stand:Territory", "landed actor"),
    ),
    Breakage(
        name="a class in the namespace of OWL",
        complaints={"reasoning": "owl:Standoff"},
        put="owl:Standoff a owl:Class .",
    ),
    Breakage(
        name="a functional property that is transitive",
        complaints={"reasoning": "stand:within"},
        put="stand:within a owl:FunctionalProperty .",
    ),
    Breakage(
        name="a class that is not declared",
        complaints={"declarations": "stand:cue", "opening": "", "reasoning": "stand:cue"},
        put="stand:cue rdfs:domain stand:Speech .",
    ),
    Breakage(
        name="a property that is not declared",
        complaints={
            "declarations": "stand:Claim",
            "opening": "",
            "reasoning": "stand:Claim",
        },
        put="stand:Claim rdfs:seeAlso stand:Claim ; stand:utters stand:Proposition .",
    ),
    Breakage(
        name="a class that is an individual too",
        complaints={"punning": "stand:Mention", "opening": "stand:Mention"},
        put="stand:Mention a stand:Passage .",
    ),
    Breakage(
        name="a property of two kinds",
        complaints={"punning": "stand:cue", "reasoning": "stand:cue"},
        put="stand:cue a owl:ObjectProperty .",
    ),
    Breakage(
        name="a year as range",
        complaints={
            "datatypes": "stand:backgroundValue",
            "deprecation": "stand:backgroundValue",
            "opening": "",
            "reasoning": "stand:backgroundValue",
        },
        put="xsd:gYear",
        instead_of="xsd:string",
        file="world.ttl",
    ),
    Breakage(
        name="a date in the header",
        complaints={
            "datatypes": "<https://w3id.org/standoff/ontology/discourse>",
            "opening": "",
        },
        put='dcterms:created "2026-11-23"^^<http://www.w3.org/2001/XMLSchema#date> ;',
        instead_of='dcterms:created "2026-11-23" ;',
    ),
    Breakage(
        name="a definition left out",
        complaints={"documentation": "stand:Person", "deprecation": "stand:Person"},
        put="",
        instead_of='    skos:definition "an actor that is one human being"@en ;\n',
        file="world.ttl",
    ),
    Breakage(
        name="a definition without its genus",
        complaints={"documentation": "stand:Island", "deprecation": "stand:Island"},
        put='"one piece of land with water all round it"@en',
        instead_of='"a territory that is one piece of land with water all round it"@en',
        file="world.ttl",
    ),
    Breakage(
        name="a label left out in Japanese",
        complaints={"documentation": "stand:Person"},
        put='"person"@en , "лицо"@ru ;',
        instead_of='"person"@en , "лицо"@ru , "人物"@ja ;',
        file="world.ttl",
    ),
    Breakage(
        name="a label in capitals",
        complaints={"documentation": "stand:State"},
        put='"State"@en',
        instead_of='"state"@en',
        file="world.ttl",
    ),
    Breakage(
        name="a concept's label left out in Russian",
        complaints={"documentation": "mode:imputed"},
        put='"imputed"@en , "推測による帰属"@ja ;',
        instead_of='"imputed"@en , "приписывание"@ru , "推測による帰属"@ja ;',
        file="schemes.ttl",
    ),
    Breakage(
        name="a term of another module",
        complaints={"documentation": "stand:backgroundPredicate"},
        put="rdfs:isDefinedBy module:schemes .",
        instead_of=WORLD_DEFINED,
        file="world.ttl",
    ),
    Breakage(
        name="an import without an entry in the catalogue",
        complaints={
            "catalogue": "<https://w3id.org/standoff/ontology/discourse>",
            "opening": "<https://w3id.org/standoff/ontology/discourse>",
        },
        put="<https://w3id.org/standoff/ontology/discourse> owl:imports <urn:x-missing:module> .",
        loads=False,
    ),
    Breakage(
        name="an entry whose file is missing",
        complaints={"catalogue": "catalog-v001.xml"},
        put='name="https://w3id.org/standoff/ontology/world/0.1.0" uri="wor1d.ttl"',
        instead_of='name="https://w3id.org/standoff/ontology/world/0.1.0" uri="world.ttl"',
        file="catalog-v001.xml",
    ),
    Breakage(
        name="a version number of its own",
        complaints={"versions": "<https://w3id.org/standoff/ontology/world>"},
        put='owl:versionInfo "0.2.0"',
        instead_of='owl:versionInfo "0.1.0"',
        file="world.ttl",
    ),
    Breakage(
        name="a licence left out",
        complaints={"headers": "<https://w3id.org/standoff/ontology/world>"},
        put="",
        instead_of="    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;\n",
        file="world.ttl",
    ),
    Breakage(
        name="a title used twice",
        complaints={"headers": "<https://w3id.org/standoff/ontology/world>"},
        put='"The Standoff ontology: world"@en',
        instead_of='"The Standoff ontology: discourse"@en',
    ),
    Breakage(
        name="a term in use that is gone",
        complaints={"deprecation": "<https://w3id.org/standoff/ontology/world>", "use": ""},
        put="",
        instead_of="""stand:separates
    a owl:ObjectProperty ;
    rdfs:domain stand:Actor ;
    rdfs:range stand:Issue ;
    rdfs:label "separates"@en ;
    skos:definition "relates an actor to an issue that it keeps apart from others"@en ;
    rdfs:isDefinedBy module:world .

""",
        file="world.ttl",
    ),
    Breakage(
        name="a term in use that is renamed",
        complaints={"deprecation": "stand:Standpoint", "use": ""},
        put="stand:Standpoint",
        instead_of="stand:Position",
        every=True,
    ),
    Breakage(
        name="a term in use that lost its superclass",
        complaints={"deprecation": "stand:Deployment"},
        put="stand:Deployment\n    a owl:Class ;\n    rdfs:subClassOf",
        instead_of="stand:Deployment\n    a owl:Class ;\n    rdfs:subClassOf stand:Situation ,",
        file="world.ttl",
    ),
    Breakage(
        name="a term that is deprecated without an heir",
        complaints={"deprecation": "stand:Silence"},
        put="stand:Silence owl:deprecated true .",
    ),
    Breakage(
        name="a term that is deprecated and loses its label",
        complaints={"deprecation": "stand:cue", "documentation": "stand:cue"},
        put="owl:deprecated true ; <http://purl.org/dc/terms/isReplacedBy> stand:about",
        instead_of='rdfs:label "cue"@en',
    ),
    Breakage(
        name="a language tag in capitals, by hand",
        complaints={"form": "", "documentation": "stand:State"},
        put='"state"@EN',
        instead_of='"state"@en',
        file="world.ttl",
        formatted=False,
    ),
    Breakage(
        name="a union that is not said to be a class",
        complaints={"opening": "stand:deploymentStatus", "deprecation": "stand:deploymentStatus"},
        put="[ owl:unionOf",
        instead_of="[ a owl:Class ; owl:unionOf",
        file="world.ttl",
        loads=False,
    ),
    Breakage(
        name="a file in another syntax",
        complaints={"syntax": "standoff.ttl"},
        put="Ontology(<https://w3id.org/standoff/ontology>)\n@prefix ",
        instead_of="@prefix ",
        file="standoff.ttl",
        loads=False,
        formatted=False,
    ),
    Breakage(
        name="a bracket that does not close",
        complaints={"syntax": ""},
        put="[ a owl:Class ; owl:unionOf ( stand:Deployment stand:MilitaryPresence ] ;",
        instead_of="[ a owl:Class ; owl:unionOf ( stand:Deployment stand:MilitaryPresence ) ] ;",
        file="world.ttl",
        loads=False,
        formatted=False,
    ),
]
