"""The command `workato-mock serve` behaves as documented, in a process of its own."""

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
from importlib.metadata import version
from pathlib import Path
from platform import python_version

import httpx2
import pytest
from click.testing import CliRunner
from workato_embedded_mock.cli import main
from workato_embedded_mock.openapi.document import load_document

READY = re.compile(r"workato-mock is ready at (http://127\.0\.0\.1:\d+/api)\n")
HEADERS = {"Authorization": "Bearer cli"}
COMMAND = [sys.executable, "-W", "error", "-m", "workato_embedded_mock"]


@contextmanager
def serving(*arguments: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run `workato-mock serve`, and yield the process and its URL once it is ready."""
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
            assert selector.select(timeout=60), "the server did not become ready"
        found = READY.fullmatch(process.stdout.readline())
        assert found, process.communicate()[1]
        yield process, found[1]
    finally:
        process.kill()
        process.communicate()


def start_error(*arguments: str, **environment: str) -> str:
    """Run `workato-mock serve` with arguments with which it cannot start, and return the error."""
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
def test_the_server_stops_on_a_signal(number: signal.Signals) -> None:
    """A quiet server stops with exit code 0 and without output, even while a client is connected."""
    with serving("--quiet") as (process, url), httpx2.Client(base_url=url, headers=HEADERS) as client:
        assert client.get("/managed_users").status_code == 200
        process.send_signal(number)
        out, err = process.communicate(timeout=10)
        assert (process.returncode, out, err) == (0, "", "")


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        ("2025-10-09", "\nedition    2025-10-07: Rate limits of each endpoint apply\n"),
        ("2024-02-29", "\nedition    2024-01-01 (day inferred): Turn of 2023 to 2024. "),
    ],
)
def test_the_edition_of_a_day_is_printed(day: str, edition: str) -> None:
    """With `--as-of`, the server prints the edition to which the day belongs, and whether its date is known."""
    with serving("--as-of", day) as (process, _url):
        process.send_signal(signal.SIGTERM)
        assert edition in process.communicate(timeout=10)[1]


@pytest.mark.parametrize("day", ["20240630", "2024-W26-7", "2023-11-19"])
def test_an_invalid_day_is_reported_in_one_sentence(day: str) -> None:
    """A day in another form, or before the first edition, is an error that says what is expected."""
    message = start_error("--as-of", day)
    assert message.startswith("Error: invalid setting as_of: ")
    assert (day in message, "expected a day" in message, message.count("\n")) == (True, True, 1)


def test_a_port_in_use_is_reported_in_one_sentence() -> None:
    """A start at a port in use prints one sentence with host and port, and the exit code is 1."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        message = start_error("--port", str(port))
    assert message == f"Error: Port {port} on 127.0.0.1 is in use; choose another port, or 0 for a free one.\n"


def test_an_unusable_database_is_reported_in_one_sentence(tmp_path: Path) -> None:
    """A file that is not a database, or another program's database, is rejected and not changed."""
    damaged, foreign = tmp_path / "damaged.db", tmp_path / "foreign.db"
    damaged.write_text("no database")
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE theirs (id INTEGER)")
    connection.close()
    before = foreign.read_bytes()
    assert start_error("--database", f"sqlite:///{damaged}").startswith(
        f"Error: the file {damaged} is not an SQLite database"
    )
    assert "belongs to another program" in start_error(WORKATO_MOCK_DATABASE=f"sqlite:///{foreign}")
    assert (damaged.read_text(), foreign.read_bytes()) == ("no database", before)


def test_a_seed_that_does_not_parse_is_reported_in_one_sentence(tmp_path: Path) -> None:
    """A start with a seed that does not parse prints one sentence with the name of the file."""
    path = tmp_path / "seed.yaml"
    path.write_text("ManagedUser: [")
    message = start_error("--seed", str(path))
    assert message.startswith(f"Error: the seed {path}:2 does not parse: ")
    assert message.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [["--port", "70000"], ["--port", "x"], ["--token", ""], ["--token", "two words"], ["--nonsense"]]
)
def test_an_invalid_value_prevents_the_start(arguments: list[str]) -> None:
    """`workato-mock serve` reports an invalid value of an option and ends with exit code 2."""
    done = CliRunner().invoke(main, ["serve", *arguments])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Error: " in done.stderr


def test_an_acknowledged_write_survives_a_kill(tmp_path: Path) -> None:
    """After a kill the file can be opened again, and has every write that was acknowledged with 200."""
    database = f"sqlite:///{tmp_path / 'mock.db'}"
    made: list[int] = []
    for _ in range(2):
        with serving("--database", database) as (process, url):
            with httpx2.Client(base_url=url, headers=HEADERS) as client:
                assert [user["id"] for user in client.get("/managed_users").json()["result"]][2:] == made
                for _ in range(20):
                    response = client.post("/managed_users", json={"name": "n", "notification_email": "e"})
                    assert response.status_code == 200
                    made.append(response.json()["id"])
            process.kill()
            process.wait()
    assert len(set(made)) == 40
    with serving("--database", database) as (_, url):
        listed = httpx2.get(f"{url}/managed_users", headers=HEADERS).json()["result"]
    assert [user["id"] for user in listed][2:] == made


def test_options_override_environment_variables() -> None:
    """Tokens, seed and strict mode can be set by environment variables, and options take precedence."""
    environment = {"WORKATO_MOCK_TOKEN": "one two", "WORKATO_MOCK_SEED": "empty", "WORKATO_MOCK_STRICT": "1"}
    with serving("--seed", "default", **environment) as (_, url), httpx2.Client(base_url=url) as client:

        def status(path: str, token: str) -> int:
            return client.get(path, headers={"Authorization": f"Bearer {token}"}).status_code

        assert [status("/managed_users", token) for token in ("one", "two", "three")] == [200, 200, 401]
        assert status("/managed_users/", "one") == 404
        assert status("/managed_users/512044", "one") == 200


def test_white_space_around_tokens_does_not_count() -> None:
    """Tokens may have white space around them, such as the newline of a file that a variable was set from."""
    with serving("--token", " one\t", WORKATO_MOCK_CONTROL_TOKEN="control\r\n") as (_, url):
        assert httpx2.get(f"{url}/managed_users", headers={"Authorization": "Bearer one"}).status_code == 200
        state = f"{url.removesuffix('/api')}/_mock/state"
        headers = {"X-Mock-Namespace": "one"}
        assert httpx2.get(state, headers={**headers, "X-Mock-Control-Token": "control"}).status_code == 200
        assert httpx2.get(state, headers=headers).status_code == 401
        words = ["export-state", "--url", url, "--namespace", "one", "--control-token", "control\n"]
        assert CliRunner().invoke(main, words).exit_code == 0
    assert CliRunner().invoke(main, ["env", "--token", "one\n"]).stdout.endswith("_TOKEN=one\n")


@pytest.mark.parametrize(
    "words", ["serve --token", "serve --control-token", "export-state --control-token", "env --token"]
)
@pytest.mark.parametrize("token", [" ", "two words", "bell\a", "t\N{LATIN SMALL LETTER O WITH DIAERESIS}ken"])
def test_an_invalid_token_is_named_by_its_option_and_not_shown(words: str, token: str) -> None:
    """A token that is not valid in a header is a usage error with the option and its variable, without the token."""
    command, name = words.split()
    namespace = ["--namespace", "n"] if command == "export-state" else []
    done = CliRunner().invoke(main, [command, *namespace, name, token])
    assert (done.exit_code, done.stdout) == (2, "")
    variable = f"WORKATO_MOCK_{name[2:].replace('-', '_').upper()}"
    expected = f"Invalid value for '{name}' (env var: '{variable}'): a token must have printable ASCII characters"
    assert f"Error: {expected} without spaces\n" in done.stderr
    assert token == " " or token not in done.stderr


def test_the_version_is_what_a_report_of_a_problem_needs() -> None:
    """`--version` prints the version of the mock, of the document that it serves and of Python."""
    expected = f"{version('workato-embedded-mock')} (document {load_document().version}, Python {python_version()})"
    assert CliRunner().invoke(main, ["--version"]).stdout == f"workato-mock, version {expected}\n"


def test_the_help_is_printed() -> None:
    """The help of `serve` has the environment variable of each option."""
    help_text = CliRunner().invoke(main, ["serve", "--help"]).stdout
    for name in ("HOST", "PORT", "DATABASE", "TOKEN", "SEED", "STRICT"):
        assert f"WORKATO_MOCK_{name}" in help_text
