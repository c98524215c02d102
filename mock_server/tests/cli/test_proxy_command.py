"""The command `workato-mock proxy` behaves as documented, and its file is valid JSON at any time."""

from __future__ import annotations

import errno
import json
import os
import selectors
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from click.testing import CliRunner
from starlette.applications import Starlette
from starlette.routing import Route
from workato_embedded_mock import MockServer, StartError
from workato_embedded_mock.cli import main
from workato_embedded_mock.proxy.recorder import Recorder

COMMAND = [sys.executable, "-W", "error", "-m", "workato_embedded_mock", "proxy"]
HEADERS = {"Authorization": "Bearer a-token-of-the-caller"}


@contextmanager
def proxying(*arguments: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run `workato-mock proxy`, and yield the process and its URL once it is ready."""
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "WORKATO_MOCK_PORT": "0", **environment},
    )
    try:
        assert process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            assert selector.select(timeout=60), "the proxy did not become ready"
        line = process.stdout.readline()
        assert line.startswith("workato-mock is ready at "), process.communicate()[1]
        yield process, line.split()[-1]
    finally:
        process.kill()
        process.communicate()


def recorded(path: Path) -> list[dict[str, Any]]:
    """Return the exchanges of a HAR file."""
    entries: list[dict[str, Any]] = json.loads(path.read_bytes())["log"]["entries"]
    return entries


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_the_proxy_with_a_summary_and_a_complete_file(
    server: MockServer, tmp_path: Path, number: signal.Signals
) -> None:
    """The proxy stops with exit code 0 and prints its summary, and only the owner can read the file."""
    path = tmp_path / "r.har"
    with proxying("--to", server.url, "--record", str(path)) as (process, url):
        assert recorded(path) == []
        with httpx2.Client(base_url=url, headers=HEADERS) as client:
            assert client.get("/managed_users?color=1").status_code == 200
            assert [entry["response"]["status"] for entry in recorded(path)] == [200]
            process.send_signal(number)
            out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert out.splitlines() == [
        f"1 exchange with {server.url}, 1 finding",
        "GET /managed_users: 200 1x",
        "  1x /query/color additionalProperties",
    ]
    assert len(recorded(path)) == 1
    assert path.stat().st_mode & 0o777 == 0o600
    assert "a-token-of-the-caller" not in path.read_text()


def test_a_request_in_progress_does_not_delay_the_stop(run_app: Any, hanging_endpoint: Any, tmp_path: Path) -> None:
    """A signal interrupts an exchange in progress, which is in the file with its error."""
    path = tmp_path / "r.har"
    received = threading.Event()

    async def hang(request: Any) -> Any:
        received.set()
        return await hanging_endpoint(request)

    root = run_app(Starlette(routes=[Route("/{path:path}", hang)]))
    with proxying("--to", root, "--record", str(path)) as (process, url):

        def request_customers() -> None:
            with pytest.raises(httpx2.RemoteProtocolError):
                httpx2.get(f"{url}/managed_users", headers=HEADERS, timeout=30)

        caller = threading.Thread(target=request_customers)
        caller.start()
        assert received.wait(10)
        process.terminate()
        out, _ = process.communicate(timeout=10)
        caller.join(10)
    assert (process.returncode, "failed 1x" in out) == (0, True)
    (entry,) = recorded(path)
    assert (entry["response"]["status"], "left" in entry["_error"]) == (0, True)


def test_the_file_survives_a_kill(server: MockServer, tmp_path: Path) -> None:
    """After a kill of the proxy its file has every exchange that was completed."""
    path = tmp_path / "r.har"
    with proxying("--to", server.url, "--record", str(path)) as (process, url):
        with httpx2.Client(base_url=url, headers=HEADERS) as client:
            for _ in range(20):
                client.get("/managed_users")
        process.kill()
        process.wait()
    assert len(recorded(path)) == 20


def test_options_override_environment_variables(server: MockServer, tmp_path: Path) -> None:
    """URL, file, strict mode and timeout can be set by environment variables, and options take precedence."""
    path = tmp_path / "r.har"
    environment = {
        "WORKATO_MOCK_TO": "http://127.0.0.1:9",
        "WORKATO_MOCK_RECORD": str(path),
        "WORKATO_MOCK_STRICT": "1",
        "WORKATO_MOCK_TIMEOUT": "20",
    }
    with proxying("--to", server.root_url, **environment) as (_, url):
        assert httpx2.get(f"{url}/managed_users", headers=HEADERS).status_code == 200
        assert httpx2.get(f"{url}/managed_users/", headers=HEADERS).status_code == 404
    assert len(recorded(path)) == 1
    help_text = CliRunner().invoke(main, ["proxy", "--help"]).stdout
    for name in ("TO", "RECORD", "HOST", "PORT", "STRICT", "TIMEOUT", "LOG_LEVEL"):
        assert f"WORKATO_MOCK_{name}" in help_text


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "Missing option '--to'"),
        (["--to", "nowhere"], "is not a URL"),
        (["--to", "http://u:p@h"], "must not contain a user"),
        (["--to", "http://h", "--timeout", "0"], "timeout"),
        (["--to", "http://h", "--timeout", "nan"], "timeout"),
        (["--to", "http://h", "--port", "70000"], "port"),
        (["--to", "http://h", "--record", "."], "is a directory"),
    ],
)
def test_an_invalid_value_prevents_the_start(arguments: list[str], line: str) -> None:
    """`workato-mock proxy` reports an invalid value of an option and ends with exit code 2."""
    done = CliRunner().invoke(main, ["proxy", *arguments])
    assert (done.exit_code, done.stdout) == (2, "")
    assert line in done.stderr


def test_an_existing_file_is_not_overwritten(tmp_path: Path, unused_tcp_port: int) -> None:
    """The proxy does not start if the file exists or cannot be written, or if it would forward to itself."""
    path = tmp_path / "r.har"
    path.write_text("precious")
    port = str(unused_tcp_port)
    for arguments, line in (
        (["http://h", "--record", str(path)], "exists already"),
        (["http://h", "--record", str(tmp_path / "no" / "r.har")], "cannot be written: No such file"),
        ([f"http://127.0.0.1:{port}/api/"], "cannot forward requests to itself"),
        ([f"http://localhost:{port}"], "cannot forward requests to itself"),
    ):
        done = CliRunner().invoke(main, ["proxy", "--port", port, "--to", *arguments])
        assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1)
        assert line in done.stderr
    assert path.read_text() == "precious"


def test_a_full_disk_leaves_a_valid_file(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The entry that could not be written is removed and reported, and later entries are ignored."""
    path = tmp_path / "r.har"
    recorder = Recorder(path, "0")
    recorder.add({"number": 1})

    class FileOnFullDisk:
        """A file on a disk that has space for a part of an entry."""

        closed = False

        def __init__(self, file: Any, error: OSError | None) -> None:
            self._file, self._error = file, error

        def __getattr__(self, name: str) -> Any:
            return getattr(self._file, name)

        def write(self, data: bytes) -> int:
            if len(data) < 100:
                return int(self._file.write(data))
            self._file.write(data[:50])
            if self._error:
                raise self._error
            return 50

    whole = recorder._file
    for error in (None, OSError(errno.ENOSPC, "No space left on device")):
        recorder.failure = None
        recorder._file = FileOnFullDisk(whole, error)  # type: ignore[assignment]
        recorder.add({"text": "x" * 1000})
        assert recorded(path) == [{"number": 1}]
        assert "is not complete: " in str(recorder.failure)
        assert str(recorder.failure) in caplog.text
        recorder.add({"number": 2})
        assert recorded(path) == [{"number": 1}]
    recorder._file = whole
    recorder.failure = None
    recorder.add({"number": 3})
    recorder.close()
    recorder.close()
    recorder.add({"number": 4})
    assert recorded(path) == [{"number": 1}, {"number": 3}]
    with pytest.raises(StartError, match="exists already"):
        Recorder(path, "0")


def test_an_incomplete_file_is_a_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """If the file of the proxy is incomplete, the command ends with an error and exit code 1, after the summary."""

    def run(self: Any, _: Any) -> None:
        app = self.config.app._app
        app._recorder.failure = "The file is not complete."

    monkeypatch.setattr("workato_embedded_mock.cli.proxy_command.Server.run", run)
    done = CliRunner().invoke(main, ["proxy", "--port", "0", "--to", "http://h", "--record", str(tmp_path / "r.har")])
    assert (done.exit_code, done.stderr) == (1, "Error: The file is not complete.\n")
    assert done.stdout == "0 exchanges with http://h/api, 0 findings\n"
