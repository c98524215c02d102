"""Tests of the file of the profiles: hostile contents, permissions, and where it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import platformdirs
import pytest
from workato_embedded._runtime.cli.profile_store import profiles_path
from workato_embedded._runtime.cli.profiles import Profile

from .profiles import Shell

GOOD = {"base_url": "https://us.example.com/api", "token_storage": "file", "token": "secret-token"}


def entry(**changes: Any) -> dict[str, Any]:
    """Return the content of a file with one profile, with changed fields."""
    return {"current": "acme", "profiles": {"acme": {**GOOD, **changes}}}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "it is not valid JSON: Expecting value: line 1 column 1 (char 0)"),
        ('{"current": "acme", ', "it is not valid JSON: "),
        ('[profiles.acme]\ntoken = "secret-token"\n', "it is not valid JSON: "),
        ("[" * 100_000, "it is not valid JSON"),
        (" " * 1024 * 1024 + "{}", "it has more than 1048576 bytes"),
        ([], "expected an object with profiles by their names"),
        ({"profiles": ["acme"]}, "expected an object with profiles by their names"),
        ({"current": 7}, "expected the name of a profile in current"),
        ({"profiles": {"acme": "secret-token"}}, "expected an object in profiles.acme"),
        ({"profiles": {"../\x1b[2J": GOOD}}, r"invalid profile '../\x1b[2J': expected 1 to 64 letters"),
        (entry(base_url=None), "expected a string in profiles.acme.base_url"),
        (entry(base_url="ftp://h"), "invalid base_url: expected https://host/api, not 'ftp://h' (profiles.acme)"),
        (entry(base_url="https://u:p@h"), "base_url must not contain a user name or password (profiles.acme)"),
        (entry(token=["secret-token"]), "expected a string in profiles.acme.token"),
        (entry(token_storage="moon"), "expected keyring or file in profiles.acme.token_storage"),
        (entry(token_storage=1), "expected a string in profiles.acme.token_storage"),
        (entry(customer=42), "expected a string in profiles.acme.customer"),
        (entry(customer=""), "invalid customer '': expected an id, or E and the external id (profiles.acme)"),
    ],
)
@pytest.mark.parametrize(
    "words", ["office motto", "profiles", "use acme", "logout acme", "whoami", "login acme --with-token"]
)
def test_an_invalid_file_is_one_sentence(shell: Shell, content: Any, message: str, words: str) -> None:
    """A damaged or hostile file is one sentence with its path and what was expected, without a token of it."""
    shell.write(content)
    before = shell.file.read_bytes()
    done = shell.run(*words.split(), stdin="t")
    assert (done.exit_code, done.stdout, done.stderr.count("\n"), shell.sent) == (2, "", 1, [])
    assert done.stderr.startswith(f"Error: {shell.file} cannot be used: {message}")
    assert "secret-token" not in done.stderr
    assert shell.file.read_bytes() == before


def test_bytes_that_are_not_text_are_one_sentence(shell: Shell) -> None:
    """A file that is not UTF-8 is one sentence; with a token in a variable it is not even read."""
    shell.write("")
    shell.file.write_bytes(b"\xff\xfe{}")
    assert f"{shell.file} cannot be used: it is not UTF-8 text." in shell.run("profiles").stderr
    assert shell.run("office", "motto", API_TOKEN="t").exit_code == 0


def test_a_file_that_cannot_be_read_is_one_sentence(shell: Shell) -> None:
    """A folder in place of the file is one sentence with its path."""
    shell.file.mkdir(parents=True)
    done = shell.run("profiles")
    assert (done.exit_code, done.stderr) == (1, f"Error: {shell.file}: Is a directory\n")


def test_a_file_without_profiles_is_valid(shell: Shell) -> None:
    """An empty object is a file without profiles."""
    shell.write({})
    assert shell.run("profiles").stderr == "No entries.\n"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_file_that_others_can_access_is_reported(shell: Shell, mode: int) -> None:
    """A file that others can read or write is reported with the command that changes it, and used nevertheless."""
    shell.write(entry())
    shell.file.chmod(mode)
    done = shell.run("office", "motto")
    warning = f"Warning: others can access {shell.file}, which may contain tokens: run chmod 600 {shell.file}.\n"
    assert (done.exit_code, done.stderr) == (0, warning)
    shell.run("use", "acme")
    assert shell.run("office", "motto").stderr == ""


def test_the_folder_is_that_of_the_system_or_of_a_variable() -> None:
    """The file is in the folder for settings of the system, or in that of the variable."""
    assert profiles_path({}) == platformdirs.user_config_path("workato-embedded", appauthor=False) / "profiles.json"
    assert profiles_path({"WORKATO_EMBEDDED_CONFIG_DIR": "/a b"}) == Path("/a b/profiles.json")
    assert profiles_path({"WORKATO_EMBEDDED_CONFIG_DIR": "~/x"}) == Path.home() / "x" / "profiles.json"


def test_the_repr_of_a_profile_has_no_token() -> None:
    """The repr of a profile does not show its token."""
    assert "hidden" not in repr(Profile("acme", "https://us.example.com/api", "file", "hidden"))


def test_a_command_imports_only_what_it_needs(shell: Shell) -> None:
    """A command that reads profiles in the folder of the variable imports neither keyring nor platformdirs."""
    shell.write(entry())
    program = (
        "import sys; from workato_embedded.cli import program\n"
        "program()(['profiles', '--columns', 'name'], standalone_mode=False)\n"
        "print(*({'keyring', 'platformdirs'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "WORKATO_EMBEDDED_CONFIG_DIR": str(shell.folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["name", "acme"]
