"""Collect the public names that are not Python: commands, options, environment variables, the control plane."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import click
import httpx2
import pytest
from workato_embedded import cli, spec_path
from workato_embedded._runtime.cli.exit_codes import EXIT_CODES
from workato_embedded._runtime.cli.program import ALIASES
from workato_embedded_mock import MockTransport, create_app, pytest_plugin
from workato_embedded_mock.cli import main as mock_command

DISTRIBUTIONS = ("workato-embedded", "workato-embedded-mock")


def interfaces() -> dict[str, Any]:
    """Return everything that users name outside of Python code."""
    return {
        "entry_points": _entry_points(),
        "environment_variables": _words("workato_embedded", "WORKATO_EMBEDDED_[A-Z_]+"),
        "headers": _words("workato_embedded_mock", "X-Mock-[A-Za-z-]+"),
        "commands": {
            "workato-embedded": _client_command(),
            "workato-mock": {name: _options(command) for name, command in sorted(_leaves(mock_command))},
        },
        "pytest_options": _pytest_options(),
        "control_plane": _control_plane(),
    }


def _entry_points() -> dict[str, str]:
    found = [entry for name in DISTRIBUTIONS for entry in distribution(name).entry_points]
    return {f"{entry.group} {entry.name}": entry.value for entry in sorted(found, key=lambda entry: entry.name)}


def _words(package: str, pattern: str) -> list[str]:
    """Return the words of a pattern in the source of a package."""
    folder = Path(str(import_module(package).__file__)).parent
    text = "".join(path.read_text("utf-8") for path in sorted(folder.rglob("*.py")))
    return sorted(set(re.findall(rf"\b{pattern}\b", text)))


def _leaves(group: click.Group, *path: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _leaves(command, *path, name)
        elif command is not None:
            yield " ".join((*path, name)), command


def _options(command: click.Command) -> list[str]:
    """Return the arguments and options of a command, each with its forms and the variable that sets it."""
    found = []
    for option in command.params:
        if isinstance(option, click.Argument):
            found.append(option.human_readable_name)
            continue
        variable = [f"({option.envvar})"] if isinstance(option.envvar, str) else []
        found.append(" ".join([*option.opts, *option.secondary_opts, *variable]))
    return found


def _client_command() -> dict[str, Any]:
    """Return the options that commands of `workato-embedded` share, and the commands that are not operations."""
    leaves = {name: leaf for name, leaf in _leaves(cli.program()) if name.partition(" ")[0] not in ALIASES}
    paths = json.loads(spec_path("openapi.json").read_text("utf-8"))["paths"]
    clients = [one["x-client"] for item in paths.values() for one in item.values() if "x-client" in one]
    operations = {f"{one['resource']} {one['method']}".replace(".", " ").replace("_", "-") for one in clients}
    # Commands of a resource call the API.
    shared = set.intersection(*(set(_options(command)) for name, command in leaves.items() if " " in name))
    of_operations = {option for name in operations for option in _options(leaves[name])}
    return {
        "options": _options(cli.program()),
        "options of every command that calls the API": sorted(shared),
        "options of some commands": sorted(of_operations & {"--all", "--body", "-y --yes"}),
        "option of the customer": sorted(option for option in of_operations if option.startswith("-m ")),
        "other names of resources": dict(ALIASES),
        "commands that are not operations": {
            name: [option for option in _options(command) if " " not in name or option not in shared]
            for name, command in leaves.items()
            if name not in operations
        },
        "exit codes": {kind.__name__: code for kind, code in EXIT_CODES.items()},
    }


def _pytest_options() -> list[str]:
    parser = pytest.Parser(_ispytest=True)
    pytest_plugin.pytest_addoption(parser)
    return sorted(name for option in parser.getgroup("workato-mock").options for name in option.names())


def _control_plane() -> dict[str, Any]:
    """Return the operations of the control plane, with the names in parameters, bodies and successful responses."""
    with create_app() as app, httpx2.Client(transport=MockTransport(app), base_url="http://mock.example.com") as http:
        document = http.get("/_mock/openapi.json").json()
    return {
        f"{method.upper()} {path}": _of_operation(document, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method != "parameters"
    }


def _of_operation(document: Any, operation: Any) -> dict[str, Any]:
    parameters = [_resolved(document, one) for one in operation.get("parameters", [])]
    return {
        "parameters": [f"{one['in']} {one['name']}" for one in parameters],
        "body": list(_properties(document, operation.get("requestBody", {}))),
        "response": list(_properties(document, operation["responses"]["200"])),
        "statuses": [int(status) for status in operation["responses"]],
    }


def _properties(document: Any, media: Any) -> Iterator[str]:
    """Yield the names in a body, as dotted paths."""
    content = _resolved(document, media).get("content", {}).get("application/json", {})
    yield from _named(document, content.get("schema", {}), "")


def _named(document: Any, schema: Any, prefix: str) -> Iterator[str]:
    schema = _resolved(document, schema)
    for name, inner in _resolved(document, schema.get("items", schema)).get("properties", {}).items():
        yield f"{prefix}{name}"
        yield from _named(document, inner, f"{prefix}{name}.")


def _resolved(document: Any, value: Any) -> Any:
    while isinstance(value, dict) and "$ref" in value:
        _, section, kind, name = value["$ref"].split("/")
        value = document[section][kind][name]
    return value
