"""The headers that every response has."""

from typing import Final

from kg import __version__

_SECURITY: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "object-src 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    # Not of security, but as constant.
    "Server": f"Standoff/{__version__}",
}
_CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": ", ".join(
        (
            "Accept-Post",
            "Accept-Query",
            "Allow",
            "Content-Digest",
            "Content-Encoding",
            "Content-Location",
            "ETag",
            "Link",
            "Location",
            "Memento-Datetime",
            "Repr-Digest",
            "Retry-After",
            "Standoff-Rows",
            "Standoff-Snapshot",
            "X-Request-ID",
        )
    ),
}

CONSTANT_HEADERS: Final = _SECURITY | _CORS
