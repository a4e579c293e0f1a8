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
        ("“Ships left,” recalled Ana Cruz of the Navy.", "Ana Cruz", "indirect-speech"),
        ("It is late; so says the Navy.", "Navy", "indirect-speech"),
        ("‘Ships left us and Tinko,’ one local officer complained.", "one local officer", None),
        ("‘Ships left us then and there,’ Ana Cruz said.", "Ana Cruz", "direct-quotation"),
        ("According to government estimates, ships left.", "government estimates", None),
        ("A commentary in the Naha Daily spoke of ships.", "A commentary", "indirect-speech"),
        ("Ana Cruz had objected, if late.", "Ana Cruz", "indirect-speech"),
        ("Ana Cruz was calm, fearing ships.", "Ana Cruz", "imputed"),
        ("The official reason: ships were late.", None, "generic-attribution"),
        ("The official reason is old.", None, "own-voice"),
        ("The first reading, popular in Naha, is that ships left.", None, "generic-attribution"),
        ("In this telling, ships left.", None, "generic-attribution"),
        ("No ship, the thinking goes, would come.", None, "generic-attribution"),
        ("Ana Cruz has expressed a similar view.", "Ana Cruz", "indirect-speech"),
        ("Ana Cruz made a similar argument.", "Ana Cruz", "indirect-speech"),
        ("The Navy refers to its ships as old.", "Navy", "indirect-speech"),
        ("Ana Cruz warned that any attempt to go is late.", "Ana Cruz", "indirect-speech"),
        ("In Moscow's calculus, ships are late.", "Moscow", "imputed"),
        ("Under the new plan, seen by us, ships left.", "the new plan", "indirect-speech"),
        ("Ana Cruz has signalled readiness.", "Ana Cruz", "indirect-speech"),
        ("As one Naha insider observed, ships left.", "one Naha insider", "indirect-speech"),
        ("Ana Cruz isn’t so sure.", "Ana Cruz", "imputed"),
        ("Ana Cruz waved it away.", "Ana Cruz", "indirect-speech"),
        ("Ana Cruz found no sign of it.", "Ana Cruz", "indirect-speech"),
        ("Ana Cruz raised it again, calling it late.", "Ana Cruz", "indirect-speech"),
        ("Ana Cruz let it be known that ships left.", "Ana Cruz", "indirect-speech"),
        ("As Ana Cruz once put it to me, ships left.", "Ana Cruz", "indirect-speech"),
        ("Late, residents living near the old Naha base say.", "residents", None),
        ("In 2014 the Reed administration accused it.", "the Reed administration", None),
        ("Late it is, this author would argue.", None, "own-voice"),
        ("Ana Cruz, chief of the Navy, went so far as to warn.", "Ana Cruz", None),
        ("Ana Cruz has held fast to one word.", "Ana Cruz", "indirect-speech"),
        ("The Navy left. Its story is that Tom Reed broke a word.", "Navy", "indirect-speech"),
        ("Ships, a word coined by Ana Cruz, left.", "Ana Cruz", "indirect-speech"),
        ("One way, favored by Naha nationalists, is to go.", "Naha nationalists", None),
        ("Law scholars, including Ana Cruz, caution that it is late.", "Law scholars", None),
        ("Pessimists note that it is late.", "Pessimists", "generic-attribution"),
        ("Naha counterparts often complain that it is late.", "Naha counterparts", None),
        ("The Navy put forward a new plan.", "Navy", "indirect-speech"),
        ("Ana Cruz objects: it is late.", "Ana Cruz", "indirect-speech"),
        ("Ana Cruz came. Late, she continues, it is.", "Ana Cruz", "indirect-speech"),
        ("Nobody, if the Reef Institute is to be believed, came.", "Reef Institute", None),
        ("In the view of the military, it is late.", "military", "imputed"),
        ("The ship was read in Naha as late.", "Naha", "indirect-speech"),
        ("An officer spoke to Tom Reed. He did not conceal that it is late.", "An officer", None),
        ("Ana Cruz hurried to clarify it.", "Ana Cruz", "indirect-speech"),
        ("The calls of the Navy to wait are late.", "Navy", "indirect-speech"),
        ("Ana Cruz agrees, adding that it is late.", "Ana Cruz", "indirect-speech"),
        ("Others point to ships.", None, "generic-attribution"),
        ("Naha strategists view it as late.", "Naha strategists", "generic-attribution"),
        ("A survey by Boatco shows that it is late.", "A survey", "indirect-speech"),
        ("Ana Cruz spoke. “It is late. Tom Reed said so.”", "Ana Cruz", "direct-quotation"),
        ("“Tom Reed said so. It is late,” Ana Cruz said.", "Ana Cruz", None),
        ("The Navy left. Under Article 5, reaffirmed in May, ships left.", None, "own-voice"),
        ("Ana Cruz came. The expert believes it. In her view, it is late.", "Ana Cruz", None),
        ("It was put by Tom Reed, who also spoke of ships.", "Tom Reed", "indirect-speech"),
        ("The proponents insist on it. First, they claim, ships left.", "The proponents", None),
        ("Ships are widely considered late.", None, "generic-attribution"),
        ("In Moscow’s official reading, ships left.", "Moscow", "imputed"),
        ("Ships, as all NATO allies concluded in May, left.", "all NATO allies", None),
        ("According to Russian local whip Ana Cruz, ships left.", "Ana Cruz", "indirect-speech"),
        ("Naha experts such as Ana Cruz, who left, assume that it is late.", "Naha experts", None),
        (
            "As then Legal Adviser Ana Cruz put it in 2004, ships left.",
            "Legal Adviser Ana Cruz",
            None,
        ),
        ("Article IV provides that ships leave.", "Article IV", "indirect-speech"),
        ("This is the position taken by Ana Cruz.", "Ana Cruz", "indirect-speech"),
        (
            "The court, whose rules Tom Reed said are old, met. It held that it is late.",
            "The court",
            None,
        ),
        ("The court is late because, it reasoned, ships left.", "The court", "indirect-speech"),
        ("President Cruz’s line is red. At the dinner he warned of ships.", "President Cruz", None),
        ("Old is the view of Ana Cruz: ships, he said, left.", "Ana Cruz", "indirect-speech"),
        (
            "NAHA, Sept. 20 (Boatco) -- Some people came, demanding that it end.",
            "Some people",
            None,
        ),
        ("The professor recalled that ships left.", "The professor", "indirect-speech"),
        ("Experts here pointed out that ships left.", "Experts", "generic-attribution"),
        ("Seeking to win, the Navy has sent ships.", "Navy", "imputed"),
        ("Ana Cruz, head of China’s Foreign Ministry, urged Japan to go.", "Ana Cruz", None),
        (
            "Tom Reed left, and Ana Cruz, now at the Reef Collegium, spoke of ships.",
            "Ana Cruz",
            None,
        ),
        (
            "The usual view, shared by some in the towns of Chile, is that it is late.",
            None,
            "generic-attribution",
        ),
        ("What Naha calls late is early.", "Naha", "indirect-speech"),
        ("The Navy left, citing the fog.", "Navy", "indirect-speech"),
        ("That is not how it is seen in Chile.", "Chile", "indirect-speech"),
        ("There, the prevailing opinion is that ships left.", None, "generic-attribution"),
        ("Ships left, as one person at the Navy puts it.", "one person", "indirect-speech"),
        ("Ana Cruz has no desire to go.", "Ana Cruz", "imputed"),
        ("Ana Cruz has made it plain that ships left.", "Ana Cruz", "indirect-speech"),
        ("Russia at last names China as late and calls for ships.", "Russia", "indirect-speech"),
        ("It was described by Ana Cruz’s spokesman as late.", "Ana Cruz’s spokesman", None),
        ("There is much speculation that ships left.", None, "generic-attribution"),
        ("Ana Cruz’s remark in July that ships left is old.", "Ana Cruz", "indirect-speech"),
        (
            "A group calling itself Reefo left, arguing that it is late.",
            "A group",
            None,
        ),
        ("The naval department hastened to reassure them.", "The naval department", None),
        ("Ana Cruz came. If the Japanese side waits, she added, it is late.", "Ana Cruz", None),
        ("Ana Cruz drew the attention of Tom Reed to the ships.", "Ana Cruz", "indirect-speech"),
        (
            "Ana Cruz came. His colleagues are calm: it is, they believe, late.",
            "His colleagues",
            None,
        ),
        ("Ships left, as reported by the press service of Naha.", "the press service", None),
        ("The Kremlin's position is as follows: it is late.", "Kremlin", "imputed"),
        ("Ana Cruz maintained until the very end that it is late.", "Ana Cruz", None),
        ("By one estimate from the Reef Institute, it is late.", "Reef Institute", None),
        ("Ana Cruz compared the ships to reefs.", "Ana Cruz", "indirect-speech"),
        ("Ana Cruz does not find this reassuring.", "Ana Cruz", "imputed"),
        ("The envoy smiled at them and said that it is late.", "The envoy", "indirect-speech"),
        ("In a Naha survey of May, most were calm.", "a Naha survey", "indirect-speech"),
        ("Tom Reed left. “It is late, she said to them,” Ana Cruz, 72, told me.", "Ana Cruz", None),
        ("A spokesman for Chile’s Reef Ministry said it is late.", "A spokesman", None),
        ("Ana Cruz put the blame on fog.", "Ana Cruz", "indirect-speech"),
        ("Ana Cruz used to warn of ships.", "Ana Cruz", "indirect-speech"),
        ("Ana Cruz was the only one to call it late.", "Ana Cruz", "indirect-speech"),
        ("It is not “late,” as Ana Cruz claims.", "Ana Cruz", "indirect-speech"),
        ("Ana Cruz puts it this way: ships left.", "Ana Cruz", "indirect-speech"),
        (
            "Ana Cruz, a Naha-based writer, was quoted by Boatco as saying that ships left.",
            "Ana Cruz",
            "indirect-speech",
        ),
        ("Ana Cruz has long made the case that ships left.", "Ana Cruz", "indirect-speech"),
        ("Local officers pointed to the ships.", "Local officers", "indirect-speech"),
        ("In the opinion of Ana Cruz, ships left.", "Ana Cruz", "indirect-speech"),
        ("The view, advanced most by Ana Cruz, is that ships left.", "Ana Cruz", "indirect-speech"),
        ("For the Navy, ships are late.", "Navy", "imputed"),
        ("The Navy left. Ships meant for Tinko Cruz are late.", None, "own-voice"),
        ("The position of the Navy is less clear than it was.", None, "own-voice"),
        ("Ana Cruz sees in it a gift.", "Ana Cruz", "imputed"),
        ("It is usually objected that ships left.", None, "generic-attribution"),
        ("One school of thought holds that ships left.", None, "generic-attribution"),
        ("Some politicians in Naha seem to like it.", None, "generic-attribution"),
        ("The Navy will not wait, the spokesman stressed.", "the spokesman", "indirect-speech"),
        ("Ana Cruz met Tom Reed and warned of ships.", "Ana Cruz", "indirect-speech"),
        ("Asked about it, a White House official would say no.", "a White House official", None),
        (
            "The Navy's late report came. It concludes that ships left.",
            "Navy",
            None,
        ),
        ("Ana Cruz’s claim that ships left is old.", "Ana Cruz", "indirect-speech"),
        ("Old is the claim of Ana Cruz that ships left.", "Ana Cruz", "indirect-speech"),
        ("Tom Reed left. Her promise was late; his answer is that ships left.", "Tom Reed", None),
        ("Opposition parties often question it.", "Opposition parties", "indirect-speech"),
        ("Ships left, though nobody in the Navy would admit it.", None, "own-voice"),
        ("As one of its former employees put it, ships left.", "one of its former employees", None),
    ],
)
def test_who_speaks_is_told_from_who_is_only_named(
    extractor: Extractor, text: str, speaker: str | None, mode: str | None
):
    claim = last_claim(extractor, text)

    assert mode is None or claim.mode == mode
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


def test_each_sentence_of_a_long_quotation_is_said_by_whom_its_end_names(extractor: Extractor):
    text = "“Ships left. China said so,” said Ana Cruz."

    said = [(c.speaker_words, c.rule) for c in extractor.extract(text, "2017").claims]

    assert said == [("Ana Cruz", "reporting verb"), ("Ana Cruz", "reporting verb")]
