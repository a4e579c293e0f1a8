"""Which rules run: all of them, or those that a build may apply before the shapes are asked."""

from collections.abc import Callable, Mapping
from typing import Final, Literal

from kg.reasoning.rule import Rule

Profile = Literal["build", "rl"]

BUILD_RULES: Final = frozenset(
    {
        *("prp-symp", "prp-trp", "prp-spo1", "prp-eqp1", "prp-eqp2", "prp-inv1", "prp-inv2"),
        *("cls-int1", "cls-int2", "cls-uni", "cls-svf1", "cls-hv2", "cls-oo"),
        *("cax-sco", "cax-eqc1", "cax-eqc2"),
    }
)
"""What cannot hide an error of the coding. With a domain, a thing in the wrong place would become
one of those that belong there, and the shapes would be content; so would a thing that is made the
same as another, or is given a value because its class asks for one."""


def in_build(rule: Rule) -> bool:
    """Tell whether a build applies the rule."""
    return rule.name in BUILD_RULES


def in_rl(_rule: Rule) -> bool:
    """Apply every rule."""
    return True


RULES_OF: Final[Mapping[Profile, Callable[[Rule], bool]]] = {"build": in_build, "rl": in_rl}
