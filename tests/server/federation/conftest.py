from collections.abc import Iterator

import pytest

from tests.listener import Listener, listening


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as found:
        yield found
