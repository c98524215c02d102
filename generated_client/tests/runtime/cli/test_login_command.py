"""Tests of the command that saves a token and its address as a profile."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
import keyring
import pytest
from keyring.backends import fail, null

from .profiles import MemoryKeyring, Shell

LOGIN = "workato_embedded._runtime.cli.login_command"
EU = "https://eu.example.com/api"


def test_the_token_is_checked_and_kept_in_the_keyring(shell: Shell, backend: MemoryKeyring) -> None:
    """A login checks the token by a list call, keeps it in the keyring, and the profile becomes the current one."""
    done = shell.login("acme", "--data-center", "eu", "-m", "Ecust-0042")
    text = f"Profile acme for {EU} is saved and is now the current one; its token is in the keyring.\n"
    assert (done.exit_code, done.stdout, done.stderr) == (0, text, "")
    assert shell.sent == [("eu.example.com", "t1")]
    assert backend.kept == {(f"workato-embedded {EU}", "acme"): "t1"}
    profile = {"base_url": EU, "token_storage": "keyring", "customer": "Ecust-0042"}
    assert shell.content == {"current": "acme", "profiles": {"acme": profile}}
    assert shell.run("office", "motto").exit_code == 0
    assert shell.sent[1:] == [("eu.example.com", "t1")]


@pytest.mark.parametrize("kind", [fail.Keyring, null.Keyring])
def test_without_a_keyring_the_token_is_in_a_file_of_the_owner(shell: Shell, backend: Any, kind: Any) -> None:
    """Without a keyring, a note says that the token is in a file with mode 0600, in a folder with 0700."""
    assert backend.kept == {}
    keyring.set_keyring(kind())
    done = shell.login("acme")
    assert done.stdout.endswith(f"its token is in {shell.file}.\n")
    assert done.stderr.startswith(
        "Note: the token is saved in a file that only you can read, because there is no keyring"
    )
    assert done.stderr.count("\n") == 1
    assert (shell.file.stat().st_mode & 0o777, shell.folder.stat().st_mode & 0o777) == (0o600, 0o700)
    assert shell.content["profiles"]["acme"]["token"] == "t1"
    assert shell.run("office", "motto").exit_code == 0
    assert shell.sent == [("us.example.com", "t1")] * 2
    assert [path.name for path in shell.folder.iterdir()] == ["profiles.json"]


def test_a_keyring_that_is_asked_for_must_exist(shell: Shell, backend: Any) -> None:
    """`--token-storage keyring` without a keyring is an error, and nothing is saved."""
    backend.error = keyring.errors.NoKeyringError()
    done = shell.login("acme", "--token-storage", "keyring")
    assert (done.exit_code, shell.file.exists()) == (2, False)
    assert done.stderr.startswith("Error: there is no keyring for the token of profile 'acme': this system has none")


def test_a_locked_keyring_is_an_error(shell: Shell, backend: Any) -> None:
    """A keyring that fails is an error with the option for a file: a token is not moved to a file unasked."""
    backend.error = keyring.errors.KeyringLocked("dismissed")
    done = shell.login("acme")
    assert (done.exit_code, shell.file.exists()) == (2, False)
    assert "cannot be used: dismissed; --token-storage file saves it in a file." in done.stderr
    assert shell.login("acme", "--token-storage", "file").exit_code == 0


def test_a_missing_library_is_named(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra `keyring`, a note names it, and a profile of the keyring is an error that names it."""
    monkeypatch.setitem(sys.modules, "keyring", None)
    hint = "keyring is missing: pip install 'workato-embedded[keyring]'"
    assert hint in shell.login("acme").stderr
    content = shell.content
    content["profiles"]["acme"]["token_storage"] = "keyring"
    shell.write(content)
    for words in (("office", "motto"), ("logout", "acme")):
        done = shell.run(*words)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.startswith(f"Error: there is no keyring for the token of profile 'acme': {hint}.")
    assert shell.content == content


@pytest.mark.parametrize("token", ["t1", "t1\n", "\r\n t1 \r\n", b"\xef\xbb\xbft1\r\n"])
@pytest.mark.usefixtures("backend")
def test_white_space_around_the_token_is_removed(shell: Shell, token: str | bytes) -> None:
    """Standard input may have white space around the token, and a byte order mark."""
    assert shell.login("acme", token=token).exit_code == 0
    assert shell.sent == [("us.example.com", "t1")]


@pytest.mark.parametrize("token", ["", " \n", "two words", "two\nlines", "bell\a", b"\xff\xfe"])
def test_an_invalid_token_is_rejected_without_showing_it(shell: Shell, token: str | bytes) -> None:
    """A token that is not valid in a header is one sentence with its source, and nothing is sent or saved."""
    done = shell.login("acme", token=token)
    sentence = "Error: the API token on standard input is empty or has characters that are not valid in a header."
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"{sentence} See workato-embedded login --help.\n")
    assert (shell.sent, shell.file.exists()) == ([], False)


@pytest.mark.usefixtures("backend")
def test_a_rejected_token_is_not_saved(shell: Shell) -> None:
    """If the list call fails, the exit code is that of its error, and nothing is saved without `--no-check`."""
    shell.status = 401
    done = shell.login("acme")
    assert (done.exit_code, done.stdout, shell.file.exists()) == (12, "", False)
    assert done.stderr.startswith("Error: GET /api/managed_users: 401")
    assert done.stderr.endswith("\nNothing was saved; --no-check saves the token without this check.\n")
    assert shell.login("acme", "--no-check").exit_code == 0
    assert len(shell.sent) == 1


def test_the_token_needs_a_terminal_or_standard_input(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a terminal, `--with-token` is required, and standard input must be open."""
    done = shell.run("login")
    assert done.exit_code == 2
    assert done.stderr.startswith("Error: missing API token: pass --with-token, and the token on standard input.")
    monkeypatch.setattr(f"{LOGIN}.sys", type("Sys", (), {"stdin": None}))
    assert "missing API token: standard input is closed" in shell.run("login", "--with-token").stderr


@pytest.mark.usefixtures("backend")
def test_a_terminal_prompts_without_echo(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal, the command prompts for the token, does not show it, and uses the profile `default`."""
    prompts: list[dict[str, Any]] = []

    def prompt(_text: str, **options: Any) -> str:
        prompts.append(options)
        return " typed "

    monkeypatch.setattr(f"{LOGIN}.is_terminal", lambda _: True)
    monkeypatch.setattr(click, "prompt", prompt)
    assert shell.run("login").exit_code == 0
    assert (prompts, shell.sent) == ([{"hide_input": True, "err": True}], [("us.example.com", "typed")])
    assert list(shell.content["profiles"]) == ["default"]


def test_the_former_token_is_deleted_from_the_keyring(shell: Shell, backend: MemoryKeyring) -> None:
    """A login with another address or storage deletes the former token; another address also drops the customer."""
    shell.login("acme", "-m", "42")
    shell.login("acme", token="t2")
    assert (list(backend.kept.values()), shell.content["profiles"]["acme"]["customer"]) == (["t2"], "42")
    shell.login("acme", "--base-url", "http://mock.example.com:8080", token="t3")
    assert backend.kept == {("workato-embedded http://mock.example.com:8080/api", "acme"): "t3"}
    assert "customer" not in shell.content["profiles"]["acme"]
    shell.login("acme", "--base-url", "http://mock.example.com:8080", "--token-storage", "file", token="t4")
    assert backend.kept == {}
    assert shell.content["profiles"]["acme"]["token"] == "t4"


def test_a_former_token_that_cannot_be_deleted_is_reported(shell: Shell, backend: MemoryKeyring) -> None:
    """If the keyring fails, the new profile is saved, and a warning says that the former token is still there."""
    shell.login("acme")
    backend.error = OSError("no bus")
    done = shell.login("acme", "--token-storage", "file", token="t2")
    assert (done.exit_code, shell.content["profiles"]["acme"]["token"]) == (0, "t2")
    assert done.stderr.startswith("Warning: the former token of profile acme is still in the keyring: ")
    assert "cannot be used: no bus." in done.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["login", "a b"], "Invalid value for '[NAME]': invalid profile 'a b': expected 1 to 64 letters, digits"),
        (["login", "-x"], "No such option '-x'"),
        (["login", "../up"], "invalid profile '../up'"),
        (["login", "a" * 65], "expected 1 to 64"),
        (["login", "a", "--profile", "b"], "pass NAME or --profile, not both"),
        (["login", "--data-center", "us", "--base-url", EU], "pass --data-center or --base-url, not both"),
        (["login", "--base-url", "ftp://h"], "invalid --base-url: expected https://host/api, not 'ftp://h'"),
        (["login", "-m", ""], "Invalid value for '-m' / '--customer': invalid customer '': expected an id"),
    ],
)
def test_invalid_arguments_are_usage_errors(shell: Shell, words: list[str], message: str) -> None:
    """An invalid name, address or customer is one sentence, before the token is read."""
    done = shell.run(*words, "--with-token", stdin="t")
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert message in done.stderr
    assert not shell.sent


@pytest.mark.usefixtures("backend")
def test_variables_that_hide_the_profile_are_noted(shell: Shell) -> None:
    """A login notes which variables make commands use another profile or none."""
    done = shell.login("acme", API_TOKEN="x", BASE_URL="http://mock.example.com")
    assert shell.sent == [("mock.example.com", "t1")]
    names = "WORKATO_EMBEDDED_API_TOKEN and WORKATO_EMBEDDED_BASE_URL"
    assert done.stderr == f"Note: commands use no profile while {names} are set.\n"
    done = shell.login("acme", DATA_CENTER="eu")
    assert done.stderr == "Note: commands use no profile while WORKATO_EMBEDDED_DATA_CENTER is set.\n"
    done = shell.login("acme", PROFILE="other")
    assert done.stderr == "Note: commands use profile other while WORKATO_EMBEDDED_PROFILE is set.\n"
    assert shell.run("login", "--with-token", stdin="t", PROFILE="other").stderr == ""
    assert shell.run("login", "--with-token", "--profile", "third", stdin="t").exit_code == 0
    assert list(shell.content["profiles"]) == ["acme", "other", "third"]


@pytest.mark.usefixtures("backend")
def test_a_symbolic_link_stays_one(shell: Shell, tmp_path: Path) -> None:
    """If the file is a symbolic link, its target is replaced, also by one that only the owner can read."""
    target = tmp_path / "dotfiles.json"
    target.write_text("{}")
    shell.folder.mkdir()
    shell.file.symlink_to(target)
    assert shell.login("acme").exit_code == 0
    assert shell.file.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("backend")
def test_a_folder_that_cannot_be_written_is_one_sentence(shell: Shell, tmp_path: Path) -> None:
    """If the file cannot be written, the command says why, and leaves no other file."""
    (tmp_path / "settings").write_text("a file")
    done = shell.login("acme")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == f"Error: {shell.file}: Not a directory\n"
