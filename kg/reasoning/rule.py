"""What a rule of OWL 2 RL is: premises, a conclusion, and what it says in words.

A rule is written as its premises and its conclusion; one without a conclusion finds that data and
ontology contradict each other. Premises on the ontology come first: they are matched when rules are
compiled. A premise on a list is one of these:

    any(?l, ?c)             ?c is a member: one rule for each
    pair(?l, ?c, ?d)        ?c and ?d are members, the one before the other
    all(?l, ?x)             ?x belongs to every member
    chain(?l, ?x, ?y)       the members lead from ?x to ?y
    keys(?l, ?x, ?y)        ?x and ?y share a value of every member
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Rule:
    """A rule by its W3C name and table; ``words`` says what a breach of it is, or a step by it.

    ``left_out`` is empty for the rules that are run, else it says why this one is not.
    """

    name: str
    table: int
    premises: str
    conclusion: str = ""
    words: str = ""
    left_out: str = ""

    @property
    def is_check(self) -> bool:
        """Whether the rule finds a contradiction."""
        return not self.conclusion


AXIOMATIC: Final = "it says of built-in names what is so in every graph; no query asks for it"
REFLEXIVE: Final = "it says of everything that it is, or is below, itself; no query asks for it"
LITERAL: Final = "literals would be subjects, which RDF does not have"
