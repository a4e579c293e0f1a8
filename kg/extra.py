"""Libraries that not everybody needs: they come with an extra of the package."""

import importlib
from types import ModuleType

from kg.errors import InputError


def from_extra(module: str, extra: str) -> ModuleType:
    """Import a module that the extra brings.

    Raises:
        InputError: it is not installed.

    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise InputError(
            f"this needs the Python package {module}, which is not installed",
            fix=f"pip install 'standoff[{extra}]'",
        ) from error
