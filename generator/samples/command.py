"""Samples for the command."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from typing import Any

from generator.facade import Argument
from generator.samples.calls import ExampleCall

_LINE = 72


def command_line(call: ExampleCall, path: str) -> str:
    """Return the command that makes a call."""
    words = ["workato-embedded", *path.replace("_", "-").split(".")]
    # The customer is an id only in commands about the customer itself.
    is_customers = path.rpartition(".")[0] == "managed_users"
    options, rest = [], {}
    for argument, value in call.arguments:
        if argument.location == "path":
            is_option = argument.name == "managed_user_id" and not is_customers
            options.append(shlex.join(["-m", str(value)] if is_option else [str(value)]))
            continue
        # An option cannot be null, or a number that the API must receive as text.
        if (value is None and argument.location != "content") or _is_numeric_text(argument, value):
            rest[argument.name] = value
        else:
            options += [shlex.join(option) for option in _options(argument, value)]
    if rest:
        options.append(shlex.join(["--body", json.dumps(rest, ensure_ascii=False)]))
    line = " ".join([shlex.join(words), *options])
    return (line if len(line) <= _LINE else " \\\n  ".join([shlex.join(words), *options])) + "\n"


def _is_numeric_text(argument: Argument, value: Any) -> bool:
    return argument.shape.kind == "number-or-text" and isinstance(value, str)


def _options(argument: Argument, value: Any) -> Iterator[list[str]]:
    name = "--" + argument.python_name.rstrip("_").replace("_", "-")
    if argument.location == "content":
        yield [name, "package.zip"]
    elif argument.shape.kind == "boolean":
        yield [name if value else f"--no-{name[2:]}"]
    else:
        given = [f"{key}={each}" for key, each in value.items()] if argument.shape.kind == "pairs" else value
        many = argument.shape.many or argument.shape.kind == "pairs"
        for each in given if many else [given]:
            yield [name, json.dumps(each, ensure_ascii=False) if argument.shape.kind == "json" else str(each)]
