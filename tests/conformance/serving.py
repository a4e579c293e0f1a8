"""Our server, started as anybody would start it over files of their own."""

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.conformance.endpoint import Endpoint

REPOSITORY: Final = Path(__file__).parents[2]
STOP_SECONDS: Final = 20
_ADDRESS: Final = re.compile(r"Standoff answers at (http://\S+/)\s*")


@contextmanager
def serving(
    data: Path | None, folder: Path, *, token: str = "", options: tuple[str, ...] = ()
) -> Iterator[Endpoint]:
    """Serve a file, read-only or with a token for writes, until the block ends."""
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", *options]
    if data is not None:
        command += ["--data", str(data)]
    if token:
        (folder / "token").write_text(token, encoding="utf-8")
        (folder / "token").chmod(0o600)
        command += ["--writable", "--token-file", str(folder / "token")]
    log = folder / "server.log"
    with log.open("w", encoding="utf-8") as err:
        process = subprocess.Popen(
            command,
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            stderr=err,
            text=True,
            env={**os.environ, "NO_PROXY": "127.0.0.1"},
        )
    assert process.stdout is not None
    try:
        found = _ADDRESS.match(process.stdout.readline())
        if found is None:
            raise RuntimeError(f"the server did not start: {log.read_text(encoding='utf-8')}")
        address = f"{found[1]}sparql"
        endpoint = Endpoint(address, address, f"{found[1]}store", token)
        try:
            yield endpoint
        finally:
            endpoint.close()
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        process.kill()
        process.wait()
        process.stdout.close()
