"""Deliberately broken copies of the ontology: one small edit each, and the checks it must trip."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Breakage:
    """An edit of one file: text put in the place of other text, or, without one, at the end."""

    name: str
    complaints: frozenset[str]
    put: str
    file: str = "discourse.ttl"
    instead_of: str = ""
    loads: bool = True

    def apply(self, folder: Path) -> None:
        """Edit the copy; the text to replace must stand in the file."""
        path = folder / self.file
        text = path.read_text(encoding="utf-8")
        assert self.instead_of in text, f"{self.name}: {self.instead_of!r} is not in {self.file}"
        if self.instead_of:
            text = text.replace(self.instead_of, self.put, 1)
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
        complaints=frozenset({"reasoner"}),
        put=f"{INDIVIDUAL} , stand:State , stand:Territory .",
    ),
    Breakage(
        name="a claim in two reporting modes",
        complaints=frozenset({"reasoner"}),
        put=f"{INDIVIDUAL} ; stand:reportingMode mode:imputed , mode:own-voice .",
    ),
    Breakage(
        name="a class that nothing can belong to",
        complaints=frozenset({"reasoner"}),
        put=_class("LandedActor", "stand:Actor , stand:Territory", "landed actor"),
    ),
    Breakage(
        name="a class in the namespace of OWL",
        complaints=frozenset({"profile"}),
        put="owl:Standoff a owl:Class .",
    ),
    Breakage(
        name="a functional property that is transitive",
        complaints=frozenset({"profile", "reasoner"}),
        put="stand:within a owl:FunctionalProperty .",
    ),
    Breakage(
        name="a class that is not declared",
        complaints=frozenset({"declarations", "profile"}),
        put="stand:cue rdfs:domain stand:Speech .",
    ),
    Breakage(
        name="a property that is not declared",
        complaints=frozenset({"declarations", "profile"}),
        put="stand:Claim rdfs:seeAlso stand:Claim ; stand:utters stand:Proposition .",
    ),
    Breakage(
        name="a class that is an individual too",
        complaints=frozenset({"punning"}),
        put="stand:Mention a stand:Passage .",
    ),
    Breakage(
        name="a property of two kinds",
        complaints=frozenset({"profile", "punning"}),
        put="stand:cue a owl:ObjectProperty .",
    ),
    Breakage(
        name="a year as range",
        complaints=frozenset({"datatypes", "profile", "reasoner"}),
        put="xsd:gYear",
        instead_of="xsd:string",
        file="world.ttl",
    ),
    Breakage(
        name="a date in the header",
        complaints=frozenset({"datatypes"}),
        put='dcterms:created "2026-11-23"^^<http://www.w3.org/2001/XMLSchema#date> ;',
        instead_of='dcterms:created "2026-11-23" ;',
    ),
    Breakage(
        name="a definition left out",
        complaints=frozenset({"documentation"}),
        put="",
        instead_of='    skos:definition "an actor that is one human being"@en ;\n',
        file="world.ttl",
    ),
    Breakage(
        name="a definition without its genus",
        complaints=frozenset({"documentation"}),
        put='"one piece of land with water all round it"@en',
        instead_of='"a territory that is one piece of land with water all round it"@en',
        file="world.ttl",
    ),
    Breakage(
        name="a label left out in Japanese",
        complaints=frozenset({"documentation"}),
        put='"person"@en , "лицо"@ru ;',
        instead_of='"person"@en , "лицо"@ru , "人物"@ja ;',
        file="world.ttl",
    ),
    Breakage(
        name="a label in capitals",
        complaints=frozenset({"documentation"}),
        put='"State"@en',
        instead_of='"state"@en',
        file="world.ttl",
    ),
    Breakage(
        name="a concept's label left out in Russian",
        complaints=frozenset({"documentation"}),
        put='"imputed"@en , "推測による帰属"@ja ;',
        instead_of='"imputed"@en , "приписывание"@ru , "推測による帰属"@ja ;',
        file="schemes.ttl",
    ),
    Breakage(
        name="a term of another module",
        complaints=frozenset({"documentation"}),
        put="rdfs:isDefinedBy module:schemes .",
        instead_of=WORLD_DEFINED,
        file="world.ttl",
    ),
    Breakage(
        name="an import without an entry in the catalogue",
        complaints=frozenset({"catalogue"}),
        put="<https://w3id.org/standoff/ontology/discourse> owl:imports <urn:x-missing:module> .",
        loads=False,
    ),
    Breakage(
        name="an entry whose file is missing",
        complaints=frozenset({"catalogue"}),
        put='name="https://w3id.org/standoff/ontology/world/0.1.0" uri="wor1d.ttl"',
        instead_of='name="https://w3id.org/standoff/ontology/world/0.1.0" uri="world.ttl"',
        file="catalog-v001.xml",
    ),
    Breakage(
        name="a version number of its own",
        complaints=frozenset({"versions"}),
        put='owl:versionInfo "0.2.0"',
        instead_of='owl:versionInfo "0.1.0"',
        file="world.ttl",
    ),
    Breakage(
        name="a licence left out",
        complaints=frozenset({"headers"}),
        put="",
        instead_of="    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;\n",
        file="world.ttl",
    ),
    Breakage(
        name="a title used twice",
        complaints=frozenset({"headers"}),
        put='"The Standoff ontology: world"@en',
        instead_of='"The Standoff ontology: discourse"@en',
    ),
]
