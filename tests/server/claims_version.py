"""The small version with claims that facets tell apart, and with names in three scripts."""

from pathlib import Path
from typing import Final

from kg.published import Version
from tests.server.small import publish_small

HOSTILE: Final = '<script>alert(1)</script> \u202egnp.exe & "quotes"'
_TRIG: Final = (Path(__file__).parent / "claims.trig").read_text(encoding="utf-8")


def publish_claims(root: Path, extra: str = "") -> Version:
    """Publish it, with more TriG (full IRIs) where a test has any."""
    return publish_small(root, _TRIG + extra)
