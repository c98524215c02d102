"""Explains a misspelt argument of a method."""

from __future__ import annotations

import keyword
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from .argument_names import plain_name
from .call import Call
from .operations import REQUEST_ID, Operation


def unknown_argument(name: str, operation: Operation[Any], call: Call, options: Sequence[str]) -> TypeError:
    """Return the error for an argument that a method does not have, with its arguments and the nearest of them.

    Args:
        name: The unknown argument.
        operation: The operation of the method.
        call: The call, which has all arguments of the method by their names in the API.
        options: The options of every method.
    """
    arguments = _arguments(operation, call)
    nearest = get_close_matches(name, [*arguments, *options], 1)
    hint = f", did you mean {nearest[0]!r}?" if nearest else ":"
    listed = f"its arguments are {', '.join(arguments)}, and " if arguments else ""
    return TypeError(f"{operation.name}() has no argument {name!r}{hint} {listed}the options are {', '.join(options)}")


def _arguments(operation: Operation[Any], call: Call) -> list[str]:
    if operation.id == REQUEST_ID:
        return ["method", "path", "query", "body"]
    return [_python_name(name) for name in (*call.path, *call.query, *(call.body or ()))]


def _python_name(name: str) -> str:
    plain = plain_name(name)
    return f"{plain}_" if keyword.iskeyword(plain) else plain
