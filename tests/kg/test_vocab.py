import pytest

from kg import vocab
from kg.vocab import GEO, OA, PROV, STAND


@pytest.mark.parametrize("namespace", [STAND, OA, PROV, GEO])
def test_a_name_that_is_not_declared_fails(namespace: type):
    with pytest.raises(AttributeError):
        _ = namespace.nothing


def test_instance_iris_are_made_of_their_parts():
    base = "https://w3id.org/standoff"

    assert [
        str(iri)
        for iri in (
            vocab.entity("actor/norland"),
            vocab.part("claim", "talks", "c07"),
            vocab.selector(vocab.part("passage", "talks", "s05a")),
            vocab.span_part("mention", "talks", 113, 120),
            vocab.proposition("strait-closed"),
            vocab.designation("territory/rocks", "skerry"),
            vocab.background("actor/norland", "unitOf", "actor/sound-league"),
            vocab.geometry("territory/rocks"),
            vocab.concept("polarity", "negative"),
            vocab.article_graph("talks"),
            vocab.EDITORS,
        )
    ] == [
        f"{base}/id/actor/norland",
        f"{base}/id/claim/talks/c07",
        f"{base}/id/passage/talks/s05a/selector",
        f"{base}/id/mention/talks/113-120",
        f"{base}/id/proposition/strait-closed",
        f"{base}/id/designation/rocks/skerry",
        f"{base}/id/background/actor/norland/unitOf/actor-sound-league",
        f"{base}/id/geometry/rocks",
        f"{base}/vocab/polarity/negative",
        f"{base}/graph/article/talks",
        f"{base}/id/agent/standoff-editors",
    ]
