"""Converts the parameters of an operation to options, and the values of the options to a call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import click

from ..call import Call
from ..requests import without_wrapper
from ..unset import UNSET
from .commands import Command, Parameter
from .path_values import path_options, path_values
from .values import JsonObject, type_of

BODY: Final = "--body"
_BODY_HELP: Final = (
    "The fields of the body as JSON: @FILE, - for standard input, or the JSON itself. Other options take precedence."
    " This is the way to send null."
)


def options_of(command: Command) -> list[click.Parameter]:
    """Return the arguments and options of an operation: one for each parameter, and `--body` if it takes JSON."""
    made = [*path_options(command), *(_option(each) for each in command.parameters if each.location != "path")]
    if command.has_body:
        made.append(click.Option([BODY, "body_"], type=JsonObject(), help=_BODY_HELP))
    return made


def _option(parameter: Parameter) -> click.Option:
    name = parameter.option
    # A field of the body may come from --body, so it is checked later whether it is missing.
    must = parameter.required and parameter.location != "body"
    text = parameter.help if must or not parameter.required else f"{parameter.help} Required, here or in {BODY}."
    if parameter.kind == "boolean":
        return click.Option([f"{name}/--no-{name[2:]}", _key(parameter)], default=None, help=text)
    many = parameter.many or parameter.kind == "pairs"
    text = f"{text} Can be repeated." if many else text
    return click.Option([name, _key(parameter)], type=type_of(parameter), multiple=many, required=must, help=text)


def call_of(command: Command, given: Mapping[str, Any]) -> Call:
    """Return the call for the values of `options_of`. Raises click.UsageError if a required value is missing."""
    path = path_values(command, given)
    others = [parameter for parameter in command.parameters if parameter.location != "path"]
    values = {p: _value(p, given[_key(p)]) for p in others if not _is_missing(p, given[_key(p)])}

    def at(location: str) -> dict[str, Any]:
        return {parameter.name: value for parameter, value in values.items() if parameter.location == location}

    content = next(iter(at("content").values()), UNSET)
    body = {**without_wrapper(command.operation, given.get("body_") or {}), **at("body")} if command.has_body else None
    for parameter in command.parameters:
        if parameter.location == "body" and parameter.required and parameter.name not in (body or {}):
            raise click.UsageError(f"{parameter.option} is missing: pass it, or {parameter.name} in {BODY}")
    return Call(path=path, query=at("query"), body=body, content=content)


def _key(parameter: Parameter) -> str:
    # With a prefix, so that no name of the API is also one of the command's options.
    return f"{parameter.location}_{parameter.python_name}"


def _is_missing(parameter: Parameter, value: Any) -> bool:
    return value is None or (value == () and (parameter.many or parameter.kind == "pairs"))


def _value(parameter: Parameter, value: Any) -> Any:
    if parameter.kind == "pairs":
        return {key: entry for entries in value for key, entry in entries.items()}
    return list(value) if parameter.many else value
