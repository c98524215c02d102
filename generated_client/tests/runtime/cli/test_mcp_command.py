"""Tests of the command that serves MCP."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from click.testing import CliRunner, Result
from workato_embedded import cli
from workato_embedded._metadata import VERSION
from workato_embedded._operations.index import ALL
from workato_embedded._runtime.cli import mcp_command
from workato_embedded._runtime.mcp import serving


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What was served."""
    calls: list[dict[str, Any]] = []

    def serve(client: Any, operations: Any, version: str, **given: Any) -> None:
        assert operations is ALL
        calls.append({"base_url": client.base_url, "version": version, **given})

    monkeypatch.setattr(serving, "serve", serve)
    return calls


def ask(*words: str, token: str | None = "known") -> Result:
    """Run the command."""
    environment = {"WORKATO_EMBEDDED_API_TOKEN": token, "WORKATO_EMBEDDED_BASE_URL": "http://127.0.0.1:1"}
    return CliRunner().invoke(cli.program(), ["mcp", *words], env=environment)


def test_the_address_and_token_come_from_the_environment(served: list[dict[str, Any]]) -> None:
    """The command serves with address and token of the environment, and by default without writes of programs."""
    result = ask()
    assert (result.exit_code, result.output) == (0, "")
    assert served == [
        {"base_url": "http://127.0.0.1:1/api", "version": VERSION, "allow_writes": False, "address": None}
    ]


def test_options_are_passed_on(served: list[dict[str, Any]]) -> None:
    """Options choose the address of the API, writes and HTTP, whose address is printed to standard error."""
    result = ask("--data-center", "eu", "--allow-writes", "--http", "127.0.0.1:8000")
    assert result.stderr == "Serving MCP at http://127.0.0.1:8000/mcp\n"
    assert result.stdout == ""
    assert served[0]["base_url"] == "https://app.eu.workato.com/api"
    assert (served[0]["allow_writes"], served[0]["address"]) == (True, ("127.0.0.1", 8000))


def test_a_terminal_is_told_what_happens(served: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal, the command prints that it waits for a program."""
    monkeypatch.setattr(mcp_command, "is_terminal", lambda _: True)
    assert ask().stderr.startswith("Serving MCP on standard input and output")
    assert len(served) == 1


@pytest.mark.parametrize(
    ("words", "token", "text"),
    [
        ((), None, "missing API token"),
        (("--http", "0.0.0.0:80"), "known", "invalid host '0.0.0.0'"),
        (("--base-url", "ftp://x"), "known", "invalid --base-url"),
    ],
)
def test_invalid_settings_are_one_sentence(
    words: tuple[str, ...], token: str | None, text: str, served: list[dict[str, Any]]
) -> None:
    """A missing token, another host or an invalid address is a usage error, and nothing is served."""
    result = ask(*words, token=token)
    assert (result.exit_code, served) == (2, [])
    assert text in result.stderr


@pytest.mark.parametrize("library", ["mcp", "jsonschema"])
def test_a_missing_library_names_the_extra(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, the command names what is missing and how it is installed."""
    own = "workato_embedded._runtime.mcp"
    for name in [name for name in sys.modules if name.startswith((own, f"{library}."))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    result = ask()
    assert (result.exit_code, result.stderr) == (
        1,
        f"Error: {library} is missing: pip install 'workato-embedded[mcp]'\n",
    )


def test_another_missing_module_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing module of the package itself is an error of its own."""
    monkeypatch.setitem(sys.modules, "workato_embedded._runtime.mcp.serving", None)
    result = ask()
    assert isinstance(result.exception, ModuleNotFoundError)
