# ruff: noqa: N815 -- these are the ontology's own names
"""Every IRI that the code writes: closed namespaces, and the functions that mint instance IRIs.

A name that the ontology does not declare raises ``AttributeError`` here, and a test holds the
names of ``STAND`` equal to what ``ontology/`` declares. All of it is written with the default
``BASE``; another base is put in its place at the end, by `kg.base.rebase`.
"""

from typing import Final

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

from kg.base import BASE


class ClosedNamespace(DefinedNamespace):
    """Has the terms that are annotated, and no others; as attributes, found without a search."""

    _fail = True

    def __init_subclass__(cls) -> None:
        """Set each term, which rdflib would look up whenever it is asked for."""
        for name in cls.__annotations__:
            setattr(cls, name, cls._NS[name])


class STAND(ClosedNamespace):
    """The terms of the ontology."""

    _NS = Namespace(f"{BASE}ontology#")

    # classes
    Entity: URIRef
    Actor: URIRef
    State: URIRef
    Person: URIRef
    Organization: URIRef
    GovernmentBody: URIRef
    InternationalOrganization: URIRef
    MediaOutlet: URIRef
    Group: URIRef
    UnnamedSource: URIRef
    Territory: URIRef
    Island: URIRef
    IslandGroup: URIRef
    Region: URIRef
    Place: URIRef
    WeaponSystem: URIRef
    MissileDefenseSystem: URIRef
    MissileSystem: URIRef
    BallisticMissile: URIRef
    StrategicForce: URIRef
    Agreement: URIRef
    Treaty: URIRef
    Alliance: URIRef
    DialogueFormat: URIRef
    Partnership: URIRef
    Event: URIRef
    Briefing: URIRef
    PublicStatement: URIRef
    Visit: URIRef
    Meeting: URIRef
    Negotiation: URIRef
    Disaster: URIRef
    MilitaryActivity: URIRef
    Issue: URIRef
    Document: URIRef
    Article: URIRef
    Handout: URIRef
    Situation: URIRef
    Deployment: URIRef
    MilitaryPresence: URIRef
    SovereigntyClaim: URIRef
    TerritorialControl: URIRef
    TerritorialDispute: URIRef
    Membership: URIRef
    Passage: URIRef
    Mention: URIRef
    DamagedPassage: URIRef
    Designation: URIRef
    Proposition: URIRef
    Claim: URIRef
    Position: URIRef
    AuthorshipAttribution: URIRef
    Silence: URIRef
    BackgroundStatement: URIRef
    CodingActivity: URIRef
    ReportingMode: URIRef
    SpeechAct: URIRef
    Certainty: URIRef
    Polarity: URIRef
    DeploymentStatus: URIRef
    PassageKind: URIRef
    DamageCause: URIRef
    # classes that a reasoner infers and that are never written
    ConditionalClaim: URIRef
    HedgedClaim: URIRef
    ImputedClaim: URIRef
    OwnVoiceClaim: URIRef
    ParatextPassage: URIRef
    # object properties
    actsFor: URIRef
    unitOf: URIRef
    partOf: URIRef
    componentOf: URIRef
    party: URIRef
    organizedBy: URIRef
    hasParticipant: URIRef
    hasAudience: URIRef
    takesPlaceIn: URIRef
    subEventOf: URIRef
    distributedAt: URIRef
    concernsIssue: URIRef
    deployedSystem: URIRef
    operatedBy: URIRef
    locatedAt: URIRef
    deploymentStatus: URIRef
    presentForce: URIRef
    claimant: URIRef
    claimedTerritory: URIRef
    controller: URIRef
    controlledTerritory: URIRef
    disputant: URIRef
    disputedTerritory: URIRef
    concernsTerritory: URIRef
    member: URIRef
    memberOf: URIRef
    restsOn: URIRef
    threatens: URIRef
    opposes: URIRef
    concernedAbout: URIRef
    considersAcquiring: URIRef
    deploys: URIRef
    linkedTo: URIRef
    cooperatesWith: URIRef
    seeks: URIRef
    reactsTo: URIRef
    usesAsLeverage: URIRef
    separates: URIRef
    designates: URIRef
    usedBy: URIRef
    usesName: URIRef
    translationOf: URIRef
    hasTranslation: URIRef
    writtenBy: URIRef
    publishedBy: URIRef
    attributedDocument: URIRef
    attributedTo: URIRef
    within: URIRef
    passageKind: URIRef
    refersTo: URIRef
    referredToBy: URIRef
    hasDamage: URIRef
    damageCause: URIRef
    readingConfidence: URIRef
    about: URIRef
    propositionSubject: URIRef
    propositionObject: URIRef
    contradicts: URIRef
    establishedBy: URIRef
    hasProposition: URIRef
    assertedBy: URIRef
    reportedBy: URIRef
    imputedTo: URIRef
    addressedTo: URIRef
    reportedIn: URIRef
    madeAt: URIRef
    madeIn: URIRef
    embeddedIn: URIRef
    evidencedBy: URIRef
    evidenceFor: URIRef
    invokes: URIRef
    reportingMode: URIRef
    speechAct: URIRef
    certainty: URIRef
    polarity: URIRef
    conditionedOn: URIRef
    supports: URIRef
    attacks: URIRef
    respondsTo: URIRef
    restates: URIRef
    heldBy: URIRef
    onIssue: URIRef
    expressedBy: URIRef
    ascribedBy: URIRef
    supersedes: URIRef
    supersededBy: URIRef
    silentDocument: URIRef
    silentOn: URIRef
    backgroundSubject: URIRef
    backgroundObject: URIRef
    # data properties
    date: URIRef
    earliest: URIRef
    latest: URIRef
    dateInferred: URIRef
    dateBasis: URIRef
    validFrom: URIRef
    validUntil: URIRef
    surface: URIRef
    correctedReading: URIRef
    damageNote: URIRef
    sha256: URIRef
    paratext: URIRef
    paraphrase: URIRef
    codePointLength: URIRef
    noClaimReason: URIRef
    cue: URIRef
    roleName: URIRef
    basis: URIRef
    propositionText: URIRef
    positionText: URIRef
    silenceText: URIRef
    designationText: URIRef
    backgroundValue: URIRef
    codingComplete: URIRef
    # annotation properties
    propositionPredicate: URIRef
    backgroundPredicate: URIRef


class OA(ClosedNamespace):
    """The terms of the Web Annotation vocabulary that are used natively."""

    _NS = Namespace("http://www.w3.org/ns/oa#")

    TextPositionSelector: URIRef
    hasSource: URIRef
    hasSelector: URIRef
    start: URIRef
    end: URIRef


class PROV(ClosedNamespace):
    """The terms of PROV-O that are used natively."""

    _NS = Namespace("http://www.w3.org/ns/prov#")

    Agent: URIRef
    wasGeneratedBy: URIRef
    wasAssociatedWith: URIRef
    used: URIRef


class GEO(ClosedNamespace):
    """The terms of GeoSPARQL that are used natively."""

    _NS = Namespace("http://www.opengis.net/ont/geosparql#")

    Geometry: URIRef
    hasGeometry: URIRef
    asWKT: URIRef
    wktLiteral: URIRef


class SD(ClosedNamespace):
    """The terms of the SPARQL service description, 1.1 and the draft of 1.2, that are used."""

    _NS = Namespace("http://www.w3.org/ns/sparql-service-description#")

    Dataset: URIRef
    Function: URIRef
    Graph: URIRef
    NamedGraph: URIRef
    Service: URIRef
    BasicFederatedQuery: URIRef
    SPARQL11Query: URIRef
    SPARQL11Update: URIRef
    SPARQLQuery: URIRef
    SPARQLUpdate: URIRef
    UnionDefaultGraph: URIRef
    defaultDataset: URIRef
    defaultEntailmentRegime: URIRef
    defaultGraph: URIRef
    endpoint: URIRef
    extensionFunction: URIRef
    feature: URIRef
    graph: URIRef
    inputFormat: URIRef
    languageExtension: URIRef
    name: URIRef
    namedGraph: URIRef
    resultFormat: URIRef
    supportedLanguage: URIRef
    supportedVersion: URIRef


class VOID_EXT(ClosedNamespace):  # noqa: N801 -- as the other namespaces
    """The terms of the extension of VoID that editors read."""

    _NS = Namespace("http://ldf.fi/void-ext#")

    datatype: URIRef
    datatypePartition: URIRef
    language: URIRef
    languagePartition: URIRef


ID: Final = Namespace(f"{BASE}id/")
VOCAB: Final = Namespace(f"{BASE}vocab/")
GRAPH: Final = Namespace(f"{BASE}graph/")
SHAPE: Final = Namespace(f"{BASE}shape/")

ONTOLOGY: Final = URIRef(f"{BASE}ontology")
EDITORS: Final = ID["agent/standoff-editors"]
CATALOG: Final = URIRef(f"{BASE}catalog")
DATASET: Final = URIRef(f"{BASE}dataset")
ENDPOINT: Final = URIRef(f"{BASE}sparql")
DUMP: Final = Namespace(f"{BASE}dump/")
QUESTION: Final = Namespace(f"{BASE}question/")

CATALOG_GRAPH: Final = GRAPH["catalog"]
ONTOLOGY_GRAPH: Final = GRAPH["ontology"]
ENTITIES_GRAPH: Final = GRAPH["entities"]
LINKS_GRAPH: Final = GRAPH["links"]
FACTS_GRAPH: Final = GRAPH["facts"]
INFERRED_GRAPH: Final = GRAPH["inferred"]


def article_graph(article: str) -> URIRef:
    """Return the IRI of the named graph of the article with this slug."""
    return GRAPH[f"article/{article}"]


def entity(reference: str) -> URIRef:
    """Return the IRI of an entity from its YAML reference, ``kind/slug``."""
    return ID[reference]


def part(kind: str, article: str, local: str) -> URIRef:
    """Return the IRI of something coded in an article, such as ``claim``, its slug, ``c07``."""
    return ID[f"{kind}/{article}/{local}"]


def span_part(kind: str, article: str, start: int, end: int) -> URIRef:
    """Return the IRI of a mention or emendation, named by its code points, half-open."""
    return part(kind, article, f"{start}-{end}")


def selector(passage: URIRef) -> URIRef:
    """Return the IRI of a passage's text position selector."""
    return URIRef(f"{passage}/selector")


def proposition(slug: str) -> URIRef:
    """Return the IRI of a proposition; propositions are shared by all articles."""
    return ID[f"proposition/{slug}"]


def designation(owner: str, local: str) -> URIRef:
    """Return the IRI of a name for the entity ``owner`` (``kind/slug``)."""
    return ID[f"designation/{owner.partition('/')[2]}/{local}"]


def background(subject: str, predicate: str, value: str) -> URIRef:
    """Return the IRI of a background statement; its value is a reference or an EDTF string."""
    return ID[f"background/{subject}/{predicate}/{value.replace('/', '-')}"]


def geometry(owner: str) -> URIRef:
    """Return the IRI of the geometry of the entity ``owner`` (``kind/slug``)."""
    return ID[f"geometry/{owner.partition('/')[2]}"]


def concept(scheme: str, name: str) -> URIRef:
    """Return the IRI of a SKOS concept."""
    return VOCAB[f"{scheme}/{name}"]
