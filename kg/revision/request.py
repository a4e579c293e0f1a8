"""A revision as it is asked of another process, on its stdin, and answered, on its stdout.

The request is a line of JSON and, after it, the bytes of the documents that are not files; the
answer is JSON: the revision, or the error. The process bounds itself before it reads any of that
as RDF or SPARQL: by memory, and by time once it has the root, up to where the result is moved into
its place. A kernel's signal ends it then, whatever the engine is doing.
"""

import json
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, Protocol

from kg.errors import ConformanceError, Fault, InputError, RevisionError, StandoffError
from kg.published import find_version
from kg.revision.edits import DeleteGraph, Document, Edit, PostGraph, PutGraph, Update
from kg.revision.revised import Conformance, Revision

_GRAPHS: Final = {edit.kind: edit for edit in (PutGraph, PostGraph)}
_FINAL_STAGES: Final = ("rename", "record", "move-current")


@dataclass(frozen=True)
class Request:
    """What to do and within which bounds: seconds, and bytes of memory."""

    root: Path
    edit: Edit
    shapes: Path | None
    expected: str | None
    wait_s: float
    timeout_s: float
    memory_bytes: int


class Revise(Protocol):
    """What makes the revision."""

    def __call__(
        self,
        root: Path,
        edit: Edit,
        *,
        shapes: Path | None,
        expected: str | None,
        wait_s: float,
        on_stage: Callable[[str], None],
    ) -> Revision:
        """Make it; raises `StandoffError`."""


def written(request: Request) -> bytes:
    """Write the request."""
    edit, bodies = request.edit, list[bytes]()
    said: dict[str, Any]
    match edit:
        case PutGraph() | PostGraph():
            said = {"graph": edit.graph, "documents": [_said(d) for d in edit.documents]}
            bodies = [d.data for d in edit.documents if isinstance(d.data, bytes)]
        case DeleteGraph():
            said = {"graph": edit.graph}
        case Update():
            said = {"base": edit.base, "using": edit.using, "using_named": edit.using_named}
            bodies = [edit.text.encode()]
    head = {
        "root": str(request.root.absolute()),
        "edit": {"kind": edit.kind, **said},
        "shapes": str(request.shapes.absolute()) if request.shapes else None,
        "expected": request.expected,
        "wait_s": request.wait_s,
        "timeout_s": request.timeout_s,
        "memory_bytes": request.memory_bytes,
    }
    return b"".join([json.dumps(head).encode(), b"\n", *bodies])


def answer(revise: Revise) -> None:
    """Do what stdin asks for, within its bounds, and answer on stdout."""
    out = sys.stdout
    sys.stdout = sys.stderr  # whatever a library prints is no part of the answer
    request = _read(sys.stdin.buffer)
    try:
        made = revise(
            request.root,
            request.edit,
            shapes=request.shapes,
            expected=request.expected,
            wait_s=request.wait_s,
            on_stage=lambda stage: _watch(stage, request.timeout_s),
        )
        said = _said_of(made)
    except StandoffError as error:
        said = {"error": _said_error(error)}
    signal.setitimer(signal.ITIMER_REAL, 0)
    json.dump(said, out)


def read_answer(root: Path, text: bytes) -> Revision:
    """Return the revision that an answer tells of, or raise its error."""
    said = json.loads(text)
    if "error" in said:
        raise _error(said["error"])
    told = said["conformance"]
    conformance = told and Conformance(
        told["shapes_sha256"], told["report"].encode(), told["warnings"]
    )
    return Revision(
        find_version(root, said["version"]), said["changed"], said["created"], conformance
    )


def _said(document: Document) -> dict[str, Any]:
    data = document.data
    return {
        "media_type": document.media_type,
        "base": document.base,
        "file": str(data.absolute()) if isinstance(data, Path) else None,
        "bytes": None if isinstance(data, Path) else len(data),
    }


def _read(stream: IO[bytes]) -> Request:
    said = json.loads(stream.readline())
    _bound_memory(said["memory_bytes"])
    return Request(
        root=Path(said["root"]),
        edit=_edit(said["edit"], stream),
        shapes=Path(said["shapes"]) if said["shapes"] else None,
        expected=said["expected"],
        wait_s=said["wait_s"],
        timeout_s=said["timeout_s"],
        memory_bytes=said["memory_bytes"],
    )


def _edit(said: dict[str, Any], stream: IO[bytes]) -> Edit:
    if said["kind"] in _GRAPHS:
        return _GRAPHS[said["kind"]](said["graph"], tuple(_documents(said["documents"], stream)))
    if said["kind"] == DeleteGraph.kind:
        return DeleteGraph(said["graph"])
    using, named = tuple(said["using"]), tuple(said["using_named"])
    return Update(stream.read().decode(), said["base"], using, named)


def _documents(said: list[dict[str, Any]], stream: IO[bytes]) -> Iterator[Document]:
    for one in said:
        data = Path(one["file"]) if one["file"] else stream.read(one["bytes"])
        yield Document(data, one["media_type"], one["base"])


def _bound_memory(limit: int) -> None:
    # Not the address space: threads reserve far more of it than they ever use.
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _watch(stage: str, timeout_s: float) -> None:
    if stage == "edit":
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGALRM])
        signal.setitimer(signal.ITIMER_REAL, timeout_s)
    elif stage in _FINAL_STAGES:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _said_of(made: Revision) -> dict[str, Any]:
    conformance = made.conformance
    return {
        "version": made.version.id,
        "changed": made.changed,
        "created": made.created,
        "conformance": conformance
        and {
            "shapes_sha256": conformance.shapes_sha256,
            "report": conformance.report.decode(),
            "warnings": conformance.warnings,
        },
    }


def _said_error(error: StandoffError) -> dict[str, Any]:
    return {
        "reason": error.reason if isinstance(error, RevisionError) else None,
        "report": error.report.decode() if isinstance(error, ConformanceError) else None,
        "message": error.message,
        "where": error.where,
        "cause": error.cause,
        "fix": error.fix,
        "faults": [[f.where, f.message, f.cause, f.fix] for f in error.faults],
    }


def _error(said: dict[str, Any]) -> StandoffError:
    message, about = said["message"], {"cause": said["cause"], "fix": said["fix"]}
    if said["reason"] is not None:
        return RevisionError(said["reason"], message, **about)
    faults = [Fault(*fault) for fault in said["faults"]]
    if said["report"] is not None:
        broken = ConformanceError(message, faults=faults, **about)
        broken.report = said["report"].encode()
        return broken
    return InputError(message, where=said["where"], faults=faults, **about)
