"""What is wrong with a request, as the one who finds it raises it: here or in a query's process."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Self


class RequestError(Exception):
    """A request that is not answered: the status, one sentence on what is wrong, what to do.

    Where a place in the query text is to blame, ``line`` and ``column`` give it, from 1 and in
    code points, ``source`` is that line, and ``expected`` says what could stand there. Where a
    bound was passed, ``bound`` names it and ``limit`` says what it is (seconds or bytes).
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        line: int | None = None,
        column: int | None = None,
        source: str = "",
        expected: Sequence[str] = (),
        headers: dict[str, str] | None = None,
        bound: str = "",
        limit: float | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.line = line
        self.column = column
        self.source = source
        self.expected = tuple(expected)
        self.headers = headers or {}
        self.bound = bound
        self.limit = limit

    @classmethod
    def at(
        cls, status: int, text: str, offset: int, detail: str, expected: Sequence[str] = ()
    ) -> Self:
        """Make the fault of a place in a query text, at an offset in code points."""
        start = text.rfind("\n", 0, offset) + 1
        return cls(
            status,
            detail,
            line=text.count("\n", 0, offset) + 1,
            column=offset - start + 1,
            source=text[start:].split("\n")[0].rstrip("\r"),
            expected=expected,
        )

    @property
    def title(self) -> str:
        """The name that HTTP gives to the status."""
        return HTTPStatus(self.status).phrase

    @property
    def caret(self) -> str:
        """White space as wide as the line before the fault, then ``^``."""
        before = self.source[: (self.column or 1) - 1]
        return "".join("\t" if c == "\t" else " " for c in before) + "^"

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` makes the same fault of, in another process."""
        return {"detail": self.detail, **self.__dict__}

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Self:
        """Make a fault of what another process said."""
        return cls(said.pop("status"), said.pop("detail"), **said)
