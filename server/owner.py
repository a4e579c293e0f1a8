"""Who may write: whoever has the owner's token, which stands in a file and in no address."""

import hmac
from pathlib import Path
from typing import Final

from flask import Flask, current_app, request

from kg.errors import InputError
from server.fault import RequestError

MIN_LENGTH: Final = 16

_TOKEN = "standoff-token"  # noqa: S105 -- the name it is kept under
_READ_ONLY: Final = (
    "This endpoint is read-only: it takes SELECT, ASK, CONSTRUCT and DESCRIBE, and no updates."
)
_CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="standoff"'}


def init_app(app: Flask, token_file: Path | None) -> None:
    """Let whoever sends this token write; without a file, nobody.

    Raises `InputError` where the file cannot be read or holds no fit token.
    """
    app.extensions[_TOKEN] = read_token(token_file) if token_file else None


def read_token(file: Path) -> bytes:
    """Read the token: one line of at least 16 printable ASCII characters."""
    try:
        token = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise _unfit(file, str(error)) from error
    if len(token) < MIN_LENGTH or not token.isprintable() or len(token.split()) != 1:
        raise _unfit(file, f"it wants one line of at least {MIN_LENGTH} characters, without spaces")
    return token.encode()


def is_writable() -> bool:
    """Whether anybody may write at all."""
    return current_app.extensions[_TOKEN] is not None


def require_owner() -> None:
    """Raise a 403 fault where nobody may write, a 401 fault where the token is not the owner's."""
    token: bytes | None = current_app.extensions[_TOKEN]
    if token is None:
        raise RequestError(403, _READ_ONLY)
    kind, _, sent = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer":
        raise RequestError(
            401,
            "To write here, send the owner's token in the header Authorization: Bearer …",
            headers=_CHALLENGE,
        )
    if not hmac.compare_digest(sent.strip().encode("utf-8", "replace"), token):
        raise RequestError(
            401, "This token is not the owner's; nothing was changed.", headers=_CHALLENGE
        )


def _unfit(file: Path, cause: str) -> InputError:
    return InputError(
        "this is not a file with a token",
        where=str(file),
        cause=cause,
        fix="write one into it, such as: openssl rand -hex 32 > token",
    )
