"""Runs servers as processes and reads what they cost from the operating system; must not send requests itself."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUNDLE = ROOT / "spec" / "dist" / "openapi.yaml"
PRISM = Path(__file__).parent / "node/node_modules/@stoplight/prism-cli/dist/index.js"
_PATIENCE = 60

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
    with _running([sys.executable, "-m", *command]) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        if "ready at" not in line:
            raise SystemExit(f"{command[0]} did not start.")
        yield Served(line.split()[-1], process.pid, time.perf_counter() - before)


@contextmanager
def serving_prism() -> Iterator[Served]:
    """Run Prism on the bundle, without its log, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    before = time.perf_counter()
    command = ["node", str(PRISM), "mock", "--port", str(port), "--verboseLevel", "silent", str(BUNDLE)]
    with _running(command) as process:
        while not _listens(port):
            if process.poll() is not None or time.perf_counter() - before > _PATIENCE:
                raise SystemExit("Prism did not start.")
            time.sleep(0.05)
        yield Served(f"http://127.0.0.1:{port}", process.pid, time.perf_counter() - before)


def has_prism() -> bool:
    """Tell whether Prism was installed beside the benchmark, and Node is there to run it."""
    return PRISM.exists() and shutil.which("node") is not None


@contextmanager
def _running(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.terminate()
        process.communicate()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
