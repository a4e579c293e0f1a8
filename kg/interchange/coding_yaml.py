"""A coding written as YAML of the subset that coding files are read in."""

from collections.abc import Mapping
from typing import Any, Final

import yaml

HEAD: Final = "# Made by standoff import. See docs/coding-guide.md.\n"
_WIDTH: Final = 100_000
"""Wide enough that no text is folded: a line of a difference is then one value."""


class _Dumper(yaml.SafeDumper):
    """Writes values out wherever they stand: our subset has no aliases."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 -- PyYAML's
        """Never make an alias."""
        return True


def coding_yaml(content: Mapping[str, Any]) -> bytes:
    """Return the bytes of a coding file: keys in the order given, nothing folded."""
    parts = [HEAD]
    for section, value in content.items():
        parts.append(
            yaml.dump(
                {section: value},
                Dumper=_Dumper,
                allow_unicode=True,
                sort_keys=False,
                width=_WIDTH,
                default_flow_style=False,
            )
        )
    return "".join(parts).encode()
