"""Reports usage errors and interruptions in one sentence."""

from __future__ import annotations

import re
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

import click

from ..embedding.keys import KEY_VARIABLE
from ..embedding.tokens import VENDOR_ID_VARIABLE
from ..settings import BASE_URL_VARIABLE, DATA_CENTER_VARIABLE
from .connection import CUSTOMER_VARIABLE, PROFILE_VARIABLE
from .exit_codes import INTERRUPTED
from .streams import is_terminal, print_error

# The environment variables that replace an argument of the client.
_VARIABLES: Final = {
    "base_url": BASE_URL_VARIABLE,
    "customer": CUSTOMER_VARIABLE,
    "data_center": DATA_CENTER_VARIABLE,
    "key": KEY_VARIABLE,
    "profile": PROFILE_VARIABLE,
    "vendor_id": VENDOR_ID_VARIABLE,
}
# A message of the client that starts with an argument, such as `invalid timeout: ...`.
_ARGUMENT: Final = re.compile(r"((?:invalid |missing )?)(\w*)(.*)", re.DOTALL)
_OPTION_ORDER_HINT: Final = " Put options after the command, as in workato-embedded recipes list -o json."


class UsageErrorLine(click.ClickException):
    """A usage error as one sentence with a reference to --help."""

    exit_code = click.UsageError.exit_code

    @classmethod
    def of(cls, error: click.UsageError) -> UsageErrorLine:
        """Return it for an error of click, which would print several lines."""
        hint = f" See {error.ctx.command_path} --help." if error.ctx else ""
        message = error.format_message()
        end = "" if message.endswith((".", "?")) else "."
        return cls(f"{message}{end}{_OPTION_ORDER_HINT if _is_before_its_command(error) else ''}{hint}")


@contextmanager
def usage_errors() -> Generator[None, None, None]:
    """Convert usage errors of click to one sentence, and an interruption to its exit code."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        raise UsageErrorLine.of(error) from error
    except (click.Abort, KeyboardInterrupt) as error:
        if isinstance(error, KeyboardInterrupt) and is_terminal(sys.stderr):
            # The terminal shows ^C in the line. A prompt, which raises Abort, has ended its line already.
            print_error("")
        print_error("Error: interrupted.")
        raise click.exceptions.Exit(INTERRUPTED) from error


def in_options(text: str) -> str:
    """Return a message of the client with the option, or the environment variable, instead of the argument's name."""
    invalid, name, rest = _ARGUMENT.findall(text)[0]
    context = click.get_current_context()
    options = [option for parameter in context.command.params for option in parameter.opts]
    written = f"--{name.replace('_', '-')}"
    if invalid != "missing " and name in _VARIABLES and context.params.get(name) is None:
        written = _VARIABLES[name]
    elif written not in options:
        return text
    return f"{invalid}{written}{rest}"


def _is_before_its_command(error: click.UsageError) -> bool:
    """Return whether an option precedes the name of a resource or a command."""
    context = error.ctx if isinstance(error, click.NoSuchOption) and not error.possibilities else None
    return context is not None and isinstance(context.command, click.Group)
