"""After SIGTERM, a server serves what was sent to it, so that no request fails while replicas are replaced."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from contract_tests.support.processes import Replica, replica

HEADERS = {"Authorization": "Bearer stop"}
LIST = "list_managed_users"


@contextmanager
def serving(*arguments: str) -> Iterator[Replica]:
    """Run a quiet server."""
    with replica(["serve", "--port", "0", "--quiet", *arguments], {}, stderr=subprocess.PIPE) as server:
        yield server


def add_fault(server: Replica, **rule: Any) -> None:
    """Let the next request for customers have a fault."""
    rules = {"rules": [{"operation_id": LIST, "times": 1, **rule}]}
    done = httpx2.put(f"{server.url.removesuffix('/api')}/_mock/faults", json=rules, headers=HEADERS)
    assert done.status_code == 200


class Connection:
    """A connection to a server, on which customers are requested."""

    def __init__(self, server: Replica) -> None:
        self._http = http.client.HTTPConnection("127.0.0.1", server.port)
        self._server = server

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def send(self) -> None:
        """Send a request."""
        self._http.request("GET", "/api/managed_users", headers=HEADERS)

    def send_and_wait(self) -> None:
        """Send a request, and return when the server has begun to serve it."""
        self.send()
        # The event loop has read what was sent before.
        assert httpx2.get(f"{self._server.url.removesuffix('/api')}/_mock/health").status_code == 200

    def read(self) -> tuple[int, str | None]:
        """Return the status code of the response and its header Connection."""
        with self._http.getresponse() as response:
            response.read()
            return response.status, response.headers["connection"]


def stop(server: Replica) -> None:
    """Send SIGTERM to a server, and return when it accepts no connections."""
    server.process.send_signal(signal.SIGTERM)
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", server.port)) != 0:
                return


def exit_of(server: Replica) -> tuple[int, str]:
    """Wait for the end of a server, and return its exit code and what it printed as errors."""
    _, errors = server.process.communicate()
    return server.process.returncode, errors


@pytest.mark.parametrize("workers", [1, 2])
def test_a_request_that_runs_is_served(workers: int, tmp_path: Path) -> None:
    """A request that takes a second gets its response, which says that the connection ends."""
    database = f"sqlite:///{tmp_path / 'mock.db'}"
    with serving("--workers", str(workers), "--database", database) as server, Connection(server) as connection:
        add_fault(server, latency_ms=1000)
        connection.send_and_wait()
        stop(server)
        assert connection.read() == (200, "close")
        assert exit_of(server) == (0, "")


def test_an_idle_connection_has_one_more_response() -> None:
    """A request on a connection that was idle at SIGTERM is served, as the last one."""
    with serving() as server, Connection(server) as connection:
        connection.send()
        assert connection.read() == (200, None)
        stop(server)
        connection.send()
        assert connection.read() == (200, "close")
        assert exit_of(server) == (0, "")


def test_a_connection_that_waits_to_be_accepted_is_served() -> None:
    """A request that the server has not read when it gets SIGTERM is served."""
    with serving() as server, Connection(server) as connection:
        server.process.send_signal(signal.SIGSTOP)
        connection.send()
        server.process.send_signal(signal.SIGTERM)
        server.process.send_signal(signal.SIGCONT)
        assert connection.read()[0] == 200
        assert exit_of(server) == (0, "")


@pytest.mark.parametrize(
    ("timeout", "fault", "signals"),
    [
        pytest.param("3600", {"kind": "timeout"}, 1, id="a fault without a response"),
        pytest.param("3600", {"latency_ms": 60_000}, 2, id="a second signal"),
        pytest.param("0", {"latency_ms": 60_000}, 1, id="after the graceful timeout"),
    ],
)
def test_a_request_keeps_no_server_from_ending(timeout: str, fault: dict[str, Any], signals: int) -> None:
    """A request without a response ends with the server: by a fault, after the timeout, or at a second signal."""
    with serving("--graceful-timeout", timeout) as server, Connection(server) as connection:
        add_fault(server, **fault)
        connection.send_and_wait()
        for _ in range(signals):
            stop(server)
        assert exit_of(server) == (0, "")
        with pytest.raises(ConnectionError):
            connection.read()
