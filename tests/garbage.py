"""What a file of tests leaves behind goes before the next one begins.

Rows of an answer that are left in a circle of references have to go in the thread that asked for
them. Whichever thread looks for such circles next would drop them, and complain.
"""

import gc

import pytest

_before: list[str] = [""]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Drop it, before anything is set up that may start threads."""
    file = item.nodeid.partition("::")[0]
    if file != _before[0]:
        _before[0] = file
        gc.collect()
