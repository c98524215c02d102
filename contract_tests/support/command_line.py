"""Run the command in this process, and convert arguments of the client's methods to a command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from workato_embedded import cli
from workato_embedded._runtime.cli.commands import Command, Parameter

# By operationId: the words of a command, and the command.
COMMANDS: dict[str, tuple[tuple[str, ...], Command]] = {
    command.operation.id: (words, command)
    for resource in cli.RESOURCES
    for words, command in cli.load(resource).all_commands()
}


def run(*words: str, stdin: str | bytes | None = None, **environment: str | None) -> Result:
    """Run the command. Its words may have underscores, as the names of the API."""
    return CliRunner().invoke(cli.program(), words, input=stdin, env=environment, terminal_width=100)


def words_of(operation_id: str, arguments: dict[str, Any], folder: Path) -> list[str]:
    """Return the words that call an operation: options where possible, and a file for `--body` for the rest."""
    names, command = COMMANDS[operation_id]
    words, rest = [*names], {}
    for parameter in command.parameters:
        if parameter.name in arguments:
            value = arguments[parameter.name]
            # An option cannot be null, or a number that the API must receive as text.
            if value is None or (parameter.kind == "number-or-text" and isinstance(value, str)):
                rest[parameter.name] = value
            else:
                words += _options(parameter, value, folder)
    if rest:
        (folder / "body.json").write_text(json.dumps(rest), encoding="utf-8")
        words += ["--body", f"@{folder / 'body.json'}"]
    return words


def _options(parameter: Parameter, value: Any, folder: Path) -> Iterator[str]:
    if parameter.kind == "boolean":
        yield parameter.option if value else f"--no-{parameter.option[2:]}"
        return
    if parameter.kind == "bytes":
        (folder / "content").write_bytes(value)
        value = str(folder / "content")
    if parameter.kind == "pairs":
        value = [f"{key}={entry}" for key, entry in value.items()]
    for each in value if parameter.many or parameter.kind == "pairs" else [value]:
        yield parameter.option
        yield json.dumps(each) if parameter.kind == "json" else str(each)
