import pytest

from server.dates_in_words import date_in_words


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2017-06-15", "2017-06-15"),
        ("2017", "2017"),
        ("2017-21", "spring 2017"),
        ("2017-33", "first quarter of 2017"),
        ("2017-12?", "perhaps 2017-12"),
        ("2017~", "about 2017"),
        ("../2016-12", "by 2016-12"),
        ("2017/..", "from 2017"),
        ("2016-12/2017-21", "2016-12 to spring 2017"),
        ("", ""),
        ("<b>", "<b>"),
    ],
)
def test_a_date_is_said_in_words(edtf: str, words: str):
    assert date_in_words(edtf) == words
