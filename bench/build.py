"""Whole builds of the project's own data without HermiT, each a process of its own."""

import subprocess
import sys
import tempfile

from bench.figures import HEAD, line, seconds

TIMES = 5


def build_once() -> None:
    """Build into an empty folder, from process start to end."""
    with tempfile.TemporaryDirectory(prefix="standoff-bench-") as folder:
        subprocess.run(
            [sys.executable, "-m", "kg", "build", "--skip-hermit", "--output", folder],
            check=True,
            capture_output=True,
        )


def start_only() -> None:
    """Start Python and import what a build imports."""
    subprocess.run([sys.executable, "-c", "import kg.cli.build"], check=True)


if __name__ == "__main__":
    print(HEAD)
    print(line("build --skip-hermit", seconds(build_once, times=TIMES)))
    print(line("of that, start and imports", seconds(start_only, times=TIMES)))
