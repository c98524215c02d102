# Copied by `python -m generator build` from generator/runtime/. Do not edit.
"""The command itself: a group for each resource, loaded when it is first used, and a command for each operation."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import click

from ..base_client import SyncClient
from ..errors import WorkatoEmbeddedError
from ..settings import TOKEN_VARIABLE
from .commands import Command, Room
from .exits import exit_code
from .options import call_of, options_of
from .output import View, left_out, render
from .results import every_page, one


def _hyphenated(name: str) -> str:
    return name.replace("_", "-")


_SETTINGS: Final[dict[str, Any]] = {
    "help_option_names": ["-h", "--help"],
    "token_normalize_func": _hyphenated,
    "max_content_width": 110,
}
_EPILOG: Final = (
    f"The API token comes from {TOKEN_VARIABLE}, or is asked for; it is never an argument. Exit codes: 2 wrong"
    " arguments, 3 no connection, 4 no answer in time, 5 an answer that is not as documented, 11 status 400, 12 401,"
    " 13 403, 14 404, 15 409, 16 422, 17 429, 18 500 and above, 10 another, 19 a refusal with a status of success."
)


@dataclass(frozen=True)
class Parts:
    """What the generated code gives the command."""

    version: str
    rooms: Mapping[str, str]
    """What each resource is, by its name."""
    load: Callable[[str], Room]
    """Gives a resource's commands."""
    make_client: Callable[..., SyncClient]
    """Makes a client of a token and the options data_center, base_url, timeout, rate_limits."""
    data_centers: tuple[str, ...]


class LazyGroup(click.Group):
    """The commands of a resource, which are loaded when one of them is wanted."""

    def __init__(self, name: str, text: str, load: Callable[[], Room], parts: Parts) -> None:
        super().__init__(name.replace("_", "-"), help=text, context_settings=_SETTINGS, no_args_is_help=True)
        self._load, self._parts = load, parts

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        """Return the names of the commands."""
        return list(self._made())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        """Return a command."""
        return self._made().get(cmd_name.replace("_", "-"))

    def _made(self) -> Mapping[str, click.Command]:
        if not self.commands:
            room = self._load()
            for command in room.commands:
                self.add_command(make_command(command, self._parts))
            for below in room.rooms:
                self.add_command(_group(below, self._parts))
        return self.commands


def _group(room: Room, parts: Parts) -> LazyGroup:
    return LazyGroup(room.name, room.help, lambda: room, parts)


def make_program(parts: Parts) -> click.Group:
    """Return the whole command."""

    def loader(name: str) -> Callable[[], Room]:
        return lambda: parts.load(name)

    program = click.Group(
        "workato-embedded",
        help="Call the Workato Embedded Partner API. Each resource has its commands, each command its --help.",
        epilog=_EPILOG,
        context_settings=_SETTINGS,
        commands=[LazyGroup(name, text, loader(name), parts) for name, text in parts.rooms.items()],
    )
    return click.version_option(parts.version, prog_name="workato-embedded")(program)


def make_command(command: Command, parts: Parts) -> click.Command:
    """Make the command of an operation."""

    def run(**given: Any) -> None:
        _run(command, parts, given)

    paths = f"{command.operation.method} {command.operation.path}."
    return click.Command(
        command.name.replace("_", "-"),
        callback=run,
        params=[*options_of(command), *_common(command, parts)],
        short_help=command.summary,
        help=f"{command.summary}.\n\n{command.description}\n\n{command.evidence} {paths}",
        context_settings=_SETTINGS,
    )


def _common(command: Command, parts: Parts) -> list[click.Parameter]:
    """Return the options that all commands have, which say where to send and how to show what comes."""
    paging = [click.Option(["--all", "all_"], is_flag=True, help="All pages; keeps to the documented limits of calls.")]
    return [
        *(paging if command.paged else []),
        click.Option(
            ["-o", "--output"],
            type=click.Choice(["table", "json", "csv"]),
            default="table",
            show_default=True,
            help="json is the answer as it came, with --all the list of entries.",
        ),
        click.Option(["--columns"], metavar="NAME,…", help="Properties to show in a table or CSV."),
        click.Option(["--show-secrets"], is_flag=True, help="Do not mask secrets in a table or CSV."),
        click.Option(["--data-center"], type=click.Choice(parts.data_centers), help="Where the account lives."),
        click.Option(["--base-url"], metavar="URL", help="Another address, such as a mock server's."),
        click.Option(["--timeout"], type=float, metavar="SECONDS", help="How long to wait for an answer."),
    ]


def _run(command: Command, parts: Parts, given: dict[str, Any]) -> None:
    call = call_of(command, given)
    columns = tuple(name.strip() for name in (given["columns"] or "").split(",") if name.strip())
    view = View(given["output"], columns, given["show_secrets"])
    try:
        with _client(parts, given) as client:
            if command.paged and given["all_"]:
                result = every_page(client, command.paged, call)
            else:
                result = one(client, command.operation, call)
    except WorkatoEmbeddedError as error:
        click.echo(f"Error: {error}", err=True)
        raise click.exceptions.Exit(exit_code(error)) from error
    except ValueError as error:
        raise click.UsageError(f"{error}.") from error
    text = render(result, view)
    if text:
        click.echo(text)
    if sys.stdout.isatty() and (count := left_out(result, view)):
        click.echo(f"{count} more properties: choose with --columns, or see all with -o json.", err=True)


def _client(parts: Parts, given: Mapping[str, Any]) -> SyncClient:
    """Make the client. Raises ValueError or click.UsageError if it cannot be made."""
    options = {name: given[name] for name in ("data_center", "base_url", "timeout") if given[name] is not None}
    if given.get("all_"):
        options["rate_limits"] = "documented"
    return parts.make_client(_token(), **options)


def _token() -> str:
    """Return the token of the environment, or ask for it where there is somebody to ask."""
    token = os.environ.get(TOKEN_VARIABLE)
    if token:
        return token
    if not sys.stdin.isatty():
        raise click.UsageError(f"an API token is needed: set {TOKEN_VARIABLE}.")
    return str(click.prompt("API token", hide_input=True, err=True))
