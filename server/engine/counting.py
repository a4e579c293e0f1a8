"""How many rows an answer holds, told from its bytes.

The engine writes rows without counting them, and reading them one by one in Python would take
longer than the query. Each format marks its rows in a way that values cannot imitate.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import pyoxigraph as ox

from server.engine.spool import Spool

# A string, or the quote of one that goes on: to try again from each quote in it would take long.
_CSV_STRING: Final = re.compile(rb'"[^"]*"|(")[^"]*\Z')
_FIRST_NAME: Final = re.compile(rb'"results":\{"bindings":\[\{"([A-Za-z0-9_]+)":\{')
HEAD_BYTES: Final = 1 << 14
"""Where the first row begins within this, after the names of all variables, counting is quick."""
_JSON_STRING: Final = re.compile(
    rb'"[^"\\]*(?:\\.[^"\\]*)*"|(")[^"\\]*(?:\\.[^"\\]*)*\Z', re.DOTALL
)


def count_rows(spool: Spool, written: ox.QueryResultsFormat) -> int:
    """Count the rows of a SELECT's answer."""
    if written == ox.QueryResultsFormat.TSV:  # line ends within values are escaped
        return count_marks(spool.chunks(), b"\n") - 1
    if written == ox.QueryResultsFormat.XML:  # so are angle brackets
        return count_marks(spool.chunks(), b"<result>")
    if written == ox.QueryResultsFormat.CSV:
        has_strings = count_marks(spool.chunks(), b'"')
        chunks = _without(_CSV_STRING, spool) if has_strings else spool.chunks()
        return count_marks(chunks, b"\r\n") - 1
    return _json_rows(spool)


def _json_rows(spool: Spool) -> int:
    head = next(spool.chunks(), b"")
    first = _FIRST_NAME.search(head[:HEAD_BYTES])
    if first:
        # An object follows a comma nowhere but between two rows, and a row that is not empty ends
        # with two braces. Inside a string, the quote before a name would end it, and no name
        # follows then; so if every mark that may be one is followed by the first row's first name,
        # no row is empty, and there are no others.
        marks = (b"}},{", b'}},{"' + first[1] + b'":{')
        between, surely = _count_each(spool.chunks(), marks)
        if between == surely:
            return surely + 1
    # Between two rows stands },{" and then a name. In a string the quote would have a backslash
    # before it, unless it ends the string, and then no name follows.
    empty, opens, *ends = _count_each(spool.chunks(), (b"{}", b'},{"', b'},{"}', b'},{",'))
    # A row without any value has no quote to tell it by, and in a string it looks the same.
    if empty:
        return count_marks(_without(_JSON_STRING, spool), b"},{") + 1
    if spool.length < 1 << 16 and b'"bindings":[]}}' in b"".join(spool.chunks()):
        return 0
    return opens - sum(ends) + 1


def count_marks(chunks: Iterator[bytes], mark: bytes) -> int:
    """Count how often some bytes occur, across the ends of chunks, too."""
    return _count_each(chunks, (mark,))[0]


def _count_each(chunks: Iterator[bytes], marks: Sequence[bytes]) -> list[int]:
    found = [0] * len(marks)
    before = b""
    longest = max(map(len, marks))
    for chunk in chunks:
        for place, mark in enumerate(marks):
            rest = before[max(0, len(before) - len(mark) + 1) :]
            found[place] += chunk.count(mark) + (rest + chunk[: len(mark) - 1]).count(mark)
        before = (
            (before + chunk[-longest:])[-longest:] if len(chunk) < longest else chunk[-longest:]
        )
    return found


def _without(strings: re.Pattern[bytes], spool: Spool) -> Iterator[bytes]:
    """Leave out the strings, of which one may go on in the next chunk."""
    is_inside, held = False, b""
    for chunk in spool.chunks():
        text, held = held + chunk, b""
        if (len(text) - len(text.rstrip(b"\\"))) % 2:
            text, held = text[:-1], b"\\"  # what it escapes comes next
        outside, quote, _ = strings.sub(rb"\1", b'"' * is_inside + text).partition(b'"')
        is_inside = bool(quote)
        yield outside
