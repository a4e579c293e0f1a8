"""Which tests run beside others, where several processes run them: `make test`.

A process takes whole files, so that what a file sets up is set up once. Tests of what happens
under load, and within which time, would find the load of other tests; they come last, one after
the other, when nothing else runs any more.
"""

from pathlib import Path
from typing import Final

import pytest
from xdist.scheduler import LoadGroupScheduling
from xdist.workermanage import WorkerController

ALONE: Final = "alone"
_HERE: Final = Path(__file__).parent
QUIET: Final = tuple(
    _HERE / path
    for path in (
        "kg/revision/test_process.py",
        "server/engine",
        "server/monitoring",
        "server/test_shutdown.py",
        "server/test_transfers.py",
        "server/test_workers.py",
    )
)


def needs_quiet(item: pytest.Item) -> bool:
    """Tell whether a test is one of those that nothing else may run beside."""
    return any(item.path.is_relative_to(path) for path in QUIET)


class QuietLast(LoadGroupScheduling):
    """Give out files, and when all but one process have ended, the tests that need quiet."""

    def _split_scope(self, nodeid: str) -> str:
        group = super()._split_scope(nodeid)
        return group if group == ALONE else nodeid.partition("::")[0]

    def _assign_work_unit(self, node: WorkerController) -> None:
        if ALONE in self.workqueue:
            self.workqueue.move_to_end(ALONE)
        super()._assign_work_unit(node)

    def _reschedule(self, node: WorkerController) -> None:
        if set(self.workqueue) != {ALONE} or len(self.nodes) == 1:
            super()._reschedule(node)
        elif node is not self.nodes[0] and not node.shutting_down:
            # It ends what it has; the first one waits for that, and takes the rest.
            node.shutdown()

    def remove_node(self, node: WorkerController) -> str | None:
        """Let the process that is left go on."""
        crashed = super().remove_node(node)
        if len(self.nodes) == 1:
            self._reschedule(self.nodes[0])
        return crashed
