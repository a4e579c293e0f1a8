"""``standoff versions``: what is published."""

from pathlib import Path

import click

from kg.checks import Check, read_checks
from kg.cli import options
from kg.cli.messages import say
from kg.errors import NotPublishedError
from kg.published import current_version, versions


@click.command("versions")
@options.build_root
def command(root: Path) -> None:
    """List the published versions, the latest first; * marks the current one."""
    known = versions(root)
    if not known:
        say("nothing is published: run `standoff build`")
        return
    checks = _best_checks(root)
    current = _current_id(root)
    for version in known:
        mark = "*" if version.id == current else " "
        click.echo(
            f"{mark} {version.id}  ontology {version.manifest['ontology_version']}"
            f"  {version.manifest['triples']} triples"
            f"  articles: {', '.join(version.manifest['articles']) or 'none'}"
            f"  {checks.get(version.id, 'checks unknown')}"
        )


def _best_checks(root: Path) -> dict[str, str]:
    """Say of each version the most that any build found out about it."""
    by_version: dict[str, list[Check]] = {}
    for check in read_checks(root):
        by_version.setdefault(check.version, []).append(check)
    return {version: _describe(checks) for version, checks in by_version.items()}


def _describe(checks: list[Check]) -> str:
    hermit = any(check.hermit == "consistent" for check in checks)
    text = any(check.text == "verified" for check in checks)
    return (
        f"HermiT: {'consistent' if hermit else 'skipped'}; "
        f"text: {'verified' if text else 'not given'}"
    )


def _current_id(root: Path) -> str:
    try:
        return current_version(root).id
    except NotPublishedError:
        return ""
