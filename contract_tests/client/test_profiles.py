"""The command with profiles as a process: the prompt on a terminal, and the examples of the guide in a shell."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from contract_tests.support.command_line import run
from contract_tests.support.validator import ROOT

COMMAND = (sys.executable, "-m", "workato_embedded.cli")
GUIDE = (ROOT / "docs/guides/command.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```sh\n(.*?)```", GUIDE.partition("## Profiles")[2].partition("\n## ")[0], re.DOTALL)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return an environment with a folder for profiles, and without the command's other variables."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("WORKATO_EMBEDDED_")}
    # No test changes the keyring of the person who runs it.
    settings = {"WORKATO_EMBEDDED_CONFIG_DIR": str(tmp_path), "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    return {**others, **settings}


def read_until(terminal: int, words: bytes) -> bytes:
    """Return what a terminal shows, up to some words."""
    shown = b""
    while words not in shown:
        shown += os.read(terminal, 1024)
    return shown


def test_the_prompt_does_not_show_the_token(base_url: str, token: str, environment: dict[str, str]) -> None:
    """On a terminal, `login` prompts for the token without showing it, and commands then use the profile."""
    leader, follower = pty.openpty()
    words = [*COMMAND, "login", "acme", "--base-url", base_url]
    with subprocess.Popen(
        words, stdin=follower, stdout=subprocess.PIPE, stderr=follower, env=environment, start_new_session=True
    ) as login:
        os.close(follower)
        shown = read_until(leader, b"API token: ")
        os.write(leader, token.encode() + b"\n")
        shown += read_until(leader, b"Note: the token is saved in a file that only you can read")
        output = login.communicate()[0]
    os.close(leader)
    assert (login.returncode, token.encode() in shown) == (0, False)
    assert output.startswith(f"Profile acme for {base_url} is saved and is now the current one".encode())
    listed = subprocess.run([*COMMAND, "managed-users", "list"], env=environment, capture_output=True, check=True)
    assert b"cust-0042" in listed.stdout


def test_the_examples_of_profiles_work(base_url: str, token: str, environment: dict[str, str], tmp_path: Path) -> None:
    """The commands of the guide succeed in order in a shell, with the file of a token."""
    (tmp_path / "token.txt").write_text(f"{token}\n")
    (script,) = EXAMPLES
    script = script.replace("http://127.0.0.1:8765", base_url.removesuffix("/api"))
    shell = ["sh", "-euc", script.replace("workato-embedded ", f"{sys.executable} -m workato_embedded.cli ")]
    done = subprocess.run(shell, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, "512044" in done.stdout) == (0, True), done.stderr
    assert "Profile test is now the current one, with customer Ecust-0042 by default." in done.stdout
    assert done.stdout.endswith("Profile acme and its token are removed.\n")


@pytest.mark.parametrize("words", ["recipes list", "managed-users members list", "packages manifests folder-assets"])
def test_the_default_customer_is_the_workspace_of_a_command(words: str, base_url: str, token: str) -> None:
    """A command that works in a customer's workspace uses the customer of the variable if none is given."""
    settings = {"WORKATO_EMBEDDED_API_TOKEN": token, "WORKATO_EMBEDDED_BASE_URL": base_url}
    done = run(*words.split(), "-o", "csv", **settings, WORKATO_EMBEDDED_MANAGED_USER_ID="Ecust-0042")
    assert (done.exit_code, done.stderr) == (0, "")
    assert run(*words.split(), "-m", "Ecust-0042", "-o", "csv", **settings).stdout == done.stdout
    done = run(*words.split(), **settings)
    assert (done.exit_code, "Missing option '-m'" in done.stderr) == (2, True)
    done = run(*words.split(), "-m", "512044", **settings, WORKATO_EMBEDDED_MANAGED_USER_ID="Enobody")
    assert done.exit_code == 0


@pytest.mark.parametrize("command", ["get", "update", "delete", "upgrade", "downgrade", "provision-environments"])
def test_the_default_customer_is_never_the_object_of_a_command(command: str, base_url: str, token: str) -> None:
    """A command that is about a customer itself is a usage error without the customer, whatever the default is."""
    settings = {"WORKATO_EMBEDDED_API_TOKEN": token, "WORKATO_EMBEDDED_BASE_URL": base_url}
    for resource in ("managed-users", "customers"):
        done = run(resource, command, **settings, WORKATO_EMBEDDED_MANAGED_USER_ID="Ecust-0042")
        assert (done.exit_code, done.stdout) == (2, "")
        assert "Missing argument 'CUSTOMER'" in done.stderr
