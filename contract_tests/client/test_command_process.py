"""The command as a process: help, completion, encodings, signals, and missing libraries."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from contract_tests.support.command_line import run

HELP_FILES = Path(__file__).parent / "command_help"
HELP = {
    "root": "",
    "recipes": "recipes",
    "recipes_list": "recipes list",
    "managed_users_create": "managed-users create",
    "packages_import": "packages import-package",
}


@pytest.mark.parametrize("name", HELP)
def test_the_help_is_the_committed_one(name: str) -> None:
    """The help is that in command_help/; with `REWRITE_HELP=1` in the environment the test writes it."""
    text = run(*HELP[name].split(), "--help").stdout
    file = HELP_FILES / f"{name}.txt"
    if os.environ.get("REWRITE_HELP"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


COMMAND = (sys.executable, "-m", "workato_embedded.cli")
GLOBEX = ("managed-users", "create", "--name", "東京 é", "--notification-email", "ops@example.com")


def process(*words: str, output: Any = subprocess.PIPE, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a process and return what it wrote."""
    return subprocess.run(
        [*COMMAND, *words],
        stdout=output,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.fixture
def server(base_url: str, token: str) -> dict[str, str]:
    """Return the environment variables for the mock."""
    return {"WORKATO_EMBEDDED_API_TOKEN": token, "WORKATO_EMBEDDED_BASE_URL": base_url}


def test_the_version_is_printed() -> None:
    """`--version` prints the version of the package."""
    done = process("--version")
    assert done.returncode == 0
    assert done.stdout.startswith(b"workato-embedded, version ")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437", "cp1252"])
def test_output_works_in_any_encoding(encoding: str, server: dict[str, str]) -> None:
    """Characters that the output encoding does not have are escaped, in JSON as JSON escapes."""
    help_text = process("recipes", "list", "--help", PYTHONIOENCODING=encoding)
    assert (help_text.returncode, help_text.stderr) == (0, b"")
    made = process(*GLOBEX, "-o", "json", PYTHONIOENCODING=encoding, **server)
    assert (made.returncode, made.stderr) == (0, b"")
    assert json.loads(made.stdout.decode(encoding))["name"] == "東京 é"
    for form in ("table", "csv"):
        words = ("managed-users", "list", "--columns", "name", "-o", form)
        shown = process(*words, PYTHONIOENCODING=encoding, **server)
        assert shown.returncode == 0
        assert rb"\u6771\u4eac" in shown.stdout
        assert shown.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("words", [GLOBEX, (*GLOBEX, "-o", "csv"), ("recipes", "--help")])
def test_a_full_disk_is_an_error_without_traceback(words: tuple[str, ...], server: dict[str, str]) -> None:
    """A full disk ends the command with exit code 1 and a sentence."""
    with Path("/dev/full").open("wb") as full:
        done = process(*words, output=full, **server)
    assert done.returncode == 1
    assert done.stderr == b"Error: the output cannot be written: No space left on device.\n"


def test_a_closed_output_is_an_error_without_traceback(server: dict[str, str]) -> None:
    """A closed standard output ends the command with exit code 1 and a sentence."""
    shell = ["sh", "-c", '"$@" >&-', "sh", *COMMAND, *GLOBEX]
    done = subprocess.run(shell, stderr=subprocess.PIPE, check=False, env={**os.environ, **server})
    assert (done.returncode, done.stderr) == (1, b"Error: the output cannot be written: Bad file descriptor.\n")


def test_a_broken_pipe_prints_nothing(server: dict[str, str]) -> None:
    """A reader such as `head` may end before the command, which then prints no error."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as output:
        done = process("managed-users", "list", output=output, **server)
    assert (done.returncode, done.stderr) == (1, b"")


def test_an_interrupt_has_exit_code_130() -> None:
    """Ctrl-C during a request ends the command with exit code 130 and a sentence."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        words = ("managed-users", "list", "--base-url", url)
        environment = {**os.environ, "WORKATO_EMBEDDED_API_TOKEN": "t"}
        with subprocess.Popen(
            [*COMMAND, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        ) as running:
            connection = silent.accept()[0]
            with connection:
                connection.recv(1)
                running.send_signal(signal.SIGINT)
                stdout, stderr = running.communicate()
    assert (running.returncode, stdout, stderr) == (130, b"", b"Error: interrupted.\n")


def test_shell_completion_works() -> None:
    """Click's protocol completes resources, commands, options and values of enumerations."""

    def completions(words: str, number: int) -> str:
        variables = {"COMP_WORDS": words, "COMP_CWORD": str(number)}
        code = "from workato_embedded.cli import program; program()(prog_name='workato-embedded')"
        environment = {**os.environ, **variables, "_WORKATO_EMBEDDED_COMPLETE": "bash_complete"}
        return subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment
        ).stdout

    assert "plain,recipes" in completions("workato-embedded rec", 1)
    assert "plain,search-public" in completions("workato-embedded recipes s", 2)
    assert "plain,--managed-user-id" in completions("workato-embedded recipes list --man", 3)
    assert "plain,trial_expired" in completions("workato-embedded recipes list --stop-cause t", 4)


def test_missing_libraries_are_named() -> None:
    """Without click the command prints the extra to install."""
    code = "import sys; sys.modules['click'] = None; from workato_embedded.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "click is missing: pip install 'workato-embedded[cli]'\n"


def test_the_client_works_without_click_and_rich() -> None:
    """The client does not need the libraries of the command."""
    code = (
        "import sys; sys.modules.update(click=None, rich=None);"
        "import workato_embedded as w; w.WorkatoEmbedded('t').recipes; print('works')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "works\n"
