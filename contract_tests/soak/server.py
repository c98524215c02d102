"""A server of the mock that can be restarted and killed on the same port, with the peak of its memory."""

from __future__ import annotations

import re
import signal
import socket
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from contract_tests.support.processes import Replica, replica

_STOP_SECONDS = 60


class SoakServer:
    """A server as a process, for one `with` block.

    Args:
        database: The URL of its database.
        options: More options of `workato-mock serve`.

    Attributes:
        port: The port on which it listens.
        life: Counts its starts, from 1.
        peak_mib: The most memory that one of its processes has had, in MiB; 0 if it cannot be read.
        problems: What went wrong when it was stopped.
    """

    def __init__(self, database: str, options: Sequence[str] = ()) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.life = 0
        self.peak_mib = 0.0
        self.problems: list[str] = []
        self._arguments = ["serve", "--port", str(self.port), "--seed", "empty", "--quiet", "--database", database]
        self._arguments += ["--log-level", "error", *options]
        self._running = ExitStack()
        self._replica: Replica | None = None
        self._ready_at = float("inf")

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        self._read_peak()
        self._running.close()

    def was_down(self, since: float) -> bool:
        """Return whether the server was down, or was being stopped, at some time since a moment.

        Args:
            since: The moment, by the monotonic clock.
        """
        return since < self._ready_at

    def restart(self) -> None:
        """Stop the server with SIGTERM, and start it again."""
        process = self._end()
        process.process.send_signal(signal.SIGTERM)
        code = process.process.wait(_STOP_SECONDS)
        if code:
            self.problems.append(f"SIGTERM ended the server with {code}")
        self._start()

    def kill(self) -> None:
        """Kill the server, and start it again."""
        self._end().kill()
        self._start()

    def _start(self) -> None:
        self._running.close()
        self._replica = self._running.enter_context(replica(self._arguments, {}))
        self.life += 1
        self._ready_at = time.monotonic()

    def _end(self) -> Replica:
        assert self._replica is not None
        self._read_peak()
        self._ready_at = float("inf")
        return self._replica

    def _read_peak(self) -> None:
        """Read the most memory that the process has had so far."""
        assert self._replica is not None
        path = Path(f"/proc/{self._replica.process.pid}/status")
        found = re.search(r"VmHWM:\s+(\d+) kB", path.read_text()) if path.exists() else None
        if found is not None:
            self.peak_mib = max(self.peak_mib, int(found[1]) / 1024)
