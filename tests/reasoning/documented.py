"""The table of rules in ``docs/reasoning.md``, as the code has it."""

from kg.reasoning.profiles import in_build
from kg.reasoning.rule import Rule
from kg.reasoning.rule_table import RULES

HEAD = "| rule | table | run by | what it says, or why it is left out |\n|---|---|---|---|\n"


def table() -> str:
    """Return the table in Markdown."""
    return HEAD + "".join(map(_row, RULES))


def _row(rule: Rule) -> str:
    by = "–" if rule.left_out else "rl, build" if in_build(rule) else "rl"
    words = f"left out: {rule.left_out}" if rule.left_out else rule.words
    said = words.replace("{", "").replace("}", "")
    return f"| `{rule.name}` | {rule.table} | {by} | {'finds: ' * _is_check(rule)}{said} |\n"


def _is_check(rule: Rule) -> bool:
    return rule.is_check and not rule.left_out
