"""The option `--jq`. The package jq is imported only if it is used."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast

import click

from .values import Type

# Applies an expression to JSON. Raises ValueError if the JSON does not suit it.
Filter = Callable[[Any], list[Any]]


class JqExpression(Type):
    """An expression of jq, compiled."""

    name = "expression"

    def read(self, text: str) -> Filter:
        """Compile the expression."""
        try:
            import jq

            # The package has no types.
            program: Any = cast(Any, jq).compile(text)
        except ModuleNotFoundError as error:
            raise click.ClickException("jq is missing: pip install 'workato-embedded[jq]'") from error
        except ValueError as error:
            # The message repeats the expression on further lines.
            reason = str(error).partition("\n")[0].removeprefix("jq: error: ").rstrip(":")
            raise ValueError(f"{text!r} is not an expression of jq: {reason}") from error
        return lambda value: list(program.input_text(json.dumps(value)))


def filtered(value: Any, expression: Filter, can_write: Callable[[str], bool]) -> list[str]:
    """Return the results of an expression, each as a line: strings as they are, other values as JSON.

    Raises:
        click.ClickException: The value does not suit the expression.
    """
    try:
        results = expression(value)
    except ValueError as error:
        raise click.ClickException(f"--jq: {error}") from error
    return [each if isinstance(each, str) else json_line(each, can_write) for each in results]


def json_line(value: Any, can_write: Callable[[str], bool]) -> str:
    """Return a value as JSON in a line."""
    text = json.dumps(value, ensure_ascii=False)
    return text if can_write(text) else json.dumps(value)
