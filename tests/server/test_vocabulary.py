"""What the editor offers, of the project's own version and of one without a catalog."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.base import BASE
from kg.build import BuildReport
from kg.prefixes import prefixes
from kg.settings import Settings
from server.app import create_app
from server.current import current_of
from tests.server.small import QUESTIONS


@pytest.fixture(scope="module")
def project(project_root: Path, project_build: BuildReport) -> Iterator[FlaskClient]:
    app = create_app(Settings(build=project_root), questions=QUESTIONS)
    yield app.test_client()
    current_of(app).close()


def test_terms_come_with_label_and_gloss(project: FlaskClient):
    found = project.get("/vocabulary.json").json
    terms = {
        term["iri"]: term for kind in ("classes", "properties", "values") for term in found[kind]
    }

    assert terms[f"{BASE}ontology#assertedBy"] == {
        "iri": f"{BASE}ontology#assertedBy",
        "label": "asserted by",
        "gloss": "relates a claim to the actor who said or wrote it",
    }
    assert terms[f"{BASE}vocab/polarity/negative"]["label"] == "negative"
    assert f"{BASE}ontology#Claim" in {term["iri"] for term in found["classes"]}
    # Terms of others, which the data uses.
    assert "http://www.w3.org/ns/oa#hasSelector" in {term["iri"] for term in found["properties"]}


def test_prefixes_are_the_common_ones_and_those_of_the_data(project: FlaskClient):
    found = project.get("/vocabulary.json").json["prefixes"]

    assert prefixes(BASE).items() <= found.items()
    assert (found["actor"], found["polarity"]) == (f"{BASE}id/actor/", f"{BASE}vocab/polarity/")


def test_data_without_a_catalog_has_its_own_terms_and_the_common_prefixes(client: FlaskClient):
    found = client.get("/vocabulary.json").json

    assert found["prefixes"] == prefixes(BASE)
    assert [term["iri"] for term in found["properties"]] == [
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    ]


def test_a_client_that_has_it_is_told_so(client: FlaskClient):
    first = client.get("/vocabulary.json")
    again = client.get("/vocabulary.json", headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code) == (200, 304)
    assert first.headers["Standoff-Snapshot"] == again.headers["Standoff-Snapshot"]
