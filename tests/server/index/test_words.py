import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.index.words import Asked, fold, indexed, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ёлка, Cafés 北方", "елка cafes 北 方"),
        ("ＴＨＡＡＤ Straße İzmir", "thaad strasse izmir"),
        ("soft\u00adhyphen \u202eright", "softhyphen right"),
        ("S-400 “quoted” c#", "s 400 quoted c"),
        ("トマホーク 사드", "ト マ ホ ー ク 사 드"),
        ("㍿北 ㌔½", "株 式 会 社 北 キ ロ 12"),
        ("…!?", ""),
    ],
)
def test_text_is_indexed_without_what_people_leave_out(text: str, expected: str):
    assert indexed(text) == expected


@pytest.mark.parametrize(
    ("query", "expression"),
    [
        ("old guns", '"old"* AND "guns"*'),
        ('"old guns"', '"old guns"'),
        ("北方領土 Japan", '"北 方 領 土" AND "japan"*'),
        ("a", '"a"'),
        (
            "NEAR(x y) OR NOT col:z*",
            '"near"* AND "x" AND "y" AND "or"* AND "not"* AND "col"* AND "z"',
        ),
        ('"', ""),
        ('x" OR "y', '"x" AND "or"* AND "y"'),
        ("old old", '"old"*'),
    ],
)
def test_a_query_is_words_and_quoted_phrases_and_has_no_operators(query: str, expression: str):
    assert Asked.of(query).expression() == expression


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("gun", "Guns and guns, a begun gunner", ["Guns", "guns", "gunner"]),
        ('"old guns"', "old guns; the old, guns", ["old", "guns", "old", "guns"]),
        ("北方", "北方領土と北", ["北方"]),
        ("会社", "㍿北", ["㍿"]),
        ("ecueil", "l'Écueil", ["Écueil"]),
    ],
)
def test_what_is_found_is_marked_where_it_stands(query: str, text: str, marked: list[str]):
    assert [text[start:end] for start, end in Asked.of(query).places(text)] == marked


@given(st.text())
def test_a_text_is_found_by_each_of_its_words(text: str):
    found = [word.text for word in words(text)]

    assert all(Asked.of(word).covered(text) == len(Asked.of(word).phrases) for word in found)


@given(st.text())
def test_folding_twice_changes_nothing(text: str):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_places_lie_within_the_text_in_order(text: str):
    places = Asked.of(text[:5]).places(text)

    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)
