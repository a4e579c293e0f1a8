"""Names in texts of neighbouring disputes, of which no entity is known."""

import pytest

from kg.corpus import load_corpus
from kg.extraction.extraction import Extractor
from kg.extraction.mentions import MentionFound, is_name
from kg.paths import project_data
from tests.extraction.marked import TEXTS, read_marks
from tests.extraction.marked_later import LATER


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    data = project_data()
    corpus = load_corpus(data.entities, data.links, data.articles)
    return Extractor(each.entity for each in corpus.entities.defined)


def names(extractor: Extractor, text: str) -> dict[str, MentionFound]:
    found = extractor.extract(text, "2026-01-01").mentions
    return {text[m.start : m.end]: m for m in found if is_name(text[m.start : m.end])}


@pytest.mark.parametrize("texts", [TEXTS, LATER], ids=["first", "later"])
def test_names_of_neighbouring_disputes_are_found(extractor: Extractor, texts: dict[str, str]):
    right = found = marked = 0
    for text in texts.values():
        gold = read_marks(text)
        mentions = extractor.extract(gold.text, "2026-01-01").mentions
        here = {(m.start, m.end) for m in mentions if is_name(gold.text[m.start : m.end])}
        right += len(here & gold.names)
        found += len(here)
        marked += len(gold.names)

    assert right / found >= 0.96
    assert right / marked >= 0.96


def test_kazakhstan_is_the_republic_of_korea_only_where_translation_damaged_it(
    extractor: Extractor,
):
    damaged = (
        "Seoul has agreed to THAAD. Moscow spoke of the deployment of THAAD on soil of the "
        "Republic of Kazakhstan again."
    )
    sound = "Russia tests missiles in Kazakhstan. The government in Astana asked for THAAD data."

    [read] = [m for m in extractor.extract(damaged, "2017").mentions if m.damage]
    assert damaged[read.start : read.end] == "Republic of Kazakhstan"
    assert read.entity == "actor/republic-of-korea"
    assert read.damage is not None
    assert read.damage.reading == "Republic of Korea"
    assert [m for m in extractor.extract(sound, "2017").mentions if m.damage] == []
    assert names(extractor, sound)["Kazakhstan"].class_ == "State"


def test_lower_case_us_is_the_country_only_where_no_pronoun_can_stand(extractor: Extractor):
    text = "They told us that the us missile shield and the Japan-us Alliance matter to us."

    read = [(m.start, m.end) for m in extractor.extract(text, "2017").mentions if m.damage]

    assert read == [(at, at + 2) for at in (text.index("us miss"), text.index("us All"))]


def test_a_state_and_its_land_are_told_apart_by_the_words_before(extractor: Extractor):
    text = "Japan was asked in Japan. Moscow refused; in Moscow it rained."

    chosen = [m.entity for m in extractor.extract(text, "2017").mentions]

    assert chosen == [
        "actor/japan",
        "territory/japan",
        "actor/government-of-russia",
        "territory/moscow",
    ]


def test_what_opens_a_sentence_or_a_heading_is_no_name_for_its_capital(extractor: Extractor):
    text = "A Message Of Hope\n\nReportedly nobody came. Disclaimer: These are words. Talks ended."

    assert names(extractor, text) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It met Rear Adm. Tom Reed there.", ["Rear Adm. Tom Reed"]),
        ("He saw the 7th Fleet and the 19th century.", ["7th Fleet"]),
        ("The Hague was quiet.", ["The Hague"]),
        ("Boatco offered the boats.", ["Boatco"]),
        ("Tension dropped.", []),
        (
            "A Democratic People's Republic of Korea, not more.",
            ["Democratic People's Republic of Korea"],
        ),
        ("The U.S. Forces Korea stayed.", ["U.S. Forces Korea"]),
        ("Under the U.S.-PRC Trade Accord ships left.", ["U.S.-PRC Trade Accord", "U.S.", "PRC"]),
        ("The U.S.-PRC trade grew.", ["U.S.", "PRC"]),
        ("The Third Battalion of the Army of Chile.", ["Third Battalion", "Army of Chile"]),
        ("The Navy for the West Sea came.", ["Navy", "West Sea"]),
        ("It met V. V. Putin there.", ["V. V. Putin"]),
        ("They saw Jun Otsuki there.", ["Jun Otsuki"]),
        ("All talked. Ely Otsuki argued.", ["Ely Otsuki"]),
        ("Otsuki, the mayor, came.", ["Otsuki"]),
        ("To Lam came first.", ["To Lam"]),
        ("So the Mk 41 and the drill Salak 24 of May.", ["Mk 41", "Salak 24"]),
        ("So Otsuki 24 times and Otsuki 28,500 men.", ["Otsuki"]),
        ("The AN/SPY-9(V)2 radar.", ["AN/SPY-9(V)2"]),
        ("He is Secretary of the Reef Council.", ["Reef Council"]),
        ("He is Under Secretary of Defense for Policy.", []),
        ("It met Minister of Defense Ana Cruz.", ["Minister of Defense Ana Cruz"]),
        (
            "So Philippine National Security Adviser Ana Cruz.",
            ["National Security Adviser Ana Cruz"],
        ),
        ("So the NATO Secretary General Ana Cruz.", ["NATO", "Secretary General Ana Cruz"]),
        (
            "So Foreign Ministry Spokesperson Ana Cruz.",
            ["Foreign Ministry", "Spokesperson Ana Cruz"],
        ),
        ("So the Center for Tidal and Reef Studies.", ["Center for Tidal and Reef Studies"]),
        ("So the Ministry of Trade and Industry.", ["Ministry of Trade and Industry"]),
        ("So the Council on Foreign Ties.", ["Council on Foreign Ties"]),
        ("So the Reef Forum for Asia.", ["Reef Forum for Asia", "Asia"]),
        ("So the Foreign Ministry of China.", ["Foreign Ministry of China", "China"]),
        ("So the 1st Reef Task Force of the Army.", ["1st Reef Task Force", "Army"]),
        ("So Reef University Japan grew.", ["Reef University Japan"]),
        ("The Obama White House was silent.", ["Obama", "White House"]),
        ("An Otsuki-class ship.", ["Otsuki"]),
        ("\"We've nothing,\" she said. I'd wait. «Expect more», she said.", []),
        ("It grew by 3 percent of GDP.", []),
        ("The Japan-U.S. Reef Treaty.", ["Japan-U.S. Reef Treaty", "Japan", "U.S."]),
        ("The Japan–China Joint Accord.", ["Japan–China Joint Accord", "Japan", "China"]),
        ("He wrote on X. Okeke came.", []),
        ("Army General Yu. N. Okeke came.", ["Army General Yu. N. Okeke"]),
        ("They saw the General Staff there.", ["General Staff"]),
        ("So the Ministry of Foreign Affairs of Chile.", ["Ministry of Foreign Affairs of Chile"]),
        ("3. Use of force", []),
        ("So Okeke Jun, the chief, came in Jun of 2024.", ["Okeke Jun"]),
        ("They met Fr. Tom Reed there.", ["Fr. Tom Reed"]),
        ("The UN Secretary-General, Ana Cruz, came.", ["UN", "Ana Cruz"]),
        ("The CPI(M) came.", ["CPI(M)"]),
        ("So the Reef Party for the People won.", ["Reef Party for the People"]),
        ("They met Okinawans and a Republican.", []),
        ("The Okeke, a boat QNg 95739, left.", ["Okeke", "QNg 95739"]),
        (
            "So the Treaty on the Use of Open-Range Reefs.",
            ["Treaty on the Use of Open-Range Reefs"],
        ),
        ("They left the Asia-Pacific and Southeast Asia.", ["Asia-Pacific", "Southeast Asia"]),
        ("The Russian General Staff and the UN.", ["Russian General Staff", "UN"]),
        (
            "So the Center for Reef Studies of the Institute of Tides.",
            ["Center for Reef Studies", "Institute of Tides"],
        ),
        ("So the Reef Endowment for Good Peace.", ["Reef Endowment for Good Peace"]),
        ("So Philippine Defense Secretary Ana Cruz.", ["Defense Secretary Ana Cruz"]),
        ("A minister is prime. Prime Minister Ana Cruz came.", ["Prime Minister Ana Cruz"]),
        ("A survey by Pulso Asia came.", ["Pulso Asia"]),
        (
            "So the Office of the Director of National Intelligence.",
            ["Office of the Director of National Intelligence"],
        ),
        ("• Congress should wait.", ["Congress"]),
        ("It is in Washington, D.C., now.", ["Washington, D.C."]),
        ("It came at 09:41 IST.", []),
        ("Okeko and China are here.", ["Okeko", "China"]),
        (
            "So the Center for Analysis of Strategies and Reefs.",
            ["Center for Analysis of Strategies", "Reefs"],
        ),
        (
            "So the Center for Analysis of Strategies and Technologies.",
            ["Center for Analysis of Strategies and Technologies"],
        ),
        ("So Otsuki Mayor Ana Cruz came.", ["Otsuki", "Mayor Ana Cruz"]),
        ("Under the headline “Burning itself” it came.", []),
        ("Retired Colonel Ana Cruz came.", ["Colonel Ana Cruz"]),
        ("Ana Cruz is a Senior Associate and Visiting Fellow there.", ["Ana Cruz"]),
        ("It has rules for States, and the Parties left.", []),
        ("So the Law of Reef Wars came.", ["Law of Reef Wars"]),
        ("So the University of Tokyo came.", ["University of Tokyo"]),
        ("So the Network Against Japan Ships came.", ["Network Against Japan Ships"]),
        ("So the U.S. Reef Corps Air Station Naha.", ["U.S. Reef Corps Air Station Naha"]),
        ("It met President of Chile Ana Cruz there.", ["President of Chile Ana Cruz"]),
        ("So the Otsuki Asia-Pacific Center.", ["Otsuki Asia-Pacific Center"]),
        (
            "So King’s College Naha and the Workers’ Reef Party.",
            ["King’s College Naha", "Workers’ Reef Party"],
        ),
        ("So the Institute of Chile and Old Asia.", ["Institute of Chile and Old Asia"]),
        ("They met then-Defense Minister Ana Cruz.", ["Defense Minister Ana Cruz"]),
        ("The pro-Otsuki voices.", ["Otsuki"]),
        ("A NATO–Russia gap and a UNICO-Chile one.", ["NATO", "Russia", "UNICO", "Chile"]),
        ("Successive US cabinets came.", ["US"]),
        ("Aegis ships came.", ["Aegis"]),
        ("So Rep. Lee Oketo and Kim Ro Otsu came.", ["Rep. Lee Oketo", "Kim Ro Otsu"]),
        ("It is a Trojan horse of the Presidency.", []),
        ("A ship of Japan Tidal United.", ["Japan Tidal United"]),
        ("The boat QNg 95739 near them.", ["QNg 95739"]),
    ],
)
def test_a_name_has_the_bounds_that_a_coder_gives_it(
    extractor: Extractor, text: str, expected: list[str]
):
    assert list(names(extractor, text)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Ana Cruz and Tom O’Reed", ["Ana Cruz", "Tom O’Reed"]),
        ("Additional reporting by Ana Cruz in Tokyo", ["Ana Cruz", "Tokyo"]),
        ("Ana Cruz (Senior Fellow, Reef Peace Institute)", ["Ana Cruz", "Reef Peace Institute"]),
        ("Source: Reef Daily  Author: Ana Cruz", ["Reef Daily", "Ana Cruz"]),
        ("Patrols near Otsuki resume", ["Otsuki"]),
        ("Speaking With Tom Reed, once of the Navy", ["Tom Reed", "Navy"]),
        ("Patrols, Talks and Hopes", []),
        ("A Gap in Europe", ["Europe"]),
        ("Words: Ana Cruz Photographs: Tom Reed", ["Ana Cruz", "Tom Reed"]),
        ("Commentary by Ana Cruz and Tom Reed", ["Ana Cruz", "Tom Reed"]),
        ("Translated from Russian by Ana Cruz", ["Ana Cruz"]),
        ("Ana Cruz, Fellow at the Center for Reef Law", ["Ana Cruz", "Center for Reef Law"]),
        ("Life Without the INF Treaty", ["INF Treaty"]),
        ("BY ANA CRUZ AND TOM REED", ["ANA CRUZ", "TOM REED"]),
        ("Dr Ana Cruz", ["Dr Ana Cruz"]),
        ("Ana Ro Cruz in Tokyo", ["Ana Ro Cruz", "Tokyo"]),
        ("How They Learned to Love the Reefon-16B", ["Reefon-16B"]),
        ("Late or Never? What the Reef Tells Us Now", []),
    ],
)
def test_a_byline_and_a_heading_in_small_letters_have_names(
    extractor: Extractor, line: str, expected: list[str]
):
    found = extractor.extract(f"{line}\n\nThey met and it was late.", "2017").mentions

    assert [line[m.start : m.end] for m in found] == expected


def test_two_names_alone_before_the_text_are_the_writers(extractor: Extractor):
    text = "Old Rules\n\nAna Cruz-Roth and Tom Reed\n\nIt was late.\n\nReef Rules and Old Hopes"

    assert list(names(extractor, text)) == ["Ana Cruz-Roth", "Tom Reed"]


def test_a_name_alone_before_what_somebody_is_is_the_writers(extractor: Extractor):
    text = "Old Rules\n\nAna Cruz-Roth\nAssociate Professor, Reef College of Law\n\nIt was late."

    assert list(names(extractor, text)) == ["Ana Cruz-Roth", "Reef College of Law"]


def test_a_name_alone_among_the_first_lines_is_the_writers(extractor: Extractor):
    text = "Old Rules\n\nIt is late again, they say.\n\nAna Cruz-Otsu\n\nIt was late.\n\nLong Read"

    assert list(names(extractor, text)) == ["Ana Cruz-Otsu"]
