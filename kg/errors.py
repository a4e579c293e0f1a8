"""Everything that Standoff raises on purpose.

::

    StandoffError             exit 1   anything below; itself where a tool that we run failed
    ├── InputError            exit 2   a file or an argument is wrong; nothing was written
    │   ├── NotPublishedError exit 2   the version asked for does not exist (yet)
    │   ├── OutdatedError     exit 2   a file has changed since the one who writes looked at it
    │   └── RevisionError     exit 2   a change to a version could not be made; ``reason`` sorts it
    └── ConformanceError      exit 3   well-formed data that breaks a rule, a shape or a digest

An error says what is wrong, where (``file:line``), why, and how to mend it. A file's faults are
reported together: ``faults`` lists them, and the message carries each on a line of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong: where (``file:line``), what, why, and what to do about it."""

    where: str
    message: str
    cause: str = ""
    fix: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        cause = f": {self.cause}" if self.cause else ""
        fix = f" [fix: {self.fix}]" if self.fix else ""
        return f"{place}{self.message}{cause}{fix}"


class StandoffError(Exception):
    """Base of all errors of this package; ``exit_code`` is what the command line ends with."""

    exit_code = 1

    def __init__(
        self,
        message: str,
        *,
        where: str = "",
        cause: str = "",
        fix: str = "",
        faults: Iterable[Fault] = (),
    ) -> None:
        self.message = message
        self.where = where
        self.cause = cause
        self.fix = fix
        self.faults = tuple(faults)
        head = str(Fault(where, message, cause, fix))
        super().__init__("\n".join([head, *(f"  {fault}" for fault in self.faults)]))


class InputError(StandoffError):
    """A file, an option or an argument is wrong; nothing was written."""

    exit_code = 2


class NotPublishedError(InputError):
    """There is no such published version, or none at all."""


class OutdatedError(InputError):
    """A file has changed since the one who would write looked at it; nothing was written."""


Reason = Literal[
    "malformed",  # the change, or the data in it, does not parse
    "unsupported",  # it is in a format that is not read
    "refused",  # it asks for what is never done, such as fetching an address
    "not found",  # it is about a graph that is not there
    "conflict",  # the version, as it is, does not allow it
    "outdated",  # it is for a version that is no longer current
    "busy",  # another change is being made
    "timeout",  # it takes longer than it may
    "memory",  # it needs more than it may
    "full",  # there is no room for it on the disk
    "crashed",  # the process that made it died
]


class RevisionError(InputError):
    """A change to a published version could not be made; the version is current as before."""

    def __init__(self, reason: Reason, message: str, *, cause: str = "", fix: str = "") -> None:
        self.reason = reason
        super().__init__(message, cause=cause, fix=fix)


class ConformanceError(StandoffError):
    """The data can be read but breaks a rule, a shape or a digest; ``report`` is SHACL's, Turtle.

    The report is empty where no shape was asked.
    """

    exit_code = 3

    def __init__(self, message: str, *, faults: Iterable[Fault] = (), **about: str) -> None:
        self.report = b""
        super().__init__(message, faults=faults, **about)


def _in_file_order(fault: Fault) -> tuple[str, list[int], Fault]:
    file, *numbers = fault.where.split(":")
    return file, [int(number) for number in numbers if number.isdecimal()], fault


def input_error(subject: str, faults: Iterable[Fault]) -> InputError:
    """Make one error out of faults: a single fault speaks for itself, several are listed."""
    found = sorted(faults, key=_in_file_order)
    if len(found) == 1:
        [fault] = found
        return InputError(fault.message, where=fault.where, cause=fault.cause, fix=fault.fix)
    return InputError(f"{len(found)} faults in {subject}", faults=found)
