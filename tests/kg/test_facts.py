from pathlib import Path

import pytest
from fixture_corpus import NOTE, TALKS, copy, load

from kg.facts import Fact, established_facts
from kg.model.coding import Triple

OBJECTS = Fact(
    "norland-objects",
    Triple(subject="actor/norland", predicate="opposes", object="system/lantern"),
    ("harbour-talks/c03",),
)
RADARS = Fact(
    "radars-on-rocks",
    Triple(subject="actor/suderia", predicate="deploys", object="system/lantern"),
    ("harbour-talks/c02",),
)
C02 = "mode: own-voice, act: assertion, certainty: certain, polarity: positive, evidence: [s03a]"
AUTHOR = "asserted_by: actor/harbour-talks-author, mode: own-voice, act: assertion"


def test_what_the_author_asserts_plainly_is_a_fact():
    assert list(established_facts(load())) == [OBJECTS, RADARS]


@pytest.mark.parametrize(
    ("what", "file", "old", "new"),
    [
        ("another act", TALKS, C02, C02.replace("assertion", "evaluation")),
        ("less certainty", TALKS, C02, C02.replace("certainty: certain", "certainty: probable")),
        ("a denial", TALKS, C02, C02.replace("positive", "negative")),
        ("a condition", TALKS, C02, f"{C02}, conditioned_on: [talks-fail]"),
        ("evidence in a caption only", TALKS, C02, C02.replace("s03a", "s04")),
        (
            "another mode",
            TALKS,
            C02,
            C02.replace("own-voice", "indirect-speech, reported_by: actor/daily-tern"),
        ),
        (
            "another speaker",
            TALKS,
            f"{AUTHOR}, certainty: certain, polarity: positive, evidence: [s03a]",
            f"{AUTHOR}, certainty: certain, polarity: positive, evidence: [s03a]".replace(
                "harbour-talks-author", "daily-tern"
            ),
        ),
        ("an attack", NOTE, "made_at: ", "attacks: [harbour-talks/c02], made_at: "),
        (
            "an attack on whoever says it too",
            NOTE,
            "made_at: ",
            "attacks: [harbour-talks/c04], made_at: ",
        ),
        (
            "a predicate that is background only",
            TALKS,
            "predicate: deploys, object: system/lantern",
            "predicate: actsFor, object: actor/norland",
        ),
        (
            "a predicate that is a kind of one that is background only",
            TALKS,
            "{subject: actor/suderia, predicate: deploys, object: system/lantern}",
            "{subject: actor/harbour-office, predicate: unitOf, object: actor/daily-tern}",
        ),
        (
            "somebody who denies it",
            NOTE,
            "proposition: radars-matter,",
            "proposition: radars-on-rocks,",
        ),
    ],
)
def test_a_claim_establishes_nothing_with(what: str, file: str, old: str, new: str, tmp_path: Path):
    copy(tmp_path, {file: (old, new)})
    if "radars-on-rocks" in new:
        copy_text = (tmp_path / NOTE).read_text(encoding="utf-8")
        kept = copy_text.replace("about: [actor/norland],", "contradicts: [talks-fail],")
        (tmp_path / NOTE).write_text(kept, encoding="utf-8")

    assert list(established_facts(load(tmp_path))) == [OBJECTS]


@pytest.mark.parametrize("polarity", ["positive", "negative"])
def test_a_contradicting_proposition_blocks_a_fact_only_where_it_is_affirmed(
    polarity: str, tmp_path: Path
):
    copy(
        tmp_path,
        {
            NOTE: (
                "proposition: radars-matter, asserted_by",
                "proposition: norland-does-not-mind, asserted_by",
            ),
        },
    )
    path = tmp_path / NOTE
    content = path.read_text(encoding="utf-8")
    content = content.replace("polarity: negative,", f"polarity: {polarity},")
    content = content.replace("act: denial", "act: evaluation")
    content = content.replace("about: [actor/norland],", "contradicts: [talks-fail],")
    path.write_text(content, encoding="utf-8")

    expected = [RADARS] if polarity == "positive" else [OBJECTS, RADARS]
    assert list(established_facts(load(tmp_path))) == expected
