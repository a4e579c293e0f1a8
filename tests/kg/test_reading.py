"""Each departure from the schema is found with file, line and a way to mend it."""

from pathlib import Path

import pytest
from fixture_corpus import ACTORS, META, TALKS, THINGS, refusal

FAULTS = [
    pytest.param(
        TALKS,
        "held_by: actor/norland, on",
        "held_by: territory/strait, on",
        (
            "articles/harbour-talks/coding.yaml:53: held_by cannot be "
            "'territory/strait' [fix: it must match ^actor/<lower-case-words>$]"
        ),
        id="an entity of the wrong kind",
    ),
    pytest.param(
        META,
        "slug: harbour-talks",
        "slug: harbour-talk",
        (
            "articles/harbour-talks/article.yaml:3: slug 'harbour-talk' is not the "
            "folder's name [fix: rename the folder or write slug: harbour-talks]"
        ),
        id="a slug that is not the folder's",
    ),
    pytest.param(
        TALKS,
        "cue: may",
        "que: may",
        ("articles/harbour-talks/coding.yaml:43: unknown key 'que' [fix: did you mean 'cue'?]"),
        id="an unknown key",
    ),
    pytest.param(
        TALKS,
        "proposition: ships-may-stop, ",
        "",
        ("articles/harbour-talks/coding.yaml:43: key 'proposition' is missing [fix: add it]"),
        id="a missing key",
    ),
    pytest.param(
        TALKS,
        "mode: own-voice, act: assertion",
        "mode: own-voices, act: assertion",
        (
            "articles/harbour-talks/coding.yaml:44: mode cannot be 'own-voices' [fix: "
            "did you mean 'own-voice'?]"
        ),
        id="a mode that is none",
    ),
    pytest.param(
        ACTORS,
        "class: Person",
        "class: Persona",
        ("entities/actors.yaml:27: class cannot be 'Persona' [fix: did you mean 'Person'?]"),
        id="a class that is none",
    ),
    pytest.param(
        TALKS,
        "class: Deployment, ",
        "",
        (
            "articles/harbour-talks/coding.yaml:56: key 'class' is missing [fix: say "
            "which class of situation it is]"
        ),
        id="a situation of no class",
    ),
    pytest.param(
        TALKS,
        "class: Deployment",
        "class: Deploiment",
        (
            "articles/harbour-talks/coding.yaml:56: class cannot be 'Deploiment' [fix: "
            "did you mean 'Deployment'?]"
        ),
        id="a situation of an unknown class",
    ),
    pytest.param(
        TALKS,
        "force: actor/suderia, ",
        "",
        ("articles/harbour-talks/coding.yaml:57: key 'force' is missing [fix: add it]"),
        id="a situation that lacks a key",
    ),
    pytest.param(
        ACTORS,
        "class: Person",
        "class: Island",
        (
            "entities/actors.yaml:26: actor/ana-olm cannot be of class Island [fix: "
            "give it a class below Actor, or an id of another kind]"
        ),
        id="a class of another kind",
    ),
    pytest.param(
        TALKS,
        'edtf: "2030"',
        "edtf: 2030",
        ("articles/harbour-talks/coding.yaml:53: edtf must be text [fix: put the value in quotes]"),
        id="a number in the place of a text",
    ),
    pytest.param(
        TALKS,
        "start: 0, end: 7",
        'start: "0", end: 7',
        (
            "articles/harbour-talks/coding.yaml:17: start must be a whole number [fix: "
            "write it without quotes]"
        ),
        id="a text in the place of a number",
    ),
    pytest.param(
        TALKS,
        "addressed_to: [actor/daily-tern]",
        "addressed_to: actor/daily-tern",
        (
            "articles/harbour-talks/coding.yaml:43: addressed_to must be a list [fix: "
            "write it as [a, b]]"
        ),
        id="a single value in the place of a list",
    ),
    pytest.param(
        TALKS,
        'date: {edtf: "2031"}, rests_on',
        'date: "2031", rests_on',
        (
            "articles/harbour-talks/coding.yaml:56: date must have keys of its own "
            "[fix: write it as {key: value}]"
        ),
        id="a value in the place of keys",
    ),
    pytest.param(
        TALKS,
        'edtf: "2031-21"',
        'edtf: "2031-24"',
        (
            "articles/harbour-talks/coding.yaml:54: only the seasons 21 to 23 and the "
            "quarters 33 to 36 lie within one year [fix: write an interval, such as "
            "2016-12/2017-02 for a winter]"
        ),
        id="a date that is none",
    ),
    pytest.param(
        META,
        'sha256: "',
        'sha256: "g',
        (
            "articles/harbour-talks/article.yaml:11: sha256 cannot be "
            "'g968adc043432fa79fe85e0038e7446d3cd958540b10485d5888b1dbad4d2a8af' [fix: "
            "it must match ^[0-9a-f]{64}$]"
        ),
        id="a digest that is none",
    ),
    pytest.param(
        TALKS,
        "id: talks-fail",
        "id: Talks_Fail",
        (
            "articles/harbour-talks/coding.yaml:39: id cannot be 'Talks_Fail' [fix: it "
            "must match ^<lower-case-words>$]"
        ),
        id="a slug that is none",
    ),
    pytest.param(
        TALKS,
        "reported_by: actor/harbour-talks-author, mode: indirect-speech",
        "mode: indirect-speech",
        (
            "articles/harbour-talks/coding.yaml:43: c01 is indirect-speech and nobody "
            "reports it [fix: add reported_by:, or set mode: own-voice]"
        ),
        id="a report without a reporter",
    ),
    pytest.param(
        TALKS,
        "mode: own-voice",
        "reported_by: actor/norland, mode: own-voice",
        (
            "articles/harbour-talks/coding.yaml:44: c02 is own-voice and reported [fix: "
            "remove reported_by:]"
        ),
        id="an own voice that is reported",
    ),
    pytest.param(
        TALKS,
        "asserted_by: actor/harbour-office, reported_by: actor/harbour-talks-author",
        "asserted_by: actor/harbour-office, reported_by: actor/harbour-office",
        (
            "articles/harbour-talks/coding.yaml:43: c01 is reported by actor/harbour-office, who "
            "asserts it [fix: write as reported_by: whoever passes it on, or set mode: own-voice]"
        ),
        id="a report by whoever said it",
    ),
    pytest.param(
        TALKS,
        "imputed_to: actor/norland",
        "imputed_to: actor/harbour-talks-author",
        (
            "articles/harbour-talks/coding.yaml:47: c05 is imputed to actor/harbour-talks-author, "
            "who asserts it [fix: correct imputed_to:, or set mode: own-voice]"
        ),
        id="a claim imputed to its asserter",
    ),
    pytest.param(
        TALKS,
        "act: denial, certainty: certain, polarity: negative",
        "act: denial, certainty: certain, polarity: positive",
        (
            "articles/harbour-talks/coding.yaml:49: c07 is a denial and its polarity is positive "
            "[fix: set polarity: negative, on the proposition that is denied]"
        ),
        id="a denial of what it affirms",
    ),
    pytest.param(
        TALKS,
        "conditioned_on: [talks-fail]",
        "conditioned_on: [strait-closed]",
        (
            "articles/harbour-talks/coding.yaml:47: c05 is conditioned on what it says itself "
            "[fix: name the proposition of the condition]"
        ),
        id="a claim conditioned on itself",
    ),
    pytest.param(
        TALKS,
        "polarity: positive, evidence: [s07]",
        "polarity: positive, embedded_in: c06, evidence: [s07]",
        (
            "articles/harbour-talks/coding.yaml:50: c08 is own-voice and embedded in another's "
            "speech [fix: remove embedded_in:, or correct mode:]"
        ),
        id="an own voice within another's speech",
    ),
    pytest.param(
        TALKS,
        "rests_on: [c02, c04]",
        "rests_on: [c02, c04, c02]",
        ("articles/harbour-talks/coding.yaml:56: rests_on lists c02 twice [fix: keep one]"),
        id="an item listed twice",
    ),
    pytest.param(
        THINGS,
        "source: the treaty}",
        "source: the treaty}\n    - {property: party, entity: actor/norland, source: a speech}",
        (
            "entities/things.yaml:23: agreement/strait-treaty has party actor/norland twice as "
            "background [fix: keep one, with its source]"
        ),
        id="background given twice",
    ),
    pytest.param(
        THINGS,
        "POINT(",
        "POINT((",
        (
            "entities/things.yaml:8: 'POINT((10.5 60.25)' is not well-known text [fix: write "
            "longitude before latitude, such as POINT(146.7 44.1)]"
        ),
        id="coordinates that are none",
    ),
    pytest.param(
        META,
        "paratext: true",
        'paratext: "true"',
        (
            "articles/harbour-talks/article.yaml:43: paratext must be true or false [fix: write "
            "it without quotes]"
        ),
        id="a truth value in quotes",
    ),
    pytest.param(
        TALKS,
        "imputed_to: actor/norland, ",
        "",
        (
            "articles/harbour-talks/coding.yaml:47: c05 has mode imputed without "
            "imputed_to [fix: imputed_to: goes with mode: imputed, and only with it]"
        ),
        id="an imputed claim imputed to nobody",
    ),
    pytest.param(
        TALKS,
        "mode: imputed",
        "mode: indirect-speech",
        (
            "articles/harbour-talks/coding.yaml:47: c05 has mode indirect-speech with "
            "imputed_to [fix: imputed_to: goes with mode: imputed, and only with it]"
        ),
        id="a claim imputed in another mode",
    ),
    pytest.param(
        TALKS,
        "evidence: [s02]",
        "evidence: []",
        (
            "articles/harbour-talks/coding.yaml:43: evidence has too few items [fix: "
            "list at least as many as the schema asks for]"
        ),
        id="a claim without evidence",
    ),
    pytest.param(
        TALKS,
        "start: 0, end: 7,",
        "start: 7, end: 0,",
        (
            "articles/harbour-talks/coding.yaml:17: span 7-0 is empty or runs backwards "
            "[fix: end is the offset after the last code point]"
        ),
        id="a span that runs backwards",
    ),
    pytest.param(
        TALKS,
        "start: 0, end: 7,",
        "start: 0, end: 8,",
        (
            "articles/harbour-talks/coding.yaml:17: surface 'Norland' has 7 code "
            "points, and the span 0-8 has 8 [fix: correct the offsets or the surface]"
        ),
        id="a surface of the wrong length",
    ),
    pytest.param(
        TALKS,
        "surface: a comma",
        "surface: a b c d e f g",
        (
            "articles/harbour-talks/coding.yaml:29: surface of 7 words, where 6 are "
            "allowed [fix: code a narrower span; an emendation may give sha256 instead]"
        ),
        id="a surface of too many words",
    ),
    pytest.param(
        TALKS,
        "surface: a comma, ",
        "",
        (
            "articles/harbour-talks/coding.yaml:29: neither surface nor sha256 is given "
            "[fix: give the surface, or for more than 6 words the sha256 of it]"
        ),
        id="an emendation without surface and digest",
    ),
    pytest.param(
        TALKS,
        "surface: a comma, ",
        f"surface: a comma, sha256: {'0' * 64}, ",
        (
            "articles/harbour-talks/coding.yaml:29: both surface and sha256 is given "
            "[fix: give the surface, or for more than 6 words the sha256 of it]"
        ),
        id="an emendation with surface and digest, one of which nothing would check",
    ),
    pytest.param(
        META,
        "    paratext: true\n",
        "",
        (
            "articles/harbour-talks/article.yaml:37: s04 is a caption and not marked as "
            "paratext [fix: add paratext: true]"
        ),
        id="a caption that is no paratext",
    ),
    pytest.param(
        TALKS,
        "cue: may",
        "cue: a b c d e f g",
        (
            "articles/harbour-talks/coding.yaml:43: cue cannot be 'a b c d e f g' [fix: "
            "it must match ^\\S+(?:\\s+\\S+){0,5}$]"
        ),
        id="a cue of too many words",
    ),
    pytest.param(
        TALKS,
        "label: Lantern radars on Gull Rocks",
        'label: " Lantern"',
        (
            "articles/harbour-talks/coding.yaml:56: text starts or ends with a space, "
            "or has a line break [fix: trim it]"
        ),
        id="a text that starts with a space",
    ),
    pytest.param(
        THINGS,
        "{property: party, entity: actor/norland",
        '{property: party, edtf: "1999", entity: actor/norland',
        (
            "entities/things.yaml:28: property party takes entity:, and entity and edtf "
            "is given [fix: give entity: and no other value]"
        ),
        id="background with two values",
    ),
    pytest.param(
        TALKS,
        "cue: may",
        "cue: may, cue: might",
        (
            "articles/harbour-talks/coding.yaml:43:328: key 'cue' occurs twice [fix: "
            "keep one of the two]"
        ),
        id="a key that occurs twice",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), FAULTS)
def test_a_fault_is_reported_with_its_place_and_a_way_to_mend_it(
    file: str, old: str, new: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)

    assert refusal(tmp_path, {file: (old, new)}) == message
