"""The judge of all responses finds what is wrong with one."""

import pytest

from tests.fuzz.exchange import Reply
from tests.fuzz.verdict import complaints

FINE = (("content-type", "text/plain; charset=utf-8"), ("content-length", "1"))


def said(status: int = 200, *more: tuple[str, str], body: bytes = b"x", seconds: float = 0.1):
    return list(complaints(Reply(status, (*FINE, *more), body, seconds), within_s=3))


def test_a_sound_response_is_let_pass():
    digest = "sha-256=:LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=:"

    assert said(200, ("etag", 'W/"a"'), ("content-digest", digest)) == []


@pytest.mark.parametrize(
    ("found", "complaint"),
    [
        (said(500), "the status is 500: b'x'"),
        (said(502), "the status is 502: b'x'"),
        (said(seconds=4), "it took 4.0 s"),
        (said(200, FINE[0]), "content-type is there 2 times"),
        (said(200, ("link", "é")), "link is not ASCII: 'é'"),
        (said(200, ("etag", "a")), "the tag is 'a'"),
        (said(body=b"Traceback (most recent call last)"), "a traceback is sent"),
        (said(429), "it does not say when to come again"),
        (said(405), "it does not say which methods there are"),
        (said(401), "it does not say how to prove who one is"),
        (said(200, ("content-digest", "sha-256=:x:")), "the digest is another's"),
        (said(200, ("content-encoding", "zstd")), "an unknown coding zstd"),
        (said(body=b"\xff"), "can't decode byte 0xff"),
    ],
)
def test_what_is_wrong_is_named(found: list[str], complaint: str):
    assert len(found) == 1
    assert complaint in found[0]


def test_a_body_that_is_not_what_its_type_says_is_named():
    reply = Reply(200, (("content-type", "application/json"),), b"{", 0.1)

    assert [c.partition(":")[0] for c in complaints(reply, within_s=3)] == [
        "the body is no application/json"
    ]
