"""How a dataset describes itself, and that editors find it by the queries they send."""

from collections import Counter
from dataclasses import replace

import pyoxigraph as ox
import pytest
from small_version import BASE, iri, small_dataset

from kg.catalog import catalog_triples
from kg.dataset import Dataset, with_catalog
from kg.errors import InputError
from kg.paths import project_data
from kg.questions import Question, load_questions
from kg.vocab import BASE as PROJECT

ASK = Question(
    "is-it-wet", "Is it wet?", "Rain counts.", ("rain", "claims"),
    "#+ summary: Is it wet?\n# a note\nBASE <a:b>\nprefix x: <https://w3id.org/standoff/id/>\n"
    'ask { ?s ?p "it rains" }\n',
)  # fmt: skip

# As @sib-swiss/sparql-editor sends them, without GRAPH: its releases up to 0.2 and after.
PREFIX_QUERY = """PREFIX sh: <http://www.w3.org/ns/shacl#>
      SELECT DISTINCT ?prefix ?namespace
      WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix}
      ORDER BY ?prefix"""
EXAMPLE_QUERY = """PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sq ?comment ?query
WHERE {
  ?sq a sh:SPARQLExecutable ;
    rdfs:comment ?comment ;
    sh:select|sh:ask|sh:construct|sh:describe ?query .
} ORDER BY ?sq"""
OLD_VOID_QUERY = """PREFIX up: <http://purl.uniprot.org/core/>
      PREFIX void: <http://rdfs.org/ns/void#>
      PREFIX void-ext: <http://ldf.fi/void-ext#>
      SELECT DISTINCT ?subjectClass ?prop ?objectClass ?objectDatatype
      WHERE {
        {
          ?cp void:class ?subjectClass ;
              void:propertyPartition ?pp .
          ?pp void:property ?prop .
          OPTIONAL {
              {
                  ?pp  void:classPartition [ void:class ?objectClass ] .
              } UNION {
                  ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] .
              }
          }
        } UNION {
          ?ls void:subjectsTarget [ void:class ?subjectClass ] ;
              void:linkPredicate ?prop ;
              void:objectsTarget [ void:class ?objectClass ] .
        }
      }"""
VOID_QUERY = """PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh:<http://www.w3.org/ns/shacl#>
PREFIX sd:<http://www.w3.org/ns/sparql-service-description#>
PREFIX void:<http://rdfs.org/ns/void#>
PREFIX void-ext:<http://ldf.fi/void-ext#>
SELECT DISTINCT ?graph ?graphLabel ?subjectClass ?prop ?objectClass ?objectDatatype
?triples ?subjectClassLabel ?objectClassLabel ?subjectClassComment ?objectClassComment
?propLabel ?propComment
WHERE {
      {
        OPTIONAL {
          ?graph sd:graph ?graphDesc .
          OPTIONAL { ?graph rdfs:label ?graphLabel }
          ?graphDesc void:classPartition ?cp .
        }
        ?cp void:class ?subjectClass ;
          void:propertyPartition ?pp .
        OPTIONAL { ?subjectClass rdfs:label ?subjectClassLabel }
        OPTIONAL { ?subjectClass rdfs:comment ?subjectClassComment }

        ?pp void:property ?prop .
        OPTIONAL { ?pp void:triples ?triples }
        OPTIONAL { ?prop rdfs:label ?propLabel }
        OPTIONAL { ?prop rdfs:comment ?propComment }
        OPTIONAL {
          {
            ?pp  void:classPartition [ void:class ?objectClass ] .
            OPTIONAL { ?objectClass rdfs:label ?objectClassLabel }
            OPTIONAL { ?objectClass rdfs:comment ?objectClassComment }
          } UNION {
            ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] .
          }
        }
      } UNION {
        ?linkset void:subjectsTarget [ void:class ?subjectClass ] ;
          void:linkPredicate ?prop ;
          void:objectsTarget [ void:class ?objectClass ] .
      }
} ORDER BY ?subjectClass ?objectClass ?objectDatatype ?graph ?triples"""


def described(dataset: Dataset, *questions: Question) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in catalog_triples(dataset, questions))
    return store


def rows(store: ox.Store, query: str) -> list[tuple[str | None, ...]]:
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(term.value if term else None for term in row) for row in found]


def about(store: ox.Store, local: str) -> list[tuple[str, str]]:
    """All that is said of a node, in short."""
    quads = store.quads_for_pattern(iri(local), None, None, None)
    return sorted((q.predicate.value.rpartition("#")[2].rpartition("/")[2], q.object.value)
                  for q in quads)  # fmt: skip


def test_the_same_dataset_is_described_alike_with_no_blank_node_and_no_other_base():
    one, other = (catalog_triples(small_dataset(), [ASK]) for _ in range(2))
    terms = {term for triple in one for term in triple}

    assert one == other
    assert [term for term in terms if isinstance(term, ox.BlankNode)] == []
    assert [term.value for term in terms if PROJECT in term.value] == []


def test_a_catalog_that_is_there_already_is_not_described():
    first = catalog_triples(small_dataset(), [ASK])

    assert catalog_triples(with_catalog(small_dataset(), first), [ASK]) == first


def test_the_description_follows_the_data():
    dataset = small_dataset()
    more = replace(dataset, graphs={**dataset.graphs, iri("graph/more"): frozenset()})

    assert catalog_triples(more, [ASK]) != catalog_triples(dataset, [ASK])


def test_the_dataset_says_what_registries_ask_and_names_its_endpoint():
    said = [
        (name, value)
        for name, value in about(described(small_dataset()), "dataset")
        if name not in {"propertyPartition", "datatypePartition", "languagePartition",
                        "vocabulary", "description"}
    ]  # fmt: skip

    assert said == [
        ("accessRights", "http://publications.europa.eu/resource/authority/access-right/PUBLIC"),
        ("classPartition", f"{BASE}dataset#class/owl:Ontology"),
        ("classPartition", f"{BASE}dataset#class/stand:Article"),
        ("classes", "2"),
        ("conformsTo", f"{BASE}ontology"),
        ("creator", f"{BASE}id/agent/standoff-editors"),
        ("dataDump", f"{BASE}dump/standoff.nq"),
        ("dataDump", f"{BASE}dump/standoff.trig"),
        ("dataDump", f"{BASE}dump/standoff.ttl"),
        ("defaultGraph", f"{BASE}dataset#default-graph"),
        ("distinctObjects", "8"),
        ("distinctSubjects", "3"),
        ("distribution", f"{BASE}dump/standoff.nq"),
        ("distribution", f"{BASE}dump/standoff.trig"),
        ("distribution", f"{BASE}dump/standoff.ttl"),
        ("entities", "3"),
        ("exampleResource", f"{BASE}id/document/a"),
        ("feature", "http://www.w3.org/ns/formats/N-Quads"),
        ("feature", "http://www.w3.org/ns/formats/TriG"),
        ("feature", "http://www.w3.org/ns/formats/Turtle"),
        ("homepage", BASE),
        ("landingPage", BASE),
        ("license", "https://creativecommons.org/licenses/by/4.0/"),
        ("namedGraph", f"{BASE}graph/article/a"),
        ("namedGraph", f"{BASE}graph/catalog"),
        ("namedGraph", f"{BASE}graph/ontology"),
        ("properties", "7"),
        ("publisher", f"{BASE}id/agent/standoff-editors"),
        ("sparqlEndpoint", f"{BASE}sparql"),
        ("subset", f"{BASE}dataset#graph/article%2Fa"),
        ("subset", f"{BASE}dataset#graph/ontology"),
        ("title", "Standoff: who claims what in a security dispute"),
        ("triples", "8"),
        ("type", "http://rdfs.org/ns/void#Dataset"),
        ("type", "http://www.w3.org/ns/dcat#Dataset"),
        ("type", "http://www.w3.org/ns/sparql-service-description#Dataset"),
        ("uriSpace", BASE),
        ("versionInfo", "0.1.0"),
        ("wasAttributedTo", f"{BASE}id/agent/standoff-editors"),
        ("wasDerivedFrom", f"{BASE}id/document/a"),
    ]


def test_every_vocabulary_in_use_is_listed_those_of_the_catalog_too():
    dataset = small_dataset()
    store = described(dataset, ASK)
    listed = rows(store, "SELECT ?v { ?d <http://rdfs.org/ns/void#vocabulary> ?v }")
    used = {triple.predicate.value for triple in dataset.union()} | {
        quad.predicate.value for quad in store
    }

    assert [p for p in used if not any(p.startswith(str(v)) for (v,) in listed)] == []


def test_a_question_is_an_example_with_its_query_under_the_base_and_without_its_header():
    assert about(described(small_dataset(), ASK), "question/is-it-wet") == [
        ("ask", f'# a note\nBASE <a:b>\nprefix x: <{BASE}id/>\nask {{ ?s ?p "it rains" }}'),
        ("comment", "Is it wet?"),
        ("description", "Rain counts."),
        ("keywords", "claims"),
        ("keywords", "rain"),
        ("prefixes", f"{BASE}ontology"),
        ("target", f"{BASE}sparql"),
        ("type", "http://www.w3.org/ns/shacl#SPARQLAskExecutable"),
        ("type", "http://www.w3.org/ns/shacl#SPARQLExecutable"),
    ]


@pytest.mark.parametrize("text", ["DESCRIBE <a:b>", "", "PREFIX a: <b:c>"])
def test_a_question_that_is_no_example_is_an_error_that_names_it(text: str):
    with pytest.raises(InputError, match="'is-it-wet' does not begin with SELECT"):
        catalog_triples(small_dataset(), [replace(ASK, text=text)])


@pytest.mark.parametrize(
    ("links", "sets"),
    [
        (
            "id:actor/one skos:exactMatch wd:Q1 , wd:Q2 ; skos:closeMatch wd:Q3 ; "
            "rdfs:seeAlso wd:Q4 .",
            [
                ("linked/wikidata/by/skos:closeMatch", "http://www.wikidata.org/entity/", "1"),
                ("linked/wikidata/by/skos:exactMatch", "http://www.wikidata.org/entity/", "2"),
            ],
        ),
        (
            "id:actor/one skos:broadMatch <https://example.net/things#x> .",
            [
                (
                    "linked/https:%2F%2Fexample.net%2Fthings%23/by/skos:broadMatch",
                    "https://example.net/things#",
                    "1",
                )
            ],
        ),
        ("id:actor/one skos:exactMatch id:actor/two . wd:Q1 skos:exactMatch wd:Q2 .", []),
    ],
)
def test_mappings_are_counted_by_where_they_lead_and_how(links: str, sets: list[tuple[str, ...]]):
    skos = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
    found = rows(
        described(small_dataset(f"{skos}PREFIX wd: <http://www.wikidata.org/entity/>\n{links}")),
        """PREFIX void: <http://rdfs.org/ns/void#>
        SELECT ?set ?space ?n { ?set a void:Linkset ; void:triples ?n ;
          void:objectsTarget/void:uriSpace ?space } ORDER BY ?set""",
    )

    assert found == [(f"{BASE}dataset#{local}", space, number) for local, space, number in sets]


# --- what the editors of SIB ask, of the project's own data -----------------------------------


def test_an_editor_finds_each_prefix_once(project_store: ox.Store):
    found = rows(project_store, PREFIX_QUERY)
    by_prefix = dict(found)

    assert [name for name, count in Counter(p for p, _ in found).items() if count > 1] == []
    assert by_prefix["stand"] == f"{PROJECT}ontology#"
    assert by_prefix["claim"] == f"{PROJECT}id/claim/"
    assert by_prefix["void-ext"] == "http://ldf.fi/void-ext#"


def test_an_editor_knows_every_prefix_that_a_question_uses(project_store: ox.Store):
    known = dict(rows(project_store, PREFIX_QUERY))
    declared = {
        (line.split()[1].rstrip(":"), line.split()[2].strip("<>"))
        for question in load_questions(project_data().queries)
        for line in question.text.splitlines()
        if line.startswith("PREFIX")
    }

    assert declared
    assert {(p, n) for p, n in declared if known.get(p) != n} == set()


def test_an_editor_finds_every_question_once_with_a_query_that_runs(project_store: ox.Store):
    found = rows(project_store, EXAMPLE_QUERY)
    questions = load_questions(project_data().queries)

    assert [(node, comment) for node, comment, _ in found] == [
        (f"{PROJECT}question/{question.name}", question.summary) for question in questions
    ]
    assert [
        (name, len(rows(project_store, str(query)))) for name, _, query in found
    ] == [
        (f"{PROJECT}question/{q.name}", len(rows(project_store, q.text))) for q in questions
    ]  # fmt: skip


@pytest.mark.parametrize("query", [OLD_VOID_QUERY, VOID_QUERY], ids=["older", "current"])
def test_an_editor_learns_what_a_claim_has_and_where_it_leads(query: str, project_store: ox.Store):
    store_query = project_store.query(query)
    assert isinstance(store_query, ox.QuerySolutions)
    stand = f"{PROJECT}ontology#"
    leads = {
        (row["prop"].value, (row["objectClass"] or row["objectDatatype"]).value)
        for row in store_query
        if row["subjectClass"].value == f"{stand}Claim"
        and (row["objectClass"] or row["objectDatatype"])
    }

    assert (f"{stand}evidencedBy", f"{stand}Passage") in leads
    assert (f"{stand}assertedBy", f"{stand}State") in leads
    assert (f"{stand}cue", "http://www.w3.org/2001/XMLSchema#string") in leads
    assert {value for prop, value in leads if prop == f"{stand}hasProposition"} == {
        f"{stand}Proposition"
    }
