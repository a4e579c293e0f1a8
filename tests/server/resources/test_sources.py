"""How many independent sources say something, in a version made for that."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kg.base import BASE
from kg.settings import Settings
from server.app import create_app
from server.current import current_of
from tests.server.html_page import Page, read_page
from tests.server.small import publish_small

MORE = f"""
PREFIX stand: <{BASE}ontology#>
PREFIX actor: <{BASE}id/actor/>
PREFIX claim: <{BASE}id/claim/quay/>
PREFIX document: <{BASE}id/document/>
PREFIX proposition: <{BASE}id/proposition/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
<{BASE}graph/article/quay> {{
  actor:envoy a stand:Person ; rdfs:label "the envoy" ; stand:actsFor actor:ruritania .
  document:quay-fr stand:translationOf document:quay .
  claim:c01 a stand:Claim ; rdfs:label "Ruritania: guns stand in the harbour" ;
    stand:assertedBy actor:ruritania ; stand:reportedBy actor:columnist ;
    stand:reportedIn document:quay ; stand:hasProposition proposition:guns-stand .
  claim:c02 a stand:Claim ; rdfs:label "the envoy: guns stand in the harbour" ;
    stand:assertedBy actor:envoy ; stand:reportedIn document:quay-fr ;
    stand:hasProposition proposition:guns-stand .
  claim:c03 a stand:Claim ; rdfs:label "Harbour Gazette: guns stand in the harbour" ;
    stand:assertedBy actor:gazette ; stand:restates claim:c01 ; stand:reportedIn document:harbour ;
    stand:hasProposition proposition:guns-stand .
  claim:c04 a stand:Claim ; rdfs:label "Harbour Gazette: not: guns stand in the harbour" ;
    stand:assertedBy actor:gazette ; stand:polarity <{BASE}vocab/polarity/negative> ;
    stand:certainty <{BASE}vocab/certainty/certain> ; stand:reportedIn document:harbour ;
    stand:hasProposition proposition:guns-stand .
  claim:c05 a stand:Claim ; rdfs:label "the columnist, imputing: guns stand in the harbour" ;
    stand:assertedBy actor:columnist ; stand:imputedTo actor:gazette ;
    stand:reportingMode <{BASE}vocab/reporting-mode/imputed> ; stand:reportedIn document:harbour ;
    stand:hasProposition proposition:guns-stand .
  proposition:guns-stand stand:about actor:gazette .
}}
"""


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    root = tmp_path_factory.mktemp("quay")
    publish_small(root, MORE)
    app = create_app(Settings(build=root), questions=())
    yield app.test_client()
    current_of(app).close()


def page_at(client: FlaskClient, path: str) -> Page:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    return read_page(answer.text)


def test_who_speaks_for_another_or_repeats_another_is_no_source_of_its_own(quay: FlaskClient):
    page = page_at(quay, "/id/proposition/guns-stand")

    # The columnist, and Ruritania with its envoy and with the paper that repeats it.
    assert "Says so 2 independent sources, known from 2 documents" in page.headings
    assert "Denies it 1 independent source, known from 1 document" in page.headings


def test_who_reports_a_claim_is_named_beside_who_makes_it(quay: FlaskClient):
    page = page_at(quay, "/id/claim/quay/c01")

    assert page.paragraphs["attribution"] == ["Ruritania says, as the columnist reports:"]


def test_what_others_claim_about_an_actor_leaves_out_its_own_claims(quay: FlaskClient):
    page = page_at(quay, "/id/actor/gazette")

    assert "What it claims 2" in page.headings
    assert "What others claim about it 4" in page.headings


def test_what_is_only_imputed_makes_nobody_agree(quay: FlaskClient):
    ruritania = page_at(quay, "/id/actor/ruritania")
    grounds = [name for name, href in ruritania.links if name.startswith("the columnist")]

    assert "Agrees with" in ruritania.headings
    assert "the columnist: guns stand in the harbour" in grounds
    assert "the columnist, imputing: guns stand in the harbour" not in grounds
    assert "Disagrees with" in ruritania.headings
    assert {"says the same", "denies what the other says"} == set(ruritania.spans["how"])
