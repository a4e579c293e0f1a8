"""The languages that a visitor reads."""

from flask import Response, request

from server.accepted_languages import languages_in


def visitor_languages() -> tuple[str, ...]:
    """Return the languages of whoever made the request that is answered now."""
    return languages_in(request.headers.get("Accept-Language", ""))


def vary(response: Response) -> Response:
    """Say that a response depends on them, and on the format asked for."""
    response.vary.update(("Accept", "Accept-Language"))
    return response
