"""Several worker processes serve one port with one database."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from contextlib import AbstractContextManager
from pathlib import Path

import httpx2
import pytest

from contract_tests.support.processes import COMMAND, Replica, replica

HEADERS = {"Authorization": "Bearer workers"}
NEW = {"name": "New", "notification_email": "new@example.com"}


def workers(path: Path, *more: str) -> AbstractContextManager[Replica]:
    """Run a server with two workers and a new database file."""
    arguments = ["serve", "--port", "0", "--workers", "2", "--database", f"sqlite:///{path / 'mock.db'}", *more]
    return replica(arguments, {}, stderr=subprocess.PIPE)


def failed_start(*arguments: str, **environment: str) -> str:
    """Run `workato-mock serve`, which must not start, and return its error message."""
    command = [*COMMAND, "serve", "--port", "0", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})
    assert done.returncode in {1, 2}
    assert "Traceback" not in done.stderr
    return done.stderr


def children(process: subprocess.Popen[str]) -> list[int]:
    """Return the ids of the worker processes of a process."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not listed.exists():
        pytest.skip("the system does not list child processes")
    found = []
    for pid in map(int, listed.read_text().split()):
        if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
            found.append(pid)
    return found


def test_a_killed_worker_is_replaced(tmp_path: Path) -> None:
    """A killed worker is replaced, and the data stays available; SIGTERM ends the server with exit code 0."""
    with workers(tmp_path) as server, httpx2.Client(timeout=30) as client:
        process, url = server.process, server.url
        made = client.post(f"{url}/managed_users", json=NEW, headers=HEADERS).json()["id"]
        before = children(process)
        assert len(before) == 2
        os.kill(before[0], signal.SIGKILL)
        for _ in range(20):
            response = httpx2.get(f"{url}/managed_users/{made}", headers=HEADERS, timeout=30)
            assert response.json()["name"] == "New"
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
        assert process.returncode == 0
        assert f"worker {before[0]} ended with exit code -9; starting another one" in err
        assert "Traceback" not in err


def test_workers_end_with_their_supervisor(tmp_path: Path) -> None:
    """Workers end when their supervisor is killed."""
    with workers(tmp_path) as server:
        process, url = server.process, server.url
        assert httpx2.get(f"{url}/managed_users", headers=HEADERS, timeout=30).status_code == 200
        pids = children(process)
        process.kill()
        process.wait()
        for pid in pids:
            # The pipe is closed when the last process has ended.
            assert process.stdout is not None
            process.stdout.read()
            assert not Path(f"/proc/{pid}").exists() or "State:\tZ" in Path(f"/proc/{pid}/status").read_text()


def test_workers_need_a_database_that_they_can_share() -> None:
    """Several workers with a database in memory do not start, and the message names an alternative."""
    message = failed_start("--workers", "2")
    assert "2 workers need a database that they can share: --database sqlite:///FILE" in message


def test_the_log_can_be_json(tmp_path: Path) -> None:
    """`--log-format json` logs one JSON object per line."""
    with workers(tmp_path, "--quiet", "--log-format", "json") as server:
        process = server.process
        pid = children(process)[0]
        os.kill(pid, signal.SIGKILL)
        assert process.stderr is not None
        entry = json.loads(process.stderr.readline())
    assert (entry["level"], entry["logger"]) == ("error", "workato_embedded_mock.serving.workers")
    assert entry["message"].startswith(f"worker {pid} ended")


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("WORKATO_MOCK_WORKERS", "0", "0 is not in the range 1<=x<=64"),
        ("WORKATO_MOCK_RATE_LIMITS", "often", "expected off, documented or N/min"),
        ("WORKATO_MOCK_JOURNAL", "-1", "-1 is not in the range"),
        ("WORKATO_MOCK_LOG_FORMAT", "xml", "'xml' is not one of 'text', 'json'"),
        ("WORKATO_MOCK_CONTROL_TOKEN", "two words", "without spaces"),
        ("WORKATO_MOCK_SIMULATE_JOBS", "soon", "'soon' is not a valid integer"),
    ],
)
def test_an_invalid_variable_is_an_error(variable: str, value: str, message: str) -> None:
    """An invalid environment variable ends the command with an error message."""
    assert message in failed_start(**{variable: value})


def test_env_prints_variables_for_a_client() -> None:
    """`workato-mock env` prints quoted export commands for the shell."""
    command = [*COMMAND, "env", "--url", "http://127.0.0.1:9/api/", "--token", "it's-mine"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    script = f'{done.stdout}printf \'%s|%s\' "$WORKATO_EMBEDDED_BASE_URL" "$WORKATO_EMBEDDED_API_TOKEN"'
    shown = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True).stdout
    assert shown == "http://127.0.0.1:9/api|it's-mine"
