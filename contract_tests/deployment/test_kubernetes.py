"""The variables that Kubernetes sets for Services do not change the commands and the client."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
import workato_embedded
import workato_embedded_mock
from click.testing import CliRunner
from workato_embedded import WorkatoEmbedded
from workato_embedded_mock.cli import main

# The endings of the variables that Kubernetes sets for a Service, after its name in capitals.
_ENDINGS = {
    "SERVICE_HOST": "10.0.0.1",
    "SERVICE_PORT": "80",
    "SERVICE_PORT_HTTP": "80",
    "PORT": "tcp://10.0.0.1:80",
    "PORT_80_TCP": "tcp://10.0.0.1:80",
    "PORT_80_TCP_PROTO": "tcp",
    "PORT_80_TCP_PORT": "80",
    "PORT_80_TCP_ADDR": "10.0.0.1",
}
VARIABLES = {
    f"{service}_{ending}": value
    for service in ("WORKATO_MOCK", "WORKATO_EMBEDDED")
    for ending, value in _ENDINGS.items()
}


@pytest.mark.parametrize("command", [["serve"], ["proxy", "--to", "http://127.0.0.1:1"]], ids=["serve", "proxy"])
def test_the_variables_of_a_service_are_ignored(command: list[str]) -> None:
    """With the variables of a Service called workato-mock, a command takes its default port and logs a warning."""
    # An address for documentation, on which no command can listen.
    done = CliRunner().invoke(main, [*command, "--host", "192.0.2.1"], env=VARIABLES)
    assert "Port 8765 on 192.0.2.1 cannot be used" in done.stderr
    assert re.findall(r"ignored (\S+), which Kubernetes", done.stderr) == ["WORKATO_MOCK_PORT=tcp://10.0.0.1:80"]
    for port in (["--port", "70000"], []):
        env = {**VARIABLES, "WORKATO_MOCK_PORT": "70000"}
        assert "70000 is not in the range" in CliRunner().invoke(main, [*command, *port], env=env).stderr


def test_the_client_reads_no_variable_of_a_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client has the same settings with the variables of Services as without them."""
    client = WorkatoEmbedded("t")
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    assert WorkatoEmbedded("t").base_url == client.base_url


def test_only_the_port_is_read_from_a_variable_of_a_service() -> None:
    """Of the variables that mock and client read, only that of the port can be one that Kubernetes sets."""
    folders = [Path(str(package.__file__)).parent for package in (workato_embedded, workato_embedded_mock)]
    text = "".join(path.read_text("utf-8") for folder in folders for path in folder.rglob("*.py"))
    named = {*re.findall(r"\bWORKATO_[A-Z_]+\b", text), *_variables()}
    assert named & VARIABLES.keys() == {"WORKATO_MOCK_PORT"}


def _variables() -> set[str]:
    """Return the variables of the options of `workato-mock`."""
    context = click.Context(main)
    commands = [main.get_command(context, name) for name in main.list_commands(context)]
    return {str(option.envvar) for command in commands if command for option in command.params}
