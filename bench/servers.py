"""Runs servers as processes and reads their CPU time and memory from /proc. It sends no requests itself."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from contract_tests.field.environments import environment

ROOT = Path(__file__).parents[1]
BUNDLE = ROOT / "spec" / "dist" / "openapi.yaml"
LOCKS = Path(__file__).parent / "locks"
NODE = Path(__file__).parent / "node/node_modules"
PRISM = NODE / "@stoplight/prism-cli/dist/index.js"
_START_TIMEOUT = 60


@dataclass(frozen=True)
class Server:
    """A running server.

    Attributes:
        url: Its base URL.
        pid: Its process id.
        ready_seconds: The time from starting the process until it was ready.
    """

    url: str
    pid: int
    ready_seconds: float

    def cpu_seconds(self) -> float:
        """Return the CPU time of the process so far, user and system time together."""
        return cpu_seconds_of(self.pid)

    def memory_mb(self) -> float:
        """Return the resident memory of the process in MB."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def cpu_seconds_of(pid: int) -> float:
    """Return the CPU time of a process so far, user and system time together."""
    # The id of the process's clock, as `clock_getcpuclockid` of the C library returns it on Linux. /proc counts CPU
    # time in hundredths of a second, which is too coarse for a start.
    return time.clock_gettime(~pid << 3 | 2)


@contextmanager
def run_server(*command: str, stderr: int | None = None) -> Iterator[Server]:
    """Run a Python module that prints `ready at URL`, and stop it when the block ends."""
    before = time.perf_counter()
    with _running([sys.executable, "-m", *command], stderr) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        if "ready at" not in line:
            raise SystemExit(f"{command[0]} did not start")
        yield Server(line.split()[-1], process.pid, time.perf_counter() - before)


def run_prism() -> AbstractContextManager[Server]:
    """Run Prism with the bundle, without its log, and stop it when the block ends."""
    port = _free_port()
    command = ["node", str(PRISM), "mock", "--port", str(port), "--verboseLevel", "silent", str(BUNDLE)]
    return _run_listening(*command, port=port)


def run_moto() -> AbstractContextManager[Server]:
    """Run moto_server from an environment of its own, installed if that has not been done, and stop it in the end."""
    port = _free_port()
    command = environment("moto", LOCKS) / "moto_server"
    return _run_listening(str(command), "--port", str(port), port=port)


def run_wiremock() -> AbstractContextManager[Server]:
    """Run WireMock without its log of requests, and stop it when the block ends."""
    port = _free_port()
    options = ["--port", str(port), "--bind-address", "127.0.0.1", "--no-request-journal", "--disable-banner"]
    return _run_listening("java", "-jar", str(_wiremock()), *options, port=port)


def respond_always(wiremock: Server, body: bytes) -> None:
    """Let WireMock send one response to every request."""
    response = {"status": 200, "body": body.decode(), "headers": {"Content-Type": "application/json"}}
    mapping = {"request": {"method": "ANY", "urlPattern": ".*"}, "response": response}
    with httpx2.Client(base_url=f"{wiremock.url}/__admin/") as client:
        client.delete("mappings").raise_for_status()
        client.post("mappings", json=mapping).raise_for_status()


@contextmanager
def _run_listening(*command: str, port: int) -> Iterator[Server]:
    """Run a server until the block ends; it is ready when it listens."""
    before = time.perf_counter()
    with _running([*command], stderr=subprocess.DEVNULL) as process:
        while not _listens(port):
            if process.poll() is not None or time.perf_counter() - before > _START_TIMEOUT:
                raise SystemExit(f"{Path(command[0]).name} did not start")
            time.sleep(0.01)
        yield Server(f"http://127.0.0.1:{port}", process.pid, time.perf_counter() - before)


def has_prism() -> bool:
    """Return whether Prism and Node are installed."""
    return PRISM.exists() and shutil.which("node") is not None


def has_wiremock() -> bool:
    """Return whether WireMock and Java are installed."""
    return _wiremock() is not None and shutil.which("java") is not None


def _wiremock() -> Path | None:
    return next(iter(NODE.glob("wiremock/build/wiremock-standalone-*.jar")), None)


@contextmanager
def _running(command: list[str], stderr: int | None = None) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, text=True)
    try:
        yield process
    finally:
        process.terminate()
        process.communicate()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
