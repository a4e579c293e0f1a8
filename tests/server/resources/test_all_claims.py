"""Where a page shows the first of some claims, its link leads to a table of just these."""

import json
import re
from pathlib import Path

import pytest

from kg.base import BASE
from tests.server.claims_version import publish_claims
from tests.server.conftest import serving
from tests.server.raw import send
from tests.server.resources.pages import BROWSER

PAGES = (
    "/id/actor/russia",
    "/id/actor/new-rules-2017-author",
    "/id/system/thaad",
    "/id/agreement/us-japan-security-treaty",
    "/id/territory/disputed-islands-hokkaido-urup",
)
MORE = re.compile(r"and ([\d,]+) more")
SECTION = re.compile(
    r'<h2[^>]*>([^<]*)<span class="quiet count">([\d,]+)</span></h2>(.*?)</section>', re.DOTALL
)


STANDS = {"own-voice positive": 13, "own-voice negative": 13, "imputed positive": 15}


def many() -> str:
    """Write claims of one proposition that stand differently to it; one more says it already."""
    found = []
    for kind, count in STANDS.items():
        mode, polarity = kind.split()
        holder = f"<{BASE}ontology#imputedTo> <{BASE}id/actor/envoy> ;" if mode == "imputed" else ""
        found += [
            f"""<{BASE}id/claim/harbour/{mode}-{polarity}-{number}> a <{BASE}ontology#Claim> ;
            <{BASE}ontology#hasProposition> <{BASE}id/proposition/rock-armed> ; {holder}
            <{BASE}ontology#assertedBy> <{BASE}id/actor/columnist> ;
            <{BASE}ontology#reportingMode> <{BASE}vocab/reporting-mode/{mode}> ;
            <{BASE}ontology#polarity> <{BASE}vocab/polarity/{polarity}> ."""
            for number in range(count)
        ]
    return f"<{BASE}graph/article/harbour> {{ {' '.join(found)} }}"


def total(address: str, href: str) -> int:
    """Return how many claims the table at an address has."""
    assert href.startswith("/claims?"), href
    found = send(address, "GET", href.replace("/claims?", "/claims.json?"))
    assert found.status == 200, found.text
    return int(json.loads(found.text)["total"])


def test_each_list_of_claims_leads_to_as_many_in_the_table(project_address: str):
    found = {}
    for path in PAGES:
        text = send(project_address, "GET", path, headers=BROWSER).text
        for title, count, section in SECTION.findall(text):
            for href, _ in re.findall(r'<a href="([^"]+)">and ([\d,]+) more</a>', section):
                told = total(project_address, href.replace("&amp;", "&"))
                found[path, title.strip()] = (int(count), told)

    assert len(found) > 5
    assert {key: pair for key, pair in found.items() if pair[0] != pair[1]} == {}


@pytest.mark.parametrize("path", ["/vocab/certainty/certain", "/id/actor/russia"])
def test_statements_made_by_claims_lead_there_too(project_address: str, path: str):
    text = send(project_address, "GET", path, headers=BROWSER).text
    pointing = text[text.index('id="pointing"') :]
    links = re.findall(r'<a href="(/claims[^"]+)">and (?:at least )?([\d,]+) more</a>', pointing)
    shown = [part.count("<li>") for part in pointing.split("<dt>") if "/claims?" in part]

    assert len(links) > 0
    for (href, more), count in zip(links, shown, strict=True):
        assert total(project_address, href.replace("&amp;", "&")) == int(more) + count


def test_the_stands_on_a_proposition_lead_to_those_alone(tmp_path: Path):
    publish_claims(tmp_path, many())
    with serving(tmp_path) as address:
        text = send(address, "GET", "/id/proposition/rock-armed", headers=BROWSER).text
        links = re.findall(r'<a href="([^"]+)">and ([\d,]+) more</a>', text)
        found = [(int(more), total(address, href.replace("&amp;", "&"))) for href, more in links]

    # Those that say so, those that deny it, and those that impute it; twelve of each are shown.
    assert found[:3] == [(2, 14), (1, 13), (3, 15)]
