"""Drafts of many texts: how long one takes, how many a second, and a run that is killed.

    python -m bench.drafts                    10,000 texts of about 1,500 words
    python -m bench.drafts --texts 500 --words 300 --jobs 4

The texts are made of sentences of ours with other names in each. Among them lie three that cannot
be read: bytes that are no UTF-8, an empty file, and one that is far too long. The run is killed
with all its processes once a third of the drafts are there, then started again; all drafts have to
be there at the end, those from before untouched and none in part, and the three named.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kg.extraction.candidates import CANDIDATE_FILE
from kg.extraction.drafts import MAX_POINTS
from kg.model.reading import read_coded

WORDS: Final = 1500
BAD: Final = ("bad-bytes", "bad-empty", "bad-long")
ACTORS: Final = ("Russia", "Japan", "China", "Vietnam", "Manila", "Beijing", "the Philippine Navy")
PEOPLE: Final = ("Putin", "Admiral Ramos", "Foreign Minister Ito", "Shinzo Abe", "Senator Hale")
PLACES: Final = ("Okinawa", "the South China Sea", "Hokkaido", "Scarborough Shoal", "Guam")
WEAPONS: Final = ("THAAD", "Aegis Ashore", "the SM-6", "the Coastal Strike Missile (CSM)")
SENTENCES: Final = (
    "{person} warned on {day} May that {weapon} near {place} could lead {actor} to an answer.",
    "According to {person}, {actor} will not accept {weapon} unless talks begin.",
    "{actor} fears that ships off {place} are only the first step, and said so in {year}.",
    "It is often said that {weapon} changes little for {actor}.",
    "If {actor} buys {weapon}, the logic of {other} is that {place} becomes a target.",
    "In {year} the governor of {place} asked {actor} and {other} for restraint.",
    "{other} denied the report, while {actor} “would rather wait for a better offer”.",
    "The exercise lasted for nine days and ended without any visit to the harbour.",
)


def write_text(path: Path, seed: int, least: int) -> None:
    """Write a text of at least so many words, which only its seed decides."""
    chance = random.Random(seed)  # noqa: S311 -- nothing is kept secret
    lines: list[str] = [f"Notes on a dispute, number {seed}"]
    words = 0
    while words < least:
        sentences = [
            chance.choice(SENTENCES).format(
                person=chance.choice(PEOPLE),
                actor=chance.choice(ACTORS),
                other=chance.choice(ACTORS),
                place=chance.choice(PLACES),
                weapon=chance.choice(WEAPONS),
                day=chance.randint(1, 31),
                year=chance.randint(1990, 2026),
            )
            for _ in range(6)
        ]
        lines.append(" ".join(sentences))
        words += len(lines[-1].split())
    path.write_text("\n\n".join(lines), "utf-8")


def write_texts(folder: Path, number: int, words: int) -> None:
    """Write so many good texts, and the bad ones."""
    for seed in range(number):
        write_text(folder / f"text-{seed:05}.txt", seed, words)
    (folder / "bad-bytes.txt").write_bytes(b"Japan \xff\xfe")
    (folder / "bad-empty.txt").write_text("\n")
    (folder / "bad-long.txt").write_text("Japan waits. " * MAX_POINTS)


def command(texts: Path, drafts: Path, jobs: int) -> list[str]:
    """Return the command line of a run."""
    run = [sys.executable, "-m", "kg", "article", "new", str(texts), "--output", str(drafts)]
    return [*run, "--published", "2026-01-01", "--no-ner", "--jobs", str(jobs)]


def killed(run: Sequence[str], drafts: Path, after: int) -> float:
    """Start a run, kill it and its processes after so many drafts; return its seconds."""
    begun = time.perf_counter()
    with subprocess.Popen(
        run, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        while process.poll() is None and len(list(drafts.glob("text-*"))) < after:
            time.sleep(0.2)
        os.killpg(process.pid, signal.SIGKILL)
    return time.perf_counter() - begun


def finished(run: Sequence[str]) -> tuple[float, int, str]:
    """Run to the end; return its seconds, exit code, and what it said."""
    begun = time.perf_counter()
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    return time.perf_counter() - begun, done.returncode, done.stderr


def made(drafts: Path) -> dict[str, tuple[int, int]]:
    """Return the drafts that are there, each with the inode and time of its candidates."""
    stats = {folder.name: (folder / "candidates.yaml").stat() for folder in drafts.glob("text-*")}
    return {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in stats.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, check, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=WORDS)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as work:
        texts, drafts, alone = Path(work, "texts"), Path(work, "drafts"), Path(work, "alone")
        texts.mkdir()
        drafts.mkdir()
        write_texts(texts, given.texts, given.words)
        seconds, _, _ = finished(command(texts / "text-00000.txt", alone, 1))
        print(f"one text of {given.words:,} words, process start to end: {seconds:.2f} s")
        run = command(texts, drafts, given.jobs)
        first = killed(run, drafts, given.texts // 3)
        before = made(drafts)
        print(f"killed after {first:.1f} s with {len(before):,} drafts")
        second, code, told = finished(run)
        after = made(drafts)
        rate = (len(after) - len(before)) / second
        print(f"resumed: {len(after):,} drafts after {second:.1f} s more, {rate:.1f} a second")
        third, _, _ = finished(run)
        print(f"run again with nothing left to do: {third:.1f} s")
        names = sorted(after)
        sample = names[:: max(1, len(names) // 50)]
        for name in sample:
            read_coded(drafts / name / "candidates.yaml", CANDIDATE_FILE)
        faults = {
            "a draft is missing": len(after) != given.texts,
            "a draft was made twice": not before.items() <= after.items(),
            "something is left in part": bool([*drafts.glob(".*")]),
            "the exit code is not 2": code != 2,
            "a bad text is not named": not all(f"{bad}.txt: " in told for bad in BAD),
        }
    wrong = [what for what, found in faults.items() if found]
    print("; ".join(wrong) or "all drafts are there, whole, and the three bad texts are named")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
