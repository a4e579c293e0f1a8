"""A server to send all that to, in a process of its own, and what it holds."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
TOKEN: Final = "only-for-this-test-0123456789"  # noqa: S105 -- and for no other
TIMEOUT_S: Final = 2
STOP_S: Final = 20

_ADDRESS = re.compile(r"Standoff answers at http://([\d.]+):(\d+)/\s*")


@dataclass(frozen=True)
class Server:
    """Where it listens, its process, and where it writes its log."""

    address: tuple[str, int]
    pid: int
    log: Path

    @property
    def url(self) -> str:
        """Return its address, without a slash at the end."""
        return f"http://{self.address[0]}:{self.address[1]}"

    def processes(self) -> list[int]:
        """Return the server's process and all below it."""
        found = [self.pid]
        for pid in found:
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                with suppress(OSError):  # it has ended meanwhile
                    found += map(int, children.read_text(encoding="ascii").split())
        return found

    def holds(self) -> dict[str, int]:
        """Return how many processes, open files, threads and KiB of memory it has."""
        pids, status = self.processes(), []
        for pid in pids:
            with suppress(OSError):
                status.append(Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
        return {
            "processes": len(status),
            "files": sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids[:2]),
            "threads": sum(int(_field(each, "Threads")) for each in status[:2]),
            "web_kib": sum(int(_field(each, "VmRSS").split()[0]) for each in status[:2]),
            "all_kib": sum(int(_field(each, "VmRSS").split()[0]) for each in status),
        }


def _field(status: str, name: str) -> str:
    found = re.search(rf"^{name}:\s*(.*)$", status, re.MULTILINE)
    return found[1] if found else "0"


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[Server]:
    """Serve with these options, and small bounds, until the block ends."""
    log = folder / "server.log"
    bounds = ["--timeout", str(TIMEOUT_S), "--query-memory", "256", "--answer", "64"]
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", *bounds, *options]
    with log.open("w", encoding="utf-8") as err:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=err, text=True, env=_environment()
        )
    assert process.stdout is not None
    try:
        match = _ADDRESS.match(process.stdout.readline())
        if match is None:
            raise RuntimeError(f"it did not start: {log.read_text(encoding='utf-8')}")
        yield Server((match[1], int(match[2])), process.pid, log)
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STANDOFF_")}
    return {**kept, "NO_PROXY": "127.0.0.1"}


def write_token(folder: Path) -> Path:
    """Write the owner's token to a file, as the server wants it."""
    file = folder / "token"
    file.write_text(TOKEN, encoding="ascii")
    file.chmod(0o600)
    return file
