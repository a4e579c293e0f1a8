import pytest

from server.encoding import accepted_encodings
from server.fault import RequestError


@pytest.mark.parametrize(
    ("header", "codings"),
    [
        (None, ("identity",)),
        ("", ("identity",)),
        ("gzip", ("gzip", "identity")),
        ("gzip, deflate, br, zstd", ("br", "gzip", "identity")),
        ("gzip, br;q=0.5, zstd", ("gzip", "br", "identity")),
        ("br;q=0.4,gzip;q=0.4", ("br", "gzip", "identity")),
        ("GZIP;Q=0.3", ("gzip", "identity")),
        ("x-gzip", ("gzip", "identity")),
        ("gzip;q=0", ("identity",)),
        ("gzip;q=0.000, br;q=0.001", ("br", "identity")),
        ("*", ("br", "gzip", "identity")),
        ("*;q=0, br", ("br",)),
        ("br;q=0, *", ("gzip", "identity")),
        ("identity", ("identity",)),
        ("gzip;q=0.5, identity", ("identity", "gzip")),
        ("gzip, identity;q=0.5", ("gzip", "identity")),
        ("identity;q=0, gzip", ("gzip",)),
        ("gzip ; q = 0.5 , br", ("br", "gzip", "identity")),
        ("gzip;q=2", ("identity",)),
        ("gzip;q=1.5", ("identity",)),
        ("gzip;q=, br", ("br", "identity")),
        (";;,,=\x00é", ("identity",)),
    ],
)
def test_the_codings_a_client_takes_come_the_best_first(
    header: str | None, codings: tuple[str, ...]
):
    assert accepted_encodings(header) == codings


@pytest.mark.parametrize("header", ["*;q=0", "identity;q=0", "gzip;q=0, br;q=0, identity;q=0"])
def test_a_client_that_takes_none_of_them_is_told(header: str):
    with pytest.raises(RequestError) as caught:
        accepted_encodings(header)

    assert (caught.value.status, header in caught.value.detail) == (406, True)
