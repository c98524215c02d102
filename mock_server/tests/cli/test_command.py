"""The command keeps its promises, as a process of its own."""

from __future__ import annotations

import os
import re
import selectors
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from workato_embedded_mock.cli import main

READY = re.compile(r"workato-mock is ready at (http://127\.0\.0\.1:\d+/api)\n")
HEADERS = {"Authorization": "Bearer cli"}
COMMAND = [sys.executable, "-W", "error", "-m", "workato_embedded_mock"]


@contextmanager
def serving(*arguments: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run `workato-mock serve`, and answer the process and its URL as soon as it says that it is ready."""
    process = subprocess.Popen(
        [*COMMAND, "serve", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "WORKATO_MOCK_PORT": "0", **environment},
    )
    try:
        assert process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            assert selector.select(timeout=60), "the server did not get ready"
        found = READY.fullmatch(process.stdout.readline())
        assert found, process.communicate()[1]
        yield process, found[1]
    finally:
        process.kill()
        process.communicate()


def fail(*arguments: str, **environment: str) -> str:
    """Run `workato-mock serve` where it cannot start, and answer what it says on stderr."""
    done = subprocess.run(
        [*COMMAND, "serve", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "WORKATO_MOCK_PORT": "0", **environment},
    )
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.returncode in {1, 2}
    return done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_server_ends_on_a_signal(number: signal.Signals) -> None:
    """With success and without a word, also while a client is connected; it answered as soon as it said so."""
    with serving() as (process, url), httpx.Client(base_url=url, headers=HEADERS) as client:
        assert client.get("/managed_users").status_code == 200
        process.send_signal(number)
        out, err = process.communicate(timeout=10)
        assert (process.returncode, out, err) == (0, "", "")


def test_a_port_in_use_is_one_sentence() -> None:
    """With host and port, and exit code 1."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = fail("--port", str(port))
    assert said == f"Error: Port {port} on 127.0.0.1 is in use; choose another port, or 0 for a free one.\n"


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    """And a foreign database likewise; both stay as they were."""
    damaged, foreign = tmp_path / "damaged.db", tmp_path / "foreign.db"
    damaged.write_text("no database")
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE theirs (id INTEGER)")
    connection.close()
    before = foreign.read_bytes()
    assert fail("--database", f"sqlite:///{damaged}").startswith(f"Error: The file {damaged} is not an SQLite database")
    assert "belongs to another program" in fail(WORKATO_MOCK_DATABASE=f"sqlite:///{foreign}")
    assert (damaged.read_text(), foreign.read_bytes()) == ("no database", before)


def test_a_seed_that_does_not_parse_is_one_sentence(tmp_path: Path) -> None:
    """With the file's name."""
    path = tmp_path / "seed.yaml"
    path.write_text("ManagedUser: [")
    said = fail("--seed", str(path))
    assert said.startswith(f"Error: The seed {path} does not parse: ")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [["--port", "70000"], ["--port", "x"], ["--token", ""], ["--token", "two words"], ["--nonsense"]]
)
def test_a_bad_value_refuses_to_start(arguments: list[str]) -> None:
    """With a word about it, before anything is opened."""
    done = CliRunner().invoke(main, ["serve", *arguments])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Error: " in done.stderr


def test_an_acknowledged_write_survives_a_kill(tmp_path: Path) -> None:
    """The file opens again, and everything that was answered with 200 is in it."""
    database = f"sqlite:///{tmp_path / 'mock.db'}"
    made: list[int] = []
    for _ in range(2):
        with serving("--database", database) as (process, url):
            with httpx.Client(base_url=url, headers=HEADERS) as client:
                assert [user["id"] for user in client.get("/managed_users").json()["result"]][2:] == made
                for _ in range(20):
                    response = client.post("/managed_users", json={"name": "n", "notification_email": "e"})
                    assert response.status_code == 200
                    made.append(response.json()["id"])
            process.kill()
            process.wait()
    assert len(set(made)) == 40
    with serving("--database", database) as (_, url):
        listed = httpx.get(f"{url}/managed_users", headers=HEADERS).json()["result"]
    assert [user["id"] for user in listed][2:] == made


def test_flags_are_mirrored_by_the_environment_and_win() -> None:
    """Tokens, seed and strictness."""
    environment = {"WORKATO_MOCK_TOKEN": "one two", "WORKATO_MOCK_SEED": "empty", "WORKATO_MOCK_STRICT": "1"}
    with serving("--seed", "default", **environment) as (_, url), httpx.Client(base_url=url) as client:

        def status(path: str, token: str) -> int:
            return client.get(path, headers={"Authorization": f"Bearer {token}"}).status_code

        assert [status("/managed_users", token) for token in ("one", "two", "three")] == [200, 200, 401]
        assert status("/managed_users/", "one") == 404
        assert status("/managed_users/512044", "one") == 200


def test_the_version_and_the_help_are_told() -> None:
    """Of the command and of its subcommand, with the variable of each flag."""
    assert CliRunner().invoke(main, ["--version"]).stdout.startswith("workato-mock, version ")
    told = CliRunner().invoke(main, ["serve", "--help"]).stdout
    for name in ("HOST", "PORT", "DATABASE", "TOKEN", "SEED", "STRICT"):
        assert f"WORKATO_MOCK_{name}" in told
