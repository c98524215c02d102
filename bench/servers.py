"""Runs servers as processes and reads what they cost from the operating system; must not send requests itself."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICK = 1 / os.sysconf("SC_CLK_TCK")
"""Seconds; the operating system counts CPU time in steps of it."""


@dataclass(frozen=True)
class Served:
    """A running server: its base URL, its process, and the seconds from spawn to its word that it is ready."""

    url: str
    pid: int
    ready_seconds: float

    def cpu_seconds(self) -> float:
        """Answer the CPU time of the process so far, user and system together."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * TICK


@contextmanager
def serving(*command: str) -> Iterator[Served]:
    """Run a module of Python that says `ready at URL`, until the block ends."""
    before = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", *command], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if "ready at" not in line:
            raise SystemExit(f"{command[0]} did not start.")
        yield Served(line.split()[-1], process.pid, time.perf_counter() - before)
    finally:
        process.terminate()
        process.wait()
