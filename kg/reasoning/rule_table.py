"""The rules of OWL 2 RL, as Tables 4 to 9 of the W3C profile have them, each held or left out."""

from typing import Final

from kg.reasoning.class_rules import CLASS_RULES
from kg.reasoning.relation_rules import RELATION_RULES
from kg.reasoning.schema_rules import SCHEMA_RULES

RULES: Final = (*RELATION_RULES, *CLASS_RULES, *SCHEMA_RULES)
RULE_BY_NAME: Final = {rule.name: rule for rule in RULES}
