from kg.base import rebase


def test_another_base_takes_the_place_of_the_default_everywhere():
    text = "PREFIX stand: <https://w3id.org/standoff/ontology#>\n<https://w3id.org/standoff/id/x>"

    assert rebase(text, "https://example.org/") == (
        "PREFIX stand: <https://example.org/ontology#>\n<https://example.org/id/x>"
    )
