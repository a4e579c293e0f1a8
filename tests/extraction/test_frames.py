"""Who says what is read off the frame that a sentence gives it."""

import pytest

from kg.corpus import load_corpus
from kg.extraction.extraction import ClaimFound, Extractor
from kg.paths import project_data


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    data = project_data()
    corpus = load_corpus(data.entities, data.links, data.articles)
    return Extractor(each.entity for each in corpus.entities.defined)


def last_claim(extractor: Extractor, text: str) -> ClaimFound:
    return extractor.extract(text, "2017-07-10").claims[-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Vladimir Putin warned that the islands could be lost.",
            ("actor/vladimir-putin", "indirect-speech", "warning"),
        ),
        (
            "According to Shinzo Abe, nothing was promised.",
            ("actor/shinzo-abe", "indirect-speech", "offer"),
        ),
        (
            "Shinzo Abe came. He denied that anything was promised.",
            ("actor/shinzo-abe", "indirect-speech", "denial"),
        ),
        (
            "China called the plan “a step that nobody had asked for”, and said so twice.",
            ("actor/china", "direct-quotation", "assertion"),
        ),
        (
            "The aim of the Kremlin is that islands are a shield.",
            ("actor/government-of-russia", "imputed", "interpretation"),
        ),
        (
            "Russia fears the new radar.",
            ("actor/russia", "imputed", "concern"),
        ),
        (
            "The islands are a shield. Such is the view of the Kremlin.",
            ("actor/government-of-russia", "imputed", "interpretation"),
        ),
        ("It is often said that the islands are far.", (None, "generic-attribution", "assertion")),
        (
            "The plan drew harsh criticism from China last week.",
            ("actor/china", "indirect-speech", "assertion"),
        ),
        (
            "Some Russian and Japan analysts say it is far.",
            (None, "generic-attribution", "assertion"),
        ),
        ("Russia used demands on its neighbours.", (None, "own-voice", "demand")),
        (
            "The plan was condemned by Russia.",
            ("actor/russia", "indirect-speech", "assertion"),
        ),
        (
            "China, reportedly described as calm, sent ships.",
            (None, "generic-attribution", "assertion"),
        ),
        ("Near Japan a radar was intended for ships.", (None, "own-voice", "assertion")),
        ("Russia came. Previously noted ships stayed.", (None, "own-voice", "assertion")),
        (
            "In June Russia reported,\nThe ships are far.",
            ("actor/russia", "indirect-speech", "assertion"),
        ),
        (
            "It was also noted that\nThe ships are far. The radar is off.",
            (None, "generic-attribution", "assertion"),
        ),
        (
            "In June Russia reported,\nThe ships are far.\nThe radar is off.",
            (None, "own-voice", "assertion"),
        ),
        ("I stressed that the islands are far.", (None, "own-voice", "assertion")),
        ("Japan should wait.", (None, "own-voice", "recommendation")),
    ],
)
def test_speaker_mode_and_act_are_read_off_the_words(
    extractor: Extractor, text: str, expected: tuple[str | None, str, str]
):
    claim = last_claim(extractor, text)

    assert (claim.speaker, claim.mode, claim.act) == expected


@pytest.mark.parametrize(
    ("text", "certainty", "polarity", "conditions"),
    [
        ("Japan will win.", "certain", "positive", ()),
        ("Japan may win.", "possible", "positive", ()),
        ("Most likely Japan will win.", "probable", "positive", ()),
        ("Japan will not win.", "certain", "negative", ()),
        ("Japan wins not only today.", "certain", "positive", ()),
        ("Unless China moves, Japan will win.", "certain", "positive", ("Unless",)),
        ("Reportedly Japan wins if China sleeps.", "uncommitted", "positive", ("if",)),
    ],
)
def test_certainty_polarity_and_conditions_are_read_off_the_words(
    extractor: Extractor,
    text: str,
    certainty: str,
    polarity: str,
    conditions: tuple[str, ...],
):
    claim = last_claim(extractor, text)

    assert (claim.certainty, claim.polarity, claim.conditions) == (certainty, polarity, conditions)


def test_the_host_of_a_briefing_speaks_for_its_side(extractor: Extractor):
    text = (
        "The Embassy of Russia in Japan held a briefing for the press. "
        "Once more the Russian side said that the radar is a threat."
    )

    assert last_claim(extractor, text).speaker == "actor/embassy-of-russia-in-japan"


def test_a_question_claims_nothing(extractor: Extractor):
    assert extractor.extract("What does Japan want?", "2017").claims == ()


def test_a_source_without_a_name_keeps_its_words(extractor: Extractor):
    claim = last_claim(extractor, "According to a senior naval officer, “the ships will be back”.")

    assert (claim.speaker, claim.speaker_words) == (None, "a senior naval officer")
    assert claim.mode == "direct-quotation"


@pytest.mark.parametrize(
    "text",
    [
        "Mr Okeke Ward came. Ward has said that ships are far.",
        "Ships came to Tinko. Tinko has said that ships are far.",
    ],
)
def test_one_word_that_no_entity_has_can_be_a_speaker(extractor: Extractor, text: str):
    claim = last_claim(extractor, text)

    assert (claim.speaker, claim.speaker_words) == (None, text.partition(". ")[2].split()[0])
    assert claim.mode == "indirect-speech"


def test_who_is_unnamed_is_nobody_that_a_pronoun_takes_up(extractor: Extractor):
    claim = last_claim(extractor, "Russia came. Analysts say it is far. They said that it is near.")

    assert claim.speaker == "actor/russia"
