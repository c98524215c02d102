"""Tests of the command that prints signed links."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from click.testing import CliRunner, Result
from workato_embedded import cli
from workato_embedded.embedding import KeyPair, generate_key

PAIR = generate_key()


def ask(*words: str, stdin: str | None = None, **environment: str) -> Result:
    """Run the command with options and settings of the environment."""
    named = {f"WORKATO_EMBEDDED_{name}": environment.get(name) for name in ("SIGNING_KEY", "VENDOR_ID", "BASE_URL")}
    return CliRunner().invoke(cli.program(), ["direct-link", *words], input=stdin, env=named, terminal_width=100)


@pytest.fixture
def key(tmp_path: Path) -> str:
    """The path of a file with the private key."""
    path = tmp_path / "key.pem"
    path.write_text(PAIR.private_key)
    return str(path)


def claims(result: Result, pair: KeyPair = PAIR) -> dict[str, str]:
    """Return the claims of the link that the command printed."""
    assert (result.exit_code, result.stderr) == (0, "")
    ((token,),) = [parse_qs(urlsplit(result.stdout.strip()).query)["workato_dl_token"]]
    return jwt.decode(token, pair.public_key, algorithms=["RS256"])


def test_the_link_is_printed(key: str) -> None:
    """The command prints one link, for a page or for the widget of a connection, and nothing else."""
    words = ("--customer", "Eacme/42", "--key", key, "--vendor-id", "vnd1", "--user", "7")
    page = ask(*words, "--path", "/recipes?q=1#a", "--data-center", "eu", "--origin", "https://app.example.com")
    assert page.stdout.startswith("https://app.eu.workato.com/direct_link?workato_dl_path=%2Frecipes%3Fq%3D1%23a&")
    assert page.stdout.count("\n") == 1
    assert claims(page)["sub"] == "vnd1:Eacme%2F42:7"
    assert claims(page)["origin"] == "https://app.example.com"
    widget = ask(*words, "--connection-id", "8", "--base-url", "http://127.0.0.1:1/api")
    assert widget.stdout.startswith("http://127.0.0.1:1/direct_link/embedded/connections/8?workato_dl_token=")
    assert "origin" not in claims(widget)


def test_settings_come_from_the_environment_or_standard_input(key: str) -> None:
    """Key, vendor id and address come from the environment, and the key also from standard input."""
    settings = {"VENDOR_ID": "vnd1", "BASE_URL": "http://127.0.0.1:1"}
    for given in (key, PAIR.private_key):
        result = ask("--customer", "7", SIGNING_KEY=given, **settings)
        assert result.stdout.startswith("http://127.0.0.1:1/direct_link?workato_dl_path=%2F&")
        assert claims(result)["sub"] == "vnd1:7"
    assert claims(ask("--customer", "7", "--key", "-", stdin=PAIR.private_key, **settings))["sub"] == "vnd1:7"


@pytest.mark.parametrize(
    ("words", "settings", "problem"),
    [
        ((), {}, "Missing option '-m' / '--customer' / '--managed-user-id'"),
        (("--customer", "7"), {}, "missing --vendor-id: pass it, or set WORKATO_EMBEDDED_VENDOR_ID"),
        (("--customer", "7"), {"VENDOR_ID": "v"}, "missing --key: pass it, or set WORKATO_EMBEDDED_SIGNING_KEY"),
        (("--customer", "7"), {"VENDOR_ID": "a b"}, "invalid WORKATO_EMBEDDED_VENDOR_ID: expected characters"),
        (("--customer", "7", "--vendor-id", "a b"), {}, "invalid --vendor-id: expected characters"),
        (("--customer", "7"), {"VENDOR_ID": "v", "SIGNING_KEY": "x.pem"}, "invalid WORKATO_EMBEDDED_SIGNING_KEY: "),
        (("--customer", "acme"), {"VENDOR_ID": "v"}, "invalid --customer: expected its id, or E and the external id"),
        (("--customer", "7", "--path", "//a"), {"VENDOR_ID": "v"}, "invalid --path: expected a path such as /recipes"),
        (("--customer", "7", "--connection-id", "E7"), {"VENDOR_ID": "v"}, "invalid --connection-id: expected the "),
        (("--customer", "7", "--path", "/", "--connection-id", "7"), {}, "pass --path or --connection-id, not both"),
        (("--customer", "7", "--key", "missing.pem"), {}, "missing.pem cannot be read"),
    ],
)
def test_a_wrong_option_is_a_usage_error(words: tuple[str, ...], settings: dict[str, str], problem: str) -> None:
    """A missing or invalid option or variable is named in one sentence, with exit code 2."""
    result = ask(*words, **settings)
    assert (result.exit_code, result.stdout) == (2, "")
    assert problem in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_missing_library_names_the_extra(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, the command prints what to install, with exit code 1."""
    monkeypatch.setitem(sys.modules, "jwt", None)
    result = ask("--customer", "7", "--key", key, "--vendor-id", "vnd1")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: jwt is missing: pip install 'workato-embedded[embedding]'\n"
