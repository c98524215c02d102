"""The command that serves MCP. It imports the server only when it runs."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any, Final

import click

from .request_command import Operations
from .running import MakeClient, client_errors, client_options, open_client
from .streams import is_terminal, print_error

_HELP: Final = (
    "Serve the API to a program with a language model, by the Model Context Protocol.\n\n"
    "Such a program starts this command, finds and describes operations, and calls them. A person confirms each call"
    " that changes data. A program that cannot ask a person can only read. Secrets in results are masked. Needs the"
    " extra `mcp`."
)
# The libraries of the extra that nothing else of this package needs.
_LIBRARIES: Final = ("jsonschema", "mcp", "pydantic")


def mcp_command(
    data_centers: Iterable[str],
    version: str,
    make_client: MakeClient,
    operations: Operations,
    settings: dict[str, Any],
) -> click.Command:
    """Return the command."""

    def run(allow_writes: bool, http: str | None, **given: Any) -> None:
        try:
            from ..mcp.serving import parse_address, serve
        except ModuleNotFoundError as error:
            name = (error.name or "").partition(".")[0]
            if name not in _LIBRARIES:
                raise
            raise click.ClickException(f"{name} is missing: pip install 'workato-embedded[mcp]'") from error
        with client_errors():
            address = None if http is None else parse_address(http)
        with open_client(make_client, given) as client, client_errors():
            if address is not None:
                print_error(f"Serving MCP at http://{http}/mcp")
            elif is_terminal(sys.stdin):
                print_error("Serving MCP on standard input and output, for a program that starts this command.")
            serve(client, operations(), version, allow_writes=allow_writes, address=address)

    return click.Command(
        "mcp",
        callback=run,
        params=[*_options(), *client_options(data_centers)],
        short_help="Serve the API to a program with a language model (MCP).",
        help=_HELP,
        context_settings=settings,
    )


def _options() -> list[click.Option]:
    return [
        click.Option(
            ["--allow-writes"],
            is_flag=True,
            help="Let a program that cannot ask a person change data. Deletions always need a person.",
        ),
        click.Option(
            ["--http"],
            metavar="HOST:PORT",
            help="Serve over HTTP on this machine instead of standard input and output, at the path /mcp.",
        ),
    ]
