"""Addresses of this site, as pages write them."""

from urllib.parse import quote

from flask import request


def here(path: str) -> str:
    """Return the address of a path of this site, in the snapshot that is looked at."""
    path, mark, place = path.partition("#")
    snapshot = request.args.get("snapshot", "")
    asked = f"?snapshot={quote(snapshot, safe='')}" if snapshot else ""
    return f"{request.script_root}{path}{asked}{mark}{place}"
