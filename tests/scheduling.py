"""Which tests run beside others, where several processes run them: `make test`.

A process takes whole files, so that what a file sets up is set up once. Tests of what happens
under load, and within which time, would find the load of other tests; they come last, one after
the other, when nothing else runs any more.
"""

from pathlib import PurePosixPath
from typing import Final

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

ALONE: Final = "alone"
QUIET: Final = (
    "tests/kg/revision/test_process.py",
    "tests/server/engine",
    "tests/server/monitoring",
    "tests/server/test_shutdown.py",
    "tests/server/test_transfers.py",
    "tests/server/test_workers.py",
)


def needs_quiet(file: str) -> bool:
    """Tell whether the tests of a file, as pytest names it, are such that need quiet."""
    return any(PurePosixPath(file).is_relative_to(path) for path in QUIET)


class QuietLast(LoadScopeScheduling):
    """Give out files, and when all but one process have ended, the tests that need quiet."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return ALONE if needs_quiet(file) else file

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
