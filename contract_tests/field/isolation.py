"""Run a program of others with its own home folder and without a way to any network but the loopback interface."""

from __future__ import annotations

import os
import socketserver
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path


class Outside(socketserver.ThreadingTCPServer):
    """The proxy that programs should use to reach other hosts. It closes each connection, and counts them."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), socketserver.BaseRequestHandler)
        self.connections = 0

    def process_request(self, request: object, client_address: object) -> None:  # noqa: ARG002 - as in the base class
        """Count a connection and close it."""
        self.connections += 1
        self.shutdown_request(request)  # type: ignore[arg-type]

    @property
    def url(self) -> str:
        """The URL of the proxy."""
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def outside() -> Iterator[Outside]:
    """Run the proxy, and yield it."""
    with Outside() as server:
        thread = threading.Thread(target=server.serve_forever, name="outside", daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@dataclass(frozen=True)
class Isolated:
    """Runs programs.

    Attributes:
        home: Their home folder.
        outside: Where they would connect to reach another host.
        variables: Environment variables besides those that every program gets.
    """

    home: Path
    outside: Outside
    variables: dict[str, str] = field(default_factory=dict)

    def run(self, *command: str | Path, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command in a folder, which is the home folder by default.

        Raises:
            AssertionError: The program tried to reach another host.
        """
        environment = {
            "HOME": str(self.home),
            "PATH": os.defpath,
            "PYTHONUTF8": "1",
            "NO_PROXY": "127.0.0.1",
            **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), self.outside.url),
            **self.variables,
        }
        done = subprocess.run(
            [str(part) for part in command],
            cwd=folder or self.home,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert self.outside.connections == 0, f"{Path(command[0]).name} tried to reach another host"
        return done
