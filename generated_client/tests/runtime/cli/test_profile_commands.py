"""Tests of the commands that list, choose, remove and check profiles."""

from __future__ import annotations

import json

import pytest

from .profiles import MemoryKeyring, Shell

EU = "https://eu.example.com/api"


def test_profiles_are_listed_without_tokens(shell: Shell, backend: MemoryKeyring) -> None:
    """`profiles` lists names, addresses and where tokens are, but no token; without profiles it prints a note."""
    assert shell.run("profiles").stderr == "No entries.\n"
    shell.login("acme", "--data-center", "eu", "-m", "42")
    shell.login("home", "--token-storage", "file", token="secret-token")
    assert list(backend.kept.values()) == ["t1"]
    listed = shell.run("profiles", "-o", "json").stdout
    assert json.loads(listed) == [
        {"name": "acme", "current": False, "base_url": EU, "token_storage": "keyring", "customer": "42"},
        {
            "name": "home",
            "current": True,
            "base_url": "https://us.example.com/api",
            "token_storage": "file",
            "customer": None,
        },
    ]
    for form in ("table", "csv"):
        text = shell.run("profiles", "-o", form).stdout
        assert "keyring" in text
        assert "secret-token" not in text


@pytest.mark.usefixtures("backend")
def test_use_chooses_a_profile_and_its_customer(shell: Shell) -> None:
    """`use` makes a profile the current one, and can change or remove its default customer."""
    shell.login("acme")
    shell.login("home")
    assert shell.run("use", "acme").stdout == "Profile acme is now the current one.\n"
    with_customer = "Profile acme is now the current one, with customer E42 by default.\n"
    assert shell.run("use", "acme", "--customer", "E42").stdout == with_customer
    assert shell.run("use", "acme").stdout == with_customer
    assert (shell.content["current"], shell.content["profiles"]["acme"]["customer"]) == ("acme", "E42")
    assert shell.run("use", "acme", "--no-customer").stdout == "Profile acme is now the current one.\n"
    done = shell.run("use", "acme", "--no-customer", "-m", "7")
    assert (done.exit_code, "pass --customer or --no-customer, not both" in done.stderr) == (2, True)
    done = shell.run("use", "none")
    assert done.stderr.startswith("Error: there is no profile 'none': the profiles are acme, home.")
    done = shell.run("use", "acme", API_TOKEN="t")
    assert done.stderr == "Note: commands use no profile while WORKATO_EMBEDDED_API_TOKEN is set.\n"


def test_logout_removes_the_token(shell: Shell, backend: MemoryKeyring) -> None:
    """`logout` removes a profile with its token from the keyring and from the file, and others stay."""
    for name in ("acme", "home", "other"):
        shell.login(name)
    shell.login("filed", "--token-storage", "file", token="secret-token")
    assert shell.run("logout").stdout == "Profile filed and its token are removed.\n"
    assert "secret-token" not in shell.file.read_text("utf-8")
    assert shell.run("logout", "home").exit_code == 0
    assert shell.run("logout", PROFILE="other").exit_code == 0
    assert [user for _, user in backend.kept] == ["acme"]
    assert (list(shell.content["profiles"]), shell.content["current"]) == (["acme"], None)
    done = shell.run("logout")
    assert (done.exit_code, "there is no current profile: pass the NAME of the profile" in done.stderr) == (2, True)
    backend.kept.clear()
    assert shell.run("logout", "--profile", "acme").exit_code == 0
    assert "there is no profile 'acme': run workato-embedded login acme." in shell.run("logout", "acme").stderr


def test_a_keyring_that_fails_keeps_the_profile(shell: Shell, backend: MemoryKeyring) -> None:
    """If the token cannot be removed from the keyring, the profile stays, so that the logout can be repeated."""
    shell.login("acme")
    backend.error = RuntimeError()
    done = shell.run("logout", "acme")
    assert (done.exit_code, done.stdout, list(shell.content["profiles"])) == (2, "", ["acme"])
    assert "the keyring for the token of profile 'acme' cannot be used: RuntimeError." in done.stderr


def test_whoami_shows_what_commands_use(shell: Shell, backend: MemoryKeyring) -> None:
    """`whoami` shows profile, host, source of the token and default customer, and checks them by a list call."""
    shell.login("acme", "--data-center", "eu", "-m", "42")
    assert backend.kept
    shown = {
        "profile": "acme",
        "host": "eu.example.com",
        "base_url": EU,
        "token_source": "the keyring, profile acme",
        "customer": "42",
        "list_call": "succeeded",
    }
    assert json.loads(shell.run("whoami", "-o", "json").stdout) == shown
    assert shell.sent == [("eu.example.com", "t1")] * 2
    done = shell.run(
        "whoami", "-o", "json", API_TOKEN="given", BASE_URL="http://mock.example.com:81", MANAGED_USER_ID="E7"
    )
    source = {"token_source": "WORKATO_EMBEDDED_API_TOKEN", "customer": "E7", "profile": None}
    place = {"host": "mock.example.com:81", "base_url": "http://mock.example.com:81/api"}
    assert json.loads(done.stdout) == {**shown, **source, **place}
    shell.login("acme", "--token-storage", "file", token="t2")
    assert str(shell.file) in shell.run("whoami", "-o", "csv").stdout


def test_whoami_fails_as_the_list_call_does(shell: Shell) -> None:
    """If the list call fails, `whoami` shows the settings nevertheless, then the error with its exit code."""
    done = shell.run("whoami", API_TOKEN="rejected")
    assert done.exit_code == 0
    shell.status = 401
    done = shell.run("whoami", API_TOKEN="rejected")
    assert done.exit_code == 12
    assert "failed" in done.stdout
    assert done.stderr.startswith("Error: GET /api/managed_users: 401")
    assert "rejected" not in done.stdout + done.stderr
    done = shell.run("whoami")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(
        "Error: missing API token: set WORKATO_EMBEDDED_API_TOKEN, or run workato-embedded login."
    )


def _completed(shell: Shell, words: str) -> list[str]:
    variables = {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1)}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**variables, "_WORKATO_EMBEDDED_COMPLETE": "bash_complete"}.items():
            patch.setenv(name, value)
        return shell.run().stdout.split()


@pytest.mark.usefixtures("backend")
def test_names_of_profiles_are_completed(shell: Shell) -> None:
    """The shell completes the names of profiles, and nothing if the file is not valid."""
    for name in ("acme", "away", "home"):
        shell.login(name)
    assert _completed(shell, "workato-embedded use a") == ["plain,acme", "plain,away"]
    assert _completed(shell, "workato-embedded office motto --profile h") == ["plain,home"]
    shell.file.chmod(0o644)
    assert _completed(shell, "workato-embedded logout h") == ["plain,home"]
    shell.write("{")
    assert _completed(shell, "workato-embedded use a") == []
