"""Taking in the body of a request: all of it, or a fault."""

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from server.fault import RequestError


def whole_body(limit: int | None = None) -> bytes:
    """Return the body, up to the bound of the application or another one, in bytes.

    Raises `RequestEntityTooLarge` where there is more.
    """
    if limit is not None:
        request.max_content_length = limit
    body = request.get_data(cache=False)
    if request.content_length is None and request.environ["wsgi.input"].read(1):
        # Werkzeug stops at the bound, and would pass on the beginning of a body sent in chunks.
        raise RequestEntityTooLarge
    return body


def require_length() -> None:
    """Raise a 411 fault where nobody has said how long the body is.

    What is sent in chunks may be cut off unnoticed, and half a change is another change.
    """
    if request.content_length is None:
        raise RequestError(
            411,
            "Say how long the body is, by Content-Length: a change that is sent in chunks could be "
            "cut off unnoticed.",
        )
