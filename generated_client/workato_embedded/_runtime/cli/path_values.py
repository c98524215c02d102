"""The ids in the path of a command: the customer as an option, the others as arguments or options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import click

from .commands import Command, Parameter
from .target import default_customer
from .values import type_of

# The parameter of the customer, which has short options.
CUSTOMER: Final = "managed_user_id"
_CUSTOMER_OPTIONS: Final = ("-m", "--customer")
_CUSTOMER_HELP: Final = "The customer: its id, or E and its external id, such as Eacme/42."
# The name of the argument that takes the ids.
_IDS: Final = "ids_"


def path_options(command: Command) -> list[click.Parameter]:
    """Return the argument for the ids of a command, if it has any, and an option for each parameter of the path."""
    ids = _positional(command)
    return [
        *([click.Argument([_IDS], nargs=-1, metavar=" ".join(map(_metavar, ids)))] if ids else []),
        *(_option(parameter) for parameter in _path(command)),
    ]


def path_values(command: Command, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the path by their names in the API. Raises click.UsageError if one is missing or too many.

    Arguments fill the parameters that have no option, in the order of the path. The default customer is used only
    for a command whose object is something of the customer.
    """
    options = {parameter.name: given[_key(parameter)] for parameter in _path(command)}
    ids = _positional(command)
    words = list(given.get(_IDS, ()))
    for parameter in ids:
        if options[parameter.name] is None and words:
            options[parameter.name] = _converted(parameter, words.pop(0))
    if words:
        raise click.UsageError(f"unexpected argument {words[0]!r}")
    if options.get(CUSTOMER, "") is None and CUSTOMER not in [parameter.name for parameter in ids]:
        options[CUSTOMER] = default_customer()
    for parameter in _path(command):
        if options[parameter.name] is None:
            raise _missing(parameter, parameter in ids)
    return options


def _path(command: Command) -> list[Parameter]:
    return [parameter for parameter in command.parameters if parameter.location == "path"]


def _positional(command: Command) -> list[Parameter]:
    """Return the parameters of the path that arguments can fill: those of the object of the command."""
    return [each for each in _path(command) if each.name != CUSTOMER or command.customer_is_object]


def _option(parameter: Parameter) -> click.Option:
    if parameter.name == CUSTOMER:
        names = [*_CUSTOMER_OPTIONS, parameter.option, _key(parameter)]
        return click.Option(names, type=type_of(parameter), metavar="ID", help=_CUSTOMER_HELP)
    return click.Option([parameter.option, _key(parameter)], type=type_of(parameter), help=parameter.help)


def _key(parameter: Parameter) -> str:
    return f"path_{parameter.python_name}"


def _metavar(parameter: Parameter) -> str:
    return "CUSTOMER" if parameter.name == CUSTOMER else parameter.python_name.upper()


def _converted(parameter: Parameter, word: str) -> Any:
    context = click.get_current_context()
    try:
        return type_of(parameter).convert(word, None, context)
    except click.BadParameter as error:
        error.param_hint = f"'{_metavar(parameter)}'"
        raise


def _missing(parameter: Parameter, is_positional: bool) -> click.UsageError:
    if is_positional:
        return click.MissingParameter(param_hint=f"'{_metavar(parameter)}'", param_type="argument")
    hint = " / ".join(f"'{name}'" for name in _CUSTOMER_OPTIONS)
    return click.MissingParameter(param_hint=hint, param_type="option")
