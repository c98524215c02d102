"""The command line: a group for each resource, loaded on first use, and a command for each operation."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import click

from ..settings import TOKEN_VARIABLE
from .commands import Command, CommandGroup, CompositeCommand, Deprecation
from .direct_link_command import MakeLink, direct_link_command
from .exit_codes import INTERRUPTED
from .login_command import login_command
from .mcp_command import mcp_command
from .options import options_of
from .path_values import path_options
from .profile_commands import profile_commands
from .request_command import Operations, request_command
from .running import MakeClient, common_options, paging_options, run_command, run_composite
from .streams import close_stdout, prepare, print_error
from .usage_errors import usage_errors
from .whoami_command import whoami_command
from .writes import confirmation_options


def _hyphenated(name: str) -> str:
    return name.replace("_", "-")


_NAME: Final = "workato-embedded"
_SETTINGS: Final[dict[str, Any]] = {
    "help_option_names": ["-h", "--help"],
    "token_normalize_func": _hyphenated,
    "max_content_width": 110,
}
# Other names of resources.
ALIASES: Final[Mapping[str, str]] = {"customers": "managed_users"}
_EPILOG: Final = (
    f"The API token comes from {TOKEN_VARIABLE}, a profile (see login) or a prompt, never from an argument. Exit codes:"
    " 2 invalid arguments, 3 no connection, 4 timeout, 5 a response that is not as documented, 6 a failed import or"
    " export, 7 one that is still in progress, 11 status 400, 12 401, 13 403, 14 404, 15 409, 16 422, 17 429, 18 500"
    f" and above, 10 another status, 19 `success: false` with a status of success, {INTERRUPTED} interrupted, 1"
    " anything else."
)


@dataclass(frozen=True)
class ProgramData:
    """The data of the generated code.

    Attributes:
        version: The version of the package.
        spec_version: The version of the document from which the client was generated.
        groups: The description of each resource, by its name.
        load: Returns the commands of a resource.
        data_centers: The address of each data center, by its name.
        direct_link: Returns the signed link to a page.
        connection_widget_url: Returns the signed link to the widget of a connection.
        operations: Returns all operations of the document.
    """

    version: str
    spec_version: str
    groups: Mapping[str, str]
    load: Callable[[str], CommandGroup]
    make_client: MakeClient
    data_centers: Mapping[str, str]
    direct_link: MakeLink
    connection_widget_url: MakeLink
    operations: Operations


class Program(click.Group):
    """The whole command line. Usage errors and output errors are one sentence each."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command line."""
        prepare()
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            print_error(f"Error: the output cannot be written: {error.strerror or error}.")
            close_stdout()
            sys.exit(click.ClickException.exit_code)

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Parse the arguments before the name of a resource."""
        with usage_errors():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the chosen command."""
        with usage_errors():
            return super().invoke(ctx)


class LazyGroup(click.Group):
    """The commands of a resource, which are loaded on first use."""

    def __init__(self, name: str, text: str, load: Callable[[], CommandGroup], data: ProgramData) -> None:
        super().__init__(_hyphenated(name), help=text, context_settings=_SETTINGS, no_args_is_help=True)
        self._load, self._data = load, data

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - click's
        """Return the description of the resource as a whole sentence, which click wraps."""
        return super().get_short_help_str(limit=len(self.help or ""))

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        """Return the names of the commands."""
        return list(self._made())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        """Return a command."""
        return self._made().get(_hyphenated(cmd_name))

    def _made(self) -> Mapping[str, click.Command]:
        if not self.commands:
            group = self._load()
            for command in group.commands:
                self.add_command(make_command(command, self._data))
            for composite in group.composites:
                self.add_command(make_composite(composite, group, self._data))
            for below in group.groups:
                self.add_command(_group(below, self._data))
        return self.commands


def _group(group: CommandGroup, data: ProgramData) -> LazyGroup:
    return LazyGroup(group.name, group.help, lambda: group, data)


def make_program(data: ProgramData) -> click.Group:
    """Return the whole command line."""

    def loader(name: str) -> Callable[[], CommandGroup]:
        return lambda: data.load(name)

    program = Program(
        _NAME,
        help="Call the Workato Embedded Partner API. Each resource has commands, and each command has --help.",
        epilog=_EPILOG,
        context_settings=_SETTINGS,
        commands=[
            *(LazyGroup(name, text, loader(name), data) for name, text in data.groups.items()),
            *(
                LazyGroup(alias, f"The same as {_hyphenated(name)}.", loader(name), data)
                for alias, name in ALIASES.items()
            ),
            request_command(data.make_client, data.data_centers, data.operations, _SETTINGS),
            login_command(data.make_client, data.data_centers, _SETTINGS),
            *profile_commands(_SETTINGS),
            whoami_command(data.make_client, data.data_centers, _SETTINGS),
            direct_link_command(data.data_centers, data.direct_link, data.connection_widget_url, _SETTINGS),
            mcp_command(data.data_centers, data.version, data.make_client, data.operations, _SETTINGS),
        ],
    )
    return click.version_option(data.version, prog_name=_NAME, message=_version_message(data.spec_version))(program)


def _version_message(spec_version: str) -> str:
    """Return what `--version` prints: all that a report of a problem needs."""
    python = sys.version.partition(" ")[0]
    return f"%(prog)s, version %(version)s (document {spec_version}, Python {python})"


def make_command(command: Command, data: ProgramData) -> click.Command:
    """Return the command of an operation."""

    def run(**given: Any) -> None:
        if command.deprecation:
            words = click.get_current_context().command_path
            print_error(f"Warning: {words} is {_deprecation_text(command.deprecation)}.")
        run_command(command, data.make_client, given)

    return click.Command(
        _hyphenated(command.name),
        callback=run,
        params=[
            *options_of(command),
            *confirmation_options(command),
            *paging_options(command),
            *common_options(data.data_centers),
        ],
        short_help=_short_help(command),
        help=_help(command),
        context_settings=_SETTINGS,
    )


def make_composite(composite: CompositeCommand, group: CommandGroup, data: ProgramData) -> click.Command:
    """Return a command that combines several operations of a resource."""
    command = next(command for command in group.commands if command.name == composite.path_of)

    def run(**given: Any) -> None:
        run_composite(composite, command, data.make_client, given)

    return click.Command(
        _hyphenated(composite.name),
        callback=run,
        params=[*path_options(command), *composite.options(), *common_options(data.data_centers)],
        short_help=composite.summary,
        help=f"{composite.summary}.\n\n{composite.description}",
        context_settings=_SETTINGS,
    )


def _short_help(command: Command) -> str:
    if command.deprecation is None:
        return command.summary
    return f"{command.summary} ({command.deprecation.status.partition(' ')[0].upper()})"


def _help(command: Command) -> str:
    request = f"{command.operation.method} {command.operation.path}"
    text = f"{command.summary}.\n\n{command.description}\n\n{command.provenance} {request}."
    if command.deprecation is None:
        return text
    first = _deprecation_text(command.deprecation)
    return f"{first[:1].upper()}{first[1:]}.\n\n{text}"


def _deprecation_text(deprecation: Deprecation) -> str:
    """Return what a deprecated operation is, and the command to use instead."""
    if not deprecation.successor:
        return deprecation.status
    return f"{deprecation.status}; use {' '.join((_NAME, *map(_hyphenated, deprecation.successor)))}"
