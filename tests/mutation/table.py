"""The table of a run: by operator, how many mutants there were and what became of them."""

from collections import Counter

from kg.base import BASE
from tests.mutation.campaign import Outcome, place
from tests.mutation.mutant import KINDS


def table(outcome: Outcome) -> str:
    """Return one level's outcome as a table in Markdown."""
    rows: dict[str, Counter[str]] = {}
    for verdict in outcome.verdicts:
        row = rows.setdefault(verdict.mutant.operator, Counter())
        row["mutants"] += 1
        if verdict.catches:
            row[verdict.by] += 1
        elif verdict.mutant in outcome.lived:
            row["legitimate"] += 1
        else:
            row["survived"] += 1
    heads = ["mutants", *KINDS, "legitimate", "survived"]
    if outcome.level == "graph":
        heads.remove("coding")
    lines = [f"| {outcome.level}: operator | " + " | ".join(heads) + " |"]
    lines.append("|---|" + "--:|" * len(heads))
    total: Counter[str] = Counter()
    for operator in sorted(rows):
        total += rows[operator]
        lines.append(_line(operator, rows[operator], heads))
    lines.append(_line("**all**", total, heads))
    lines.append("")
    lines.append(f"caught of those that may not live: {outcome.rate():.2%}")
    if outcome.same:
        lines.append(f"{outcome.same.total()} mutants of the coding give the same graph")
    return "\n".join(lines)


def survivors(outcome: Outcome) -> str:
    """Say each survivor: what was done, and what was said of it that does not name it."""
    lines = []
    for verdict in outcome.survivors:
        lines.append(f"SURVIVED {verdict.mutant.operator} @ {place(verdict.mutant)}")
        lines.append(f"  {verdict.mutant.describe(BASE)}")
        for catch in verdict.unnamed[:3]:
            lines.append(f"  said, but not of it: {catch.where}: {catch.message} ({catch.rule})")
    return "\n".join(lines)


def _line(name: str, row: Counter[str], heads: list[str]) -> str:
    return f"| {name} | " + " | ".join(str(row[head] or "") for head in heads) + " |"
