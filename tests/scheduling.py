"""Which tests run beside others, where several processes run them: `make test`.

A process takes whole files, so that what a file sets up is set up once. Those that take longest
come first, or one process would be at them when the others have ended. Tests of what happens
under load, and within which time, would find the load of other tests; they come last, one after
the other, when nothing else runs any more.
"""

from pathlib import PurePosixPath
from typing import Final

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

ALONE: Final = "alone"
QUIET: Final = (
    "tests/server/engine/test_broker.py",
    "tests/server/engine/test_engine.py",
    "tests/server/engine/test_lanes.py",
    "tests/server/engine/test_processors.py",
    "tests/server/engine/test_sharing.py",
    "tests/server/engine/test_watching.py",
    "tests/server/monitoring/test_health.py",
    "tests/server/monitoring/test_metrics.py",
    "tests/server/test_shutdown.py",
    "tests/server/test_transfers.py",
    "tests/server/test_workers.py",
)
LONGEST: Final = (
    "tests/test_setup.py",
    "tests/conformance/test_update.py",
    "tests/fuzz/test_fuzz.py",
    "tests/kg/revision/test_own.py",
)


def needs_quiet(file: str) -> bool:
    """Tell whether the tests of a file, as pytest names it, are such that need quiet."""
    return any(PurePosixPath(file).is_relative_to(path) for path in QUIET)


# Without the plugin that asks for it, all run in one process anyway.
@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Let several processes share the tests so that those that need quiet have it."""
    return QuietLast(config, log)


class QuietLast(LoadScopeScheduling):
    """Give out files, the longest first; to the last process left, the tests that need quiet."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return ALONE if needs_quiet(file) else file

    def _assign_work_unit(self, node: WorkerController) -> None:
        for file in reversed(LONGEST):
            if file in self.workqueue:
                self.workqueue.move_to_end(file, last=False)
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
