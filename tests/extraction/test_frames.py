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
        ("Russia used demands on its neighbours.", (None, "own-voice", "assertion")),
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


@pytest.mark.parametrize(
    ("text", "speaker", "mode"),
    [
        ("Ana Cruz, the mayor of Naha, said that ships left.", "Ana Cruz", "indirect-speech"),
        ("Ana Cruz (NATO) said that ships left.", "Ana Cruz", "indirect-speech"),
        ("Ana Cruz, a man of the Navy, reaffirmed it.", "Ana Cruz", "indirect-speech"),
        ("Tom Reed came. Ana Cruz went on: a ship, she said, left.", "Ana Cruz", "indirect-speech"),
        ("In the Kremlin they said that ships left.", "Kremlin", "indirect-speech"),
        (
            "A senior officer of the Navy said that ships left.",
            "A senior officer",
            "indirect-speech",
        ),
        ("The Chinese side, as ever, insists on talks.", "The Chinese side", "indirect-speech"),
        ("China’s military said that ships left.", "China’s military", "indirect-speech"),
        ("The step was dismissed by the ministry as late.", "ministry", "indirect-speech"),
        ("Per the Navy, ships left.", "Navy", "indirect-speech"),
        ("According to the Naha Accord, ships left.", "Naha Accord", "indirect-speech"),
        ("The Naha Daily asserted that ships left.", "Naha Daily", "indirect-speech"),
        ("Ana Cruz is adamant that ships left.", "Ana Cruz", "imputed"),
        ("Ana Cruz has been saying so for years.", "Ana Cruz", "indirect-speech"),
        ("Ana Cruz said “no”. “We were never there at all.”", "Ana Cruz", "direct-quotation"),
        ("Experts from Naha believe that the Navy intended it.", None, "generic-attribution"),
        ("It has been suggested by some scholars that ships left.", None, "generic-attribution"),
        ("It was stated that ships left.", None, "generic-attribution"),
        ("There is the argument that ships left.", None, "generic-attribution"),
        ("Ships left, which many attributed to fog.", None, "generic-attribution"),
        ("Ana Cruz has not confirmed it.", None, "own-voice"),
        ("If the Navy intends to go, it is late.", None, "own-voice"),
        ("The Navy has claims of its own.", None, "own-voice"),
        ("Radar of the Navy suggests that ships left.", None, "own-voice"),
        ("“Ships left us,” said Ana Cruz of the Navy.", "Ana Cruz", "indirect-speech"),
        ("Late, says a senior officer.", "a senior officer", "indirect-speech"),
        ("Ana Cruz came. In her view, the Navy wants it.", "Ana Cruz", "indirect-speech"),
        ("The Navy left. It maintains that all is well.", "Navy", "indirect-speech"),
        ("Ships, as Ana Cruz assured us, left.", "Ana Cruz", "indirect-speech"),
        (
            "Six governments, one of them Chile, called on the Navy.",
            "Six governments",
            "indirect-speech",
        ),
        ("According to figures of the Navy, ships left.", "Navy", "indirect-speech"),
        ("According to the late Ana Cruz, ships left.", "Ana Cruz", "indirect-speech"),
        ("The Navy is still described by local media as late.", "local media", "indirect-speech"),
        ("Ana Cruz once called “late” what was early.", None, "own-voice"),
        ("It was reported that the Navy asked for ships.", None, "generic-attribution"),
        ("In Naha, an adviser of the Navy said that ships left.", "an adviser", "indirect-speech"),
        ("Yet as Ana Cruz points out, ships left.", "Ana Cruz", "indirect-speech"),
        ("A senior MSDF official lamented it.", "A senior MSDF official", "indirect-speech"),
        ("A draft statement seen by us warns of it.", "A draft statement", "indirect-speech"),
        ("The NATO allies reject it.", "The NATO allies", "indirect-speech"),
        ("The AfD and the BSW reject it.", "BSW", "indirect-speech"),
        ("Ana Cruz, the chief, ruled it out.", "Ana Cruz", "indirect-speech"),
        ("Ana Cruz begs to differ.", "Ana Cruz", "indirect-speech"),
        ("Ana Cruz has gone so far as to call it late.", "Ana Cruz", "indirect-speech"),
        ("Ana Cruz scoffed at it.", "Ana Cruz", "indirect-speech"),
        ("It is estimated at 2 trillion yen.", None, "generic-attribution"),
        ("Tom Reed came. “Ana Cruz was never in Naha,” he said.", "Tom Reed", "direct-quotation"),
        ("“Ana Cruz was never in Naha,” the ministry said.", "the ministry", "direct-quotation"),
        ("Tom Reed came. According to him, ships left.", "Tom Reed", "indirect-speech"),
        ("Tom Reed came. For him, ships left late.", "Tom Reed", "indirect-speech"),
        ("As Tom Reed keeps repeating, ships left.", "Tom Reed", "indirect-speech"),
        ("“It was put off,” a local diplomat conceded.", "a local diplomat", "direct-quotation"),
        ("“We came,” an officer said.", "an officer", "indirect-speech"),
        ("Ana Cruz, one of the best, denies it.", "Ana Cruz", "indirect-speech"),
        ("As for Ana Cruz, who left, he denies it.", "Ana Cruz", "indirect-speech"),
        ("Ana Cruz thinks so. “Ships were never there.”", "Ana Cruz", "direct-quotation"),
        ("Some in Naha worry that ships left.", None, "generic-attribution"),
        ("The Navy neither confirms nor denies it.", None, "own-voice"),
    ],
)
def test_who_speaks_is_told_from_who_is_only_named(
    extractor: Extractor, text: str, speaker: str | None, mode: str
):
    claim = last_claim(extractor, text)

    assert claim.mode == mode
    if speaker is not None:
        assert claim.speaker_words == speaker


def test_a_document_speaks_for_whose_it_is(extractor: Extractor):
    assert last_claim(extractor, "China's strategy calls for ships.").speaker == "actor/china"


def test_what_two_say_together_is_said_by_each(extractor: Extractor):
    claims = extractor.extract("China and Russia have warned of ships.", "2017").claims

    assert [claim.speaker for claim in claims] == ["actor/china", "actor/russia"]


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("The aim of Russia", []),
        ("Ships and storms", []),
        ("2. Ships and storms", []),
        ("What Russia says", []),
        ("Russia fears the new radar", ["actor/russia"]),
    ],
)
def test_a_heading_claims_only_what_its_verb_ascribes(
    extractor: Extractor, heading: str, found: list[str]
):
    claims = extractor.extract(f"{heading}\n\nWhat now?", "2017").claims

    assert [claim.speaker for claim in claims] == found


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("China rejected the claim as late.", "denial"),
        ("China declined to come.", "refusal"),
        ("China demanded what ships would need.", "demand"),
        ("China proposed a pause.", "recommendation"),
        ("China pledged what Japan could need.", "offer"),
        ("China welcomed what Japan would do.", "evaluation"),
        ("China predicted a pause.", "prediction"),
        ("Ships came because of fog.", "assertion"),
        ("It is open whether ships should come.", "assertion"),
        ("An extraordinary meeting took place.", "assertion"),
        ("Important guests came.", "assertion"),
        ("The rules, proposed by nobody, are old.", "assertion"),
    ],
)
def test_a_verb_that_names_an_act_decides_it(extractor: Extractor, text: str, act: str):
    assert last_claim(extractor, text).act == act
