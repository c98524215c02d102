"""The command that prints a signed link to a page, or to the widget of a connection. It sends nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import click

from ..embedding.keys import KEY_VARIABLE
from ..embedding.tokens import VENDOR_ID_VARIABLE
from .connection import Connection, use_connection
from .running import address_options, client_errors
from .streams import write
from .values import TextFile

# Returns a link for a customer and the arguments of `workato_embedded.embedding`.
MakeLink = Callable[..., str]

_HELP: Final = (
    "Print a signed link to a page.\n\n"
    "The link opens a page of Workato for a customer, once, within a few minutes. With --connection-id it opens the"
    " widget of a connection. Nothing is sent: the link is signed with the private key of the account's"
    " signature verification key. Needs the extra `embedding`."
)


def direct_link_command(
    data_centers: Mapping[str, str],
    direct_link: MakeLink,
    connection_widget_url: MakeLink,
    settings: dict[str, Any],
) -> click.Command:
    """Return the command, which calls one of two functions."""

    def run(customer: str, path: str | None, connection_id: str | None, **given: str | None) -> None:
        if path is not None and connection_id is not None:
            raise click.UsageError("pass --path or --connection-id, not both")
        with client_errors():
            chosen = {name: given.pop(name) for name in ("data_center", "base_url", "profile")}
            given |= _address_of_pages(use_connection(chosen), data_centers)
            try:
                if connection_id is not None:
                    link = connection_widget_url(customer, connection_id, **given)
                else:
                    link = direct_link(customer, "/" if path is None else path, **given)
            except ModuleNotFoundError as error:
                raise click.ClickException(str(error)) from error
        write(link)

    return click.Command(
        "direct-link",
        callback=run,
        params=[*_options(), *address_options(data_centers)],
        short_help="Print a signed link to a page of Workato, for an iframe.",
        help=_HELP,
        context_settings=settings,
    )


def _address_of_pages(connection: Connection, data_centers: Mapping[str, str]) -> Mapping[str, str]:
    """Return the address of a connection; that of a profile by its data center, whose pages may have another host."""
    address = connection.profile and connection.profile.base_url
    name = next((name for name, base_url in data_centers.items() if base_url == address), None)
    return {"data_center": name} if name else connection.address


def _options() -> list[click.Option]:
    return [
        click.Option(
            ["-m", "--customer", "--managed-user-id", "customer"],
            required=True,
            metavar="ID",
            help="The customer, by id, or E and the external id.",
        ),
        click.Option(["--path"], help="The path of the page, such as /recipes/7. Default: /."),
        click.Option(
            ["--connection-id"], metavar="ID", help="A connection of the customer, to open its widget instead."
        ),
        click.Option(
            ["--user"],
            metavar="ID",
            help="A collaborator of the customer, by id, or E and the external id. Default: the customer's account.",
        ),
        click.Option(
            ["--origin"],
            help="The origin of the page with the iframe, which gets the messages. Default: the first configured one.",
        ),
        click.Option(
            ["--vendor-id"], metavar="ID", help=f"The vendor id of the partner. Default: {VENDOR_ID_VARIABLE}."
        ),
        click.Option(
            ["--key"],
            type=TextFile(),
            metavar="FILE",
            help="The file of the RSA private key in PEM format; - is standard input. Default: the key in"
            f" {KEY_VARIABLE}, or the file that it names.",
        ),
    ]
