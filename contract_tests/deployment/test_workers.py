"""Several processes serve one port and one database."""

import json
import os
import signal
import subprocess
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

from contract_tests.support.processes import COMMAND, Replica, replica

HEADERS = {"Authorization": "Bearer workers"}
NEW = {"name": "New", "notification_email": "new@example.com"}


def workers(path: Path, *more: str) -> AbstractContextManager[Replica]:
    """Run a server with two workers on a new database file."""
    arguments = ["serve", "--port", "0", "--workers", "2", "--database", f"sqlite:///{path / 'mock.db'}", *more]
    return replica(arguments, {}, stderr=subprocess.PIPE)


def fail(*arguments: str, **environment: str) -> str:
    """Run `workato-mock serve` where it must not start, and answer what it says."""
    command = [*COMMAND, "serve", "--port", "0", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})
    assert done.returncode in {1, 2}
    assert "Traceback" not in done.stderr
    return done.stderr


def children(process: subprocess.Popen[str]) -> list[int]:
    """Answer the processes that a process started."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not listed.exists():
        pytest.skip("the system does not list the children of a process")
    found = []
    for pid in map(int, listed.read_text().split()):
        if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
            found.append(pid)
    return found


def test_workers_share_a_file_and_one_that_is_killed_is_replaced(tmp_path: Path) -> None:
    """Whoever serves, what was written is there."""
    with workers(tmp_path) as server, httpx.Client(timeout=30) as client:
        process, url = server.process, server.url
        made = client.post(f"{url}/managed_users", json=NEW, headers=HEADERS).json()["id"]
        before = children(process)
        assert len(before) == 2
        os.kill(before[0], signal.SIGKILL)
        for _ in range(20):
            answer = httpx.get(f"{url}/managed_users/{made}", headers=HEADERS, timeout=30)
            assert answer.json()["name"] == "New"
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
        assert process.returncode == 0
        assert f"worker {before[0]} ended with -9; another one starts" in err
        assert "Traceback" not in err


def test_workers_end_with_their_supervisor(tmp_path: Path) -> None:
    """Also where it is killed and cannot tell them."""
    with workers(tmp_path) as server:
        process, url = server.process, server.url
        assert httpx.get(f"{url}/managed_users", headers=HEADERS, timeout=30).status_code == 200
        pids = children(process)
        process.kill()
        process.wait()
        for pid in pids:
            # The pipes of the processes are closed when the last of them has ended.
            assert process.stdout is not None
            process.stdout.read()
            assert not Path(f"/proc/{pid}").exists() or "State:\tZ" in Path(f"/proc/{pid}/status").read_text()


def test_a_memory_cannot_be_shared() -> None:
    """In one sentence that says what can."""
    said = fail("--workers", "2")
    assert "2 workers need a database that they share: --database sqlite:///FILE" in said


def test_a_log_can_be_json(tmp_path: Path) -> None:
    """One object in a line, with the traceback of what went wrong inside."""
    with workers(tmp_path, "--log-format", "json") as server:
        process = server.process
        pid = children(process)[0]
        os.kill(pid, signal.SIGKILL)
        assert process.stderr is not None
        entry = json.loads(process.stderr.readline())
    assert (entry["level"], entry["logger"]) == ("error", "workato_embedded_mock.serving.workers")
    assert entry["message"].startswith(f"worker {pid} ended")


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("WORKATO_MOCK_WORKERS", "0", "0 is not in the range 1<=x<=64"),
        ("WORKATO_MOCK_RATE_LIMITS", "often", "write off, documented or N/min"),
        ("WORKATO_MOCK_JOURNAL", "-1", "-1 is not in the range"),
        ("WORKATO_MOCK_LOG_FORMAT", "xml", "'xml' is not one of 'text', 'json'"),
        ("WORKATO_MOCK_CONTROL_TOKEN", "two words", "without blanks"),
        ("WORKATO_MOCK_SIMULATE_JOBS", "soon", "'soon' is not a valid integer"),
    ],
)
def test_a_bad_variable_refuses_to_start(variable: str, value: str, said: str) -> None:
    """As a bad flag does."""
    assert said in fail(**{variable: value})


def test_env_prints_what_points_a_client_at_a_server() -> None:
    """For `eval` in a shell, quoted."""
    command = [*COMMAND, "env", "--url", "http://127.0.0.1:9/api/", "--token", "it's mine"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    script = f'{done.stdout}printf \'%s|%s\' "$WORKATO_EMBEDDED_BASE_URL" "$WORKATO_EMBEDDED_API_TOKEN"'
    shown = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True).stdout
    assert shown == "http://127.0.0.1:9/api|it's mine"
