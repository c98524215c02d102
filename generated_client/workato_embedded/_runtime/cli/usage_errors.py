"""Says in one sentence what was written wrongly, in the words of the command line, or that the work was interrupted."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

import click

from ..settings import BASE_URL_VARIABLE, DATA_CENTER_VARIABLE
from .exit_codes import INTERRUPTED
from .streams import is_terminal, print_error

_VARIABLES: Final = {"base_url": BASE_URL_VARIABLE, "data_center": DATA_CENTER_VARIABLE}
"""Variables of the environment, by the argument of the client whose place they take."""
_BEHIND: Final = " Options stand behind the command, as in workato-embedded recipes list -o json."


class UsageErrorLine(click.ClickException):
    """The command was written wrongly: one sentence, and where to read how it is written."""

    exit_code = click.UsageError.exit_code

    @classmethod
    def of(cls, error: click.UsageError) -> UsageErrorLine:
        """Return it for what click found, which would also print lines of usage."""
        hint = f" See {error.ctx.command_path} --help." if error.ctx else ""
        message = error.format_message()
        end = "" if message.endswith((".", "?")) else "."
        return cls(f"{message}{end}{_BEHIND if _is_before_its_command(error) else ''}{hint}")


@contextmanager
def usage_errors() -> Generator[None, None, None]:
    """Turn what click finds wrong into one sentence, and an interruption into its exit code."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        raise UsageErrorLine.of(error) from error
    except (click.Abort, KeyboardInterrupt) as error:
        if isinstance(error, KeyboardInterrupt) and is_terminal(sys.stderr):
            # It has written ^C into the line; a prompt, which raises Abort, has ended its own.
            print_error("")
        print_error("Error: interrupted.")
        raise click.exceptions.Exit(INTERRUPTED) from error


def in_options(text: str) -> str:
    """Return what the client says of an argument with the option in its place, or the variable that it came from."""
    name, blank, rest = text.partition(" ")
    context = click.get_current_context()
    options = [option for parameter in context.command.params for option in parameter.opts]
    written = f"--{name.replace('_', '-')}"
    if name in _VARIABLES and context.params.get(name) is None:
        written = _VARIABLES[name]
    elif written not in options:
        return text
    return f"{written}{blank}{rest}"


def _is_before_its_command(error: click.UsageError) -> bool:
    """Say whether an option stands where only a resource or a command can."""
    context = error.ctx if isinstance(error, click.NoSuchOption) and not error.possibilities else None
    return context is not None and isinstance(context.command, click.Group)
