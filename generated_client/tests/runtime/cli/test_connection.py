"""Tests of the choice between options, variables and profiles: a token is never sent to another profile's host."""

from __future__ import annotations

from typing import Any

import pytest
from workato_embedded._runtime.call import Call
from workato_embedded._runtime.cli.target import default_customer, profile_name
from workato_embedded.embedding import generate_key

from .profiles import DATA_CENTERS, MemoryKeyring, Shell

US, EU = "https://us.example.com/api", "https://eu.example.com/api"


@pytest.fixture
def two(shell: Shell) -> Shell:
    """Return a shell with the profile `acme` and the current profile `home`."""
    acme = {"base_url": EU, "token_storage": "file", "token": "acme-token", "customer": "42"}
    home = {"base_url": US, "token_storage": "file", "token": "home-token"}
    shell.write({"current": "home", "profiles": {"acme": acme, "home": home}})
    return shell


@pytest.mark.parametrize(
    ("words", "environment", "sent"),
    [
        ([], {}, ("us.example.com", "home-token")),
        (["--profile", "acme"], {}, ("eu.example.com", "acme-token")),
        ([], {"PROFILE": "acme"}, ("eu.example.com", "acme-token")),
        (["--profile", "home"], {"PROFILE": "acme"}, ("us.example.com", "home-token")),
        ([], {"PROFILE": "", "API_TOKEN": "", "BASE_URL": ""}, ("us.example.com", "home-token")),
        ([], {"API_TOKEN": " given\n"}, ("us.example.com", "given")),
        ([], {"API_TOKEN": "given", "PROFILE": "acme"}, ("us.example.com", "given")),
        (["--base-url", "http://x.example.com"], {"API_TOKEN": "given"}, ("x.example.com", "given")),
        (["--data-center", "eu"], {"API_TOKEN": "given", "PROFILE": "home"}, ("eu.example.com", "given")),
    ],
)
def test_a_request_has_address_and_token_of_one_source(
    two: Shell, words: list[str], environment: dict[str, str], sent: tuple[str, str]
) -> None:
    """A profile gives both address and token, and neither if an option or a variable gives one of them."""
    done = two.run("office", "motto", *words, **environment)
    assert (done.exit_code, done.stderr, two.sent) == (0, "", [sent])


@pytest.mark.parametrize(
    ("words", "environment", "message"),
    [
        (
            ["--base-url", "http://x.example.com"],
            {},
            "missing API token: set WORKATO_EMBEDDED_API_TOKEN; no profile is used because of --base-url.",
        ),
        ([], {"DATA_CENTER": "eu"}, "no profile is used because of WORKATO_EMBEDDED_DATA_CENTER."),
        (["--data-center", "eu"], {"PROFILE": "acme"}, "no profile is used because of --data-center."),
        (
            ["--profile", "acme", "--data-center", "us"],
            {},
            "--profile cannot be used with --data-center: a profile has its own token and address.",
        ),
        (["--profile", "acme"], {"API_TOKEN": "t"}, "--profile cannot be used with WORKATO_EMBEDDED_API_TOKEN: "),
        (["--profile", "none"], {}, "there is no profile 'none': the profiles are acme, home."),
        ([], {"PROFILE": "none"}, "there is no profile 'none': the profiles are acme, home."),
        ([], {"PROFILE": "../x"}, "invalid WORKATO_EMBEDDED_PROFILE '../x': expected 1 to 64 letters"),
        ([], {"MANAGED_USER_ID": "\n"}, r"invalid WORKATO_EMBEDDED_MANAGED_USER_ID '\n': expected an id, or E"),
        ([], {"API_TOKEN": "a b"}, "the API token in WORKATO_EMBEDDED_API_TOKEN is empty or has characters that"),
    ],
)
def test_no_request_has_parts_of_two_sources(
    two: Shell, words: list[str], environment: dict[str, str], message: str
) -> None:
    """A profile with another address or token, and an unknown one, is one sentence, and nothing is sent."""
    done = two.run("office", "motto", *words, **environment)
    assert (done.exit_code, done.stdout, done.stderr.count("\n"), two.sent) == (2, "", 1, [])
    assert message in done.stderr


def test_a_removed_current_profile_is_not_replaced_by_another(two: Shell) -> None:
    """After a logout from the current profile, commands use no other profile by themselves."""
    assert two.run("logout").stdout == "Profile home and its token are removed.\n"
    done = two.run("office", "motto")
    expected = "no profile is chosen: pass --profile, or run workato-embedded use with one of acme."
    assert (done.exit_code, two.sent) == (2, [])
    assert expected in done.stderr


def test_a_token_of_the_keyring_belongs_to_its_address(shell: Shell, backend: MemoryKeyring) -> None:
    """If the file gives a profile another address, the token that was saved for the first one is not sent."""
    shell.login("acme", "--data-center", "eu")
    content = shell.content
    content["profiles"]["acme"]["base_url"] = "https://evil.example.com/api"
    shell.write(content)
    done = shell.run("office", "motto")
    assert (done.exit_code, len(shell.sent), list(backend.kept.values())) == (2, 1, ["t1"])
    expected = "the keyring has no token of profile 'acme' for https://evil.example.com/api: run workato-embedded login"
    assert expected in done.stderr


@pytest.mark.parametrize("token", ["", "two words", "line\nbreak"])
def test_an_invalid_token_of_the_file_is_named_by_its_place(two: Shell, token: str) -> None:
    """A token of the file that is not valid in a header is one sentence with the file and the profile."""
    content = two.content
    content["profiles"]["home"]["token"] = token
    two.write(content)
    done = two.run("office", "motto")
    assert (done.exit_code, two.sent) == (2, [])
    assert done.stderr.startswith(f"Error: the API token in {two.file}, profile home is empty or has characters that ")
    assert not token or token not in done.stderr


@pytest.mark.parametrize(
    ("words", "environment", "expected"),
    [
        (["--profile", "acme"], {}, ("acme", "42")),
        (["--profile", "acme"], {"MANAGED_USER_ID": "E7"}, ("acme", "E7")),
        ([], {}, ("home", None)),
        ([], {"API_TOKEN": "t"}, (None, None)),
        ([], {"API_TOKEN": "t", "MANAGED_USER_ID": "E7"}, (None, "E7")),
    ],
)
def test_the_default_customer_is_of_the_variable_or_the_profile_in_use(
    two: Shell, words: list[str], environment: dict[str, str], expected: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command knows its profile and the default customer; without a profile, that of no profile applies."""
    seen: list[Any] = []

    def call_of(*_: Any) -> Call:
        seen.append((profile_name(), default_customer()))
        return Call()

    monkeypatch.setattr("workato_embedded._runtime.cli.running.call_of", call_of)
    assert two.run("office", "motto", *words, **environment).exit_code == 0
    assert seen == [expected]


def test_links_have_the_address_of_the_profile(shell: Shell) -> None:
    """`direct-link` uses the address of the profile, or the host of pages of its data center, and no token."""
    addresses = {"a": DATA_CENTERS["us"], "b": "https://app.eu.workato.com/api", "c": "http://127.0.0.1:1/api"}
    entries = {name: {"base_url": url, "token_storage": "keyring"} for name, url in addresses.items()}
    shell.write({"current": "a", "profiles": entries})
    key = generate_key().private_key
    words = ("direct-link", "--customer", "7", "--vendor-id", "vnd1")
    links = [shell.run(*words, "--profile", name, SIGNING_KEY=key).stdout for name in addresses]
    hosts = ["https://app.workato.com", "https://app.eu.workato.com", "http://127.0.0.1:1"]
    assert [link.partition("/direct_link")[0] for link in links] == hosts
    given = shell.run(*words, "--data-center", "eu", SIGNING_KEY=key)
    assert given.stdout.startswith("https://app.eu.workato.com/direct_link")
