import pytest

from kg.prefixes import compact, kind_prefixes

BASE = "https://example.org/x/"


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        (f"{BASE}id/claim/a/c07", "id:claim/a/c07"),
        (f"{BASE}ontology#Claim", "stand:Claim"),
        (f"{BASE}vocab/polarity/positive", "vocab:polarity/positive"),
        ("http://www.w3.org/2004/02/skos/core#note", "skos:note"),
        ("https://w3id.org/standoff/id/claim/a/c07", "https://w3id.org/standoff/id/claim/a/c07"),
        ("plain words", "plain words"),
    ],
)
def test_an_iri_is_shortened_by_the_longest_known_namespace(iri: str, short: str):
    assert compact(iri, BASE) == short


def test_each_kind_and_each_scheme_gets_a_prefix():
    iris = [f"{BASE}id/claim/a/c1", f"{BASE}vocab/damage-cause/lost-word", f"{BASE}ontology#Claim"]

    assert kind_prefixes(iris, BASE) == {
        "claim": f"{BASE}id/claim/",
        "damage-cause": f"{BASE}vocab/damage-cause/",
    }
