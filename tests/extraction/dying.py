"""An outcome for which one text's process has to die, as it does for want of memory."""

import os
import signal

from kg.errors import Fault
from kg.extraction.drafting import Outcome, Task


def outcome(task: Task) -> Outcome:
    if task.slug == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return Fault(task.slug, "read")
