"""The command as a process: its help, its completion, and what it does without its libraries."""

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

from contract_tests.client.command_line import run

GOLDEN = Path(__file__).parent / "command_help"
HELP = {
    "root": "",
    "recipes": "recipes",
    "recipes_list": "recipes list",
    "managed_users_create": "managed-users create",
    "packages_import": "packages import-package",
}


@pytest.mark.parametrize("name", HELP)
def test_the_help_is_as_it_was(name: str) -> None:
    """What users see does not change by accident. `REWRITE_GOLDEN=1` in the environment writes it anew."""
    text = run(*HELP[name].split(), "--help").stdout
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("REWRITE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


COMMAND = (sys.executable, "-m", "workato_embedded.cli")
GLOBEX = ("managed-users", "create", "--name", "東京 é", "--notification-email", "ops@example.com")


def process(*words: str, output: Any = subprocess.PIPE, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a process."""
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
    """Say in the environment where the mock is."""
    return {"WORKATO_EMBEDDED_API_TOKEN": token, "WORKATO_EMBEDDED_BASE_URL": base_url}


def test_the_version_is_told() -> None:
    """The command says the version of the package."""
    done = process("--version")
    assert done.returncode == 0
    assert done.stdout.startswith(b"workato-embedded, version ")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437", "cp1252"])
def test_no_encoding_is_in_the_way(encoding: str, server: dict[str, str]) -> None:
    """Help and answers are written wherever they go: letters that the output lacks are escaped, in JSON as JSON is."""
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
def test_a_full_disk_is_a_sentence(words: tuple[str, ...], server: dict[str, str]) -> None:
    """What was carried out is not followed by a traceback, and the code tells a script that the answer is lost."""
    with Path("/dev/full").open("wb") as full:
        done = process(*words, output=full, **server)
    assert done.returncode == 1
    assert done.stderr == b"Error: the output cannot be written: No space left on device.\n"


def test_a_closed_output_is_a_sentence(server: dict[str, str]) -> None:
    """So it is where there is no standard output at all."""
    shell = ["sh", "-c", '"$@" >&-', "sh", *COMMAND, *GLOBEX]
    done = subprocess.run(shell, stderr=subprocess.PIPE, check=False, env={**os.environ, **server})
    assert (done.returncode, done.stderr) == (1, b"Error: the output cannot be written: Bad file descriptor.\n")


def test_a_reader_that_has_enough_hears_nothing(server: dict[str, str]) -> None:
    """`head` may end before the command does, as with any other program."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as output:
        done = process("managed-users", "list", output=output, **server)
    assert (done.returncode, done.stderr) == (1, b"")


def test_an_interruption_has_the_code_of_shells() -> None:
    """Ctrl-C while the answer is waited for ends the command with 130 and a sentence."""
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


def test_a_shell_can_complete() -> None:
    """Resources, commands, options and named values are completed, by click's own protocol."""

    def offered(words: str, number: int) -> str:
        variables = {"COMP_WORDS": words, "COMP_CWORD": str(number)}
        code = "from workato_embedded.cli import program; program()(prog_name='workato-embedded')"
        environment = {**os.environ, **variables, "_WORKATO_EMBEDDED_COMPLETE": "bash_complete"}
        return subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment
        ).stdout

    assert "plain,recipes" in offered("workato-embedded rec", 1)
    assert "plain,search-public" in offered("workato-embedded recipes s", 2)
    assert "plain,--managed-user-id" in offered("workato-embedded recipes list --man", 3)
    assert "plain,trial_expired" in offered("workato-embedded recipes list --stop-cause t", 4)


def test_without_its_libraries_it_says_what_to_install(tmp_path: Path) -> None:
    """The client does not bring click and rich; who lacks them is told the extra."""
    code = "import sys; sys.modules['click'] = None; from workato_embedded.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "click is missing: pip install 'workato-embedded[cli]'\n"


def test_the_client_does_not_import_them() -> None:
    """The client works where the command's libraries are not installed."""
    code = (
        "import sys; sys.modules.update(click=None, rich=None);"
        "import workato_embedded as w; w.WorkatoEmbedded('t').recipes; print('works')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "works\n"
