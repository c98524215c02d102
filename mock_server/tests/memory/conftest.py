"""Fixtures for the tests of memory: a server as a process of its own, whose peak memory is read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

# The whole server must stay below it, whatever it is sent.
BUDGET_MIB = 256


class ServerProcess:
    """A running `workato-mock serve`.

    Attributes:
        root: Its root URL.
        http: A client of its API, with a token.
    """

    def __init__(self, process: subprocess.Popen[str], root: str, log: Path) -> None:
        self._process = process
        self._log = log
        self.root = root
        self.http = httpx2.Client(base_url=f"{root}/api", headers={"Authorization": "Bearer memory"}, timeout=120)

    def peak_mib(self) -> float:
        """Return the most memory that the process has had so far."""
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{self._process.pid}/status").read_text())
        assert found is not None
        return int(found[1]) / 1024

    def log(self) -> str:
        """Return the log so far."""
        return self._log.read_text()

    def check(self) -> None:
        """Check that the process has stayed below the budget, and serves the next request."""
        assert self.peak_mib() < BUDGET_MIB
        assert self.http.get("/managed_users").status_code == 200


StartServer = Callable[..., ServerProcess]


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[StartServer]:
    """Return a function that starts a server with options, and ends it after the test."""
    if not Path("/proc/self/status").exists():
        pytest.skip("the peak memory of a process is read from /proc")
    with ExitStack() as running:
        yield lambda *options: running.enter_context(_serve(tmp_path / "log", *options))


@contextmanager
def _serve(log: Path, *options: Any) -> Iterator[ServerProcess]:
    command = [sys.executable, "-m", "workato_embedded_mock", "serve", "--port", "0", "--quiet", *map(str, options)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WORKATO_")}
    with (
        log.open("w") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment) as process,
    ):
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+?:\d+", process.stdout.readline())
            assert found is not None
            server = ServerProcess(process, found[0], log)
            with server.http:
                yield server
        finally:
            process.terminate()
            process.wait()
