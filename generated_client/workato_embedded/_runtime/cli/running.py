"""Runs a command: creates the client, carries out the operation, and shows the result."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager, nullcontext
from typing import Any, Final

import click
from rich.console import Console
from rich.text import Text

from ..auth import check_secret
from ..base_client import SyncClient
from ..call import Call
from ..errors import WorkatoEmbeddedError
from ..escaping import safe
from ..response_limits import DEFAULT_RESPONSE_SIZE
from ..settings import TOKEN_VARIABLE
from .commands import Command, CompositeCommand, ShowProgress
from .connection import Connection, use_connection
from .exit_codes import exit_code
from .options import call_of
from .output import View, show, unknown_columns
from .output_options import output_options, view_of
from .path_values import path_values
from .profile_types import profile_option
from .results import Result, fetch, fetch_all
from .streams import is_terminal, print_error, write
from .usage_errors import in_options
from .values import Seconds
from .writes import before_write

# Returns a client for a token and some of its arguments.
MakeClient = Callable[..., SyncClient]
# The options that are arguments of the client, besides its address.
_CLIENT_OPTIONS: Final = (
    "timeout",
    "total_timeout",
    "max_response_size",
    "max_download_size",
)
# A placeholder until the token is entered. Nothing is sent with it.
_UNKNOWN: Final = "unknown"


def common_options(data_centers: Iterable[str]) -> list[click.Option]:
    """Return the options of all commands: how to show the result, and where to send."""
    return [*output_options(), *client_options(data_centers)]


def client_options(data_centers: Iterable[str]) -> list[click.Option]:
    """Return the options of all commands that send: where to, and within which limits."""
    return [
        *address_options(data_centers),
        click.Option(["--timeout"], type=Seconds(), metavar="SECONDS", help="Timeout of a request."),
        click.Option(
            ["--total-timeout"],
            type=Seconds(),
            metavar="SECONDS",
            help="Timeout of a call with its retries; of each page and poll. Default: none.",
        ),
        click.Option(
            ["--max-response-size"],
            type=click.IntRange(min=1),
            metavar="BYTES",
            help=f"Maximum size of a decoded response. Default: {DEFAULT_RESPONSE_SIZE}.",
        ),
    ]


def address_options(data_centers: Iterable[str]) -> list[click.Option]:
    """Return the options for the address of the API or of its pages, which a profile may give."""
    return [*place_options(data_centers), profile_option()]


def place_options(data_centers: Iterable[str]) -> list[click.Option]:
    """Return the options that give an address."""
    return [
        click.Option(["--data-center"], type=click.Choice(tuple(data_centers)), help="The data center of the account."),
        click.Option(["--base-url"], metavar="URL", help="Another base URL, such as that of a mock server."),
    ]


def paging_options(command: Command) -> list[click.Option]:
    """Return the options of commands that list."""
    text = "Fetch all pages within the documented rate limits."
    return [click.Option(["--all", "all_"], is_flag=True, help=text)] if command.paged else []


def run_command(command: Command, make_client: MakeClient, given: dict[str, Any]) -> None:
    """Carry out an operation, or fetch all pages of its list, and show the result."""
    with client_errors():
        # First, because it gives the default customer.
        use_connection(given)
    call, view = call_of(command, given), view_of(given)
    whole = command.paged if given.get("all_") else None
    with open_client(make_client, given) as client, client_errors():
        before_write(command, call, client, given)
        result = fetch_all(client, whole, call) if whole else fetch(client, command.operation, call)
    show_result(result, view)


def run_composite(
    composite: CompositeCommand, command: Command, make_client: MakeClient, given: dict[str, Any]
) -> None:
    """Run a composite command and show its result."""
    with client_errors():
        use_connection(given)
    path, view = path_values(command, given), view_of(given)
    progress = _progress() if composite.has_progress else nullcontext(_show_nothing)
    with open_client(make_client, given) as client, client_errors():
        before_write(command, Call(path=path), client, given)
        with progress as show_progress:
            body = composite.run(client, command, path, given, show_progress)
    if body is not None:
        show_result(Result(body, body), view)


def show_result(result: Result, view: View) -> None:
    """Write a result. Raises click.ClickException if it lacks a chosen column."""
    shown = show(result, view)
    if shown.text:
        write(shown.text)
    if shown.note:
        print_error(shown.note)
    if unknown := unknown_columns(result, view):
        # The result is shown nevertheless: the operation may have created something.
        raise click.ClickException(safe(unknown))


@contextmanager
def open_client(make_client: MakeClient, given: Mapping[str, Any]) -> Generator[SyncClient, None, None]:
    """Yield a client. Raises click.UsageError if the options are invalid."""
    with client_errors():
        connection = use_connection(given)
    options = {name: given[name] for name in _CLIENT_OPTIONS if given.get(name) is not None}
    options |= connection.address
    if given.get("all_"):
        options["rate_limits"] = "documented"
    with client_errors():
        if connection.token_source is None and is_terminal(sys.stdin):
            # Check the options before the user types a token.
            make_client(_UNKNOWN, **options).close()
        client = make_client(_token_of(connection), **options)
    with client:
        yield client


@contextmanager
def client_errors() -> Generator[None, None, None]:
    """Convert errors of the client to one sentence and an exit code."""
    try:
        yield
    except WorkatoEmbeddedError as error:
        print_error(f"Error: {error}")
        for reason in getattr(error, "reasons", ()):
            print_error(f"Reason: {reason}")
        raise click.exceptions.Exit(exit_code(error)) from error
    except ValueError as error:
        raise click.UsageError(f"{in_options(str(error))}.") from error
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        raise click.ClickException(f"{name}{error.strerror or error}") from error


def _show_nothing(text: str) -> None:
    """Show no progress."""


@contextmanager
def _progress() -> Generator[ShowProgress, None, None]:
    """Show the progress on standard error if it is a terminal."""
    if not is_terminal(sys.stderr):
        yield _show_nothing
        return
    with Console(stderr=True).status("started") as status:
        # Not as markup of rich: the text comes from the API.
        yield lambda text: status.update(Text(safe(text)))


def _token_of(connection: Connection) -> str:
    """Return the token of a connection, or prompt for it on a terminal."""
    if connection.token_source is not None:
        return connection.token()
    if not is_terminal(sys.stdin):
        other = connection.instead_of_profile
        hint = f"; no profile is used because of {other}" if other else ", or run workato-embedded login"
        raise click.UsageError(f"missing API token: set {TOKEN_VARIABLE}{hint}")
    return prompt_for_token()


def prompt_for_token() -> str:
    """Prompt for the token on a terminal, without showing what is typed. Raises ValueError if it is not valid."""
    return check_secret(click.prompt("API token", hide_input=True, err=True), "API token that was entered")
