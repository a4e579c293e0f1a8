import hashlib
from pathlib import Path

import pytest
from fixture_corpus import FOLDER, copy, load, text
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ConformanceError, InputError
from kg.spans import AnchoredSpan, AnchoredText, digest, read_text, read_texts, verify_texts

CORPUS = load()
TALKS, NOTE = text("harbour-talks"), text("ferry-note")


def differences(texts: dict[str, str]) -> list[str]:
    with pytest.raises(ConformanceError) as caught:
        verify_texts(CORPUS, texts)
    return [fault.message for fault in caught.value.faults]


def test_the_texts_that_were_coded_are_accepted():
    verify_texts(CORPUS, {"harbour-talks": TALKS, "ferry-note": NOTE})


def test_one_changed_character_names_the_claims_whose_words_it_changes():
    changed = TALKS.replace("Norland objects", "Norland abjects")

    assert differences({"harbour-talks": changed}) == [
        "text of harbour-talks differs as a whole (392 code points, 392 were coded; sha256"
        f" {digest(changed)}); claims concerned: c03",
        "harbour-talks/s03, code points 103 to 176, has other words (evidence of no claim)",
        "harbour-talks/s03b, code points 160 to 175, has other words (evidence of c03)",
    ]


def test_a_changed_mention_names_the_claims_over_it():
    changed = TALKS.replace("Выдра", "Bыдра")

    assert differences({"harbour-talks": changed}) == [
        "text of harbour-talks differs as a whole (392 code points, 392 were coded; sha256"
        f" {digest(changed)}); claims concerned: c08",
        "harbour-talks/s07, code points 328 to 374, has other words (evidence of c08)",
        "harbour-talks/mention, code points 356 to 361, has other words (evidence of c08)",
        "harbour-talks/emendation, code points 328 to 373, has other words (evidence of c08)",
    ]


def test_a_change_in_a_sentence_without_claim_says_that_no_claim_is_concerned():
    changed = NOTE.replace("late", "lato")

    assert differences({"ferry-note": changed, "harbour-talks": TALKS}) == [
        "text of ferry-note differs as a whole (56 code points, 56 were coded; sha256"
        f" {digest(changed)}); no claim is concerned",
        "ferry-note/s01, code points 0 to 17, has other words (evidence of no claim)",
    ]


def test_a_change_between_sentences_is_found_by_the_digest_of_the_whole():
    changed = TALKS.replace("objects.\n\n", "objects.\n ")

    assert differences({"harbour-talks": changed}) == [
        "text of harbour-talks differs as a whole (392 code points, 392 were coded; sha256"
        f" {digest(changed)}); every coded span is unchanged, the difference lies between them"
    ]


def test_a_cue_that_no_sentence_of_its_evidence_has_is_told(tmp_path: Path):
    coding = "articles/harbour-talks/coding.yaml"
    spoilt = load(copy(tmp_path, {coding: ("cue: may", "cue: might")}))

    with pytest.raises(ConformanceError) as caught:
        verify_texts(spoilt, {"harbour-talks": TALKS})

    assert str(caught.value) == (
        "the text has other words than are quoted\n"
        f"  {tmp_path}/{coding}:43: harbour-talks/c01 has the cue 'might', which no sentence of"
        " its evidence has [fix: write it as the text has it, or correct the evidence]"
    )


def test_cues_are_held_to_the_text_that_was_coded_alone(tmp_path: Path):
    coding = "articles/harbour-talks/coding.yaml"
    spoilt = load(copy(tmp_path, {coding: ("cue: may", "cue: might")}))

    with pytest.raises(ConformanceError) as caught:
        verify_texts(spoilt, {"harbour-talks": TALKS + "!"})

    assert [fault.message.partition(" (")[0] for fault in caught.value.faults] == [
        "text of harbour-talks differs as a whole"
    ]


def test_a_changed_line_end_is_a_change(tmp_path: Path):
    path = tmp_path / "text.txt"
    path.write_bytes(b"a\r\nb\rc\n")

    assert read_text(path) == "a\r\nb\rc\n"


def test_every_single_changed_character_is_found():
    for place in range(len(TALKS)):
        changed = TALKS[:place] + ("x" if TALKS[place] != "x" else "y") + TALKS[place + 1 :]
        with pytest.raises(ConformanceError):
            verify_texts(CORPUS, {"harbour-talks": changed})


def test_a_span_alone_betrays_a_change_where_the_whole_digest_was_recoded():
    span = AnchoredSpan("s01", "a.yaml:3", 0, 2, digest("ab"), ("c01",))
    anchors = AnchoredText("a", "a.yaml:1", digest("xb"), 2, (span,))

    class Anchored:
        anchored = (anchors,)

    with pytest.raises(ConformanceError) as caught:
        verify_texts(Anchored(), {"a": "xb"})

    assert str(caught.value) == (
        "the text is not the one that was coded"
        " [fix: give the text that was coded, or code the changed places again]\n"
        "  a.yaml:3: a/s01, code points 0 to 2, has other words (evidence of c01)"
    )


def test_a_folder_gives_the_texts_it_has():
    assert read_texts(FOLDER / "texts", CORPUS) == {"harbour-talks": TALKS, "ferry-note": NOTE}
    assert read_texts(FOLDER / "texts" / "harbour-talks" / "..", CORPUS)["ferry-note"] == NOTE


def test_a_file_is_the_article_whose_digest_it_has():
    assert read_texts(FOLDER / "texts" / "ferry-note.txt", CORPUS) == {"ferry-note": NOTE}


def test_a_file_with_another_digest_is_taken_for_the_only_article(tmp_path: Path):
    class One:
        anchored = CORPUS.anchored[:1]

    (tmp_path / "t.txt").write_text("Ferries run.", encoding="utf-8")

    assert read_texts(tmp_path / "t.txt", One()) == {"ferry-note": "Ferries run."}


def test_a_file_of_no_article_is_refused(tmp_path: Path):
    path = tmp_path / "t.txt"
    path.write_text("other", encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_texts(path, CORPUS)

    assert str(caught.value) == (
        f"{path}: the text (sha256 {digest('other')}) is that of no coded article [fix: name a"
        " folder with <article>/text.txt instead; the articles are ferry-note, harbour-talks]"
    )


def test_a_folder_without_texts_a_missing_file_and_other_encodings_are_refused(tmp_path: Path):
    latin = tmp_path / "latin.txt"
    latin.write_bytes("é".encode("latin-1"))
    messages = []
    for path in (tmp_path, tmp_path / "none.txt", latin):
        with pytest.raises(InputError) as caught:
            read_texts(path, CORPUS)
        messages.append(str(caught.value).removeprefix(f"{path}: "))

    assert messages == [
        "the folder holds no text of a coded article [fix: put texts there as"
        " <article>/text.txt; the articles are ferry-note, harbour-talks]",
        "cannot read the text: No such file or directory"
        " [fix: give a readable file, or a folder with <article>/text.txt]",
        "byte 0 of the text is not UTF-8 [fix: give the text as it was coded, unconverted]",
    ]


@given(st.text(st.characters(exclude_categories=["Cs"])), st.data())
def test_spans_of_a_text_keep_their_digest_through_a_file(words: str, data: st.DataObject):
    """Offsets are Python's own over the decoded bytes, whatever the characters."""
    start = data.draw(st.integers(0, len(words)))
    end = data.draw(st.integers(start, len(words)))
    decoded = words.encode("utf-8").decode("utf-8")

    assert digest(decoded[start:end]) == hashlib.sha256(words[start:end].encode()).hexdigest()
    assert decoded[:start] + decoded[start:end] + decoded[end:] == words


@given(st.integers(0, len(TALKS) - 1), st.characters(exclude_categories=["Cs"]))
def test_any_other_character_anywhere_is_found(place: int, character: str):
    changed = TALKS[:place] + character + TALKS[place + 1 :]
    if changed == TALKS:
        verify_texts(CORPUS, {"harbour-talks": changed})
    else:
        with pytest.raises(ConformanceError):
            verify_texts(CORPUS, {"harbour-talks": changed})
