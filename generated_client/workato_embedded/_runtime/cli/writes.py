"""Before a write: asks for confirmation where it cannot be undone, and else says where it goes."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any, Final

import click
import httpx2

from ..base_client import SyncClient
from ..call import Call
from ..escaping import safe
from .commands import Command
from .path_values import CUSTOMER
from .streams import is_terminal, print_error
from .target import profile_name

# Operations that cannot be undone, besides those with the method DELETE.
IRREVERSIBLE: Final = frozenset(
    {
        "batch_delete_lookup_tables",
        "migrate_custom_role",
        "migrate_system_roles",
        "provision_customer_environments",
        "refresh_api_access_profile_secret",
        "refresh_api_key_secret",
        "regenerate_developer_api_client_token",
    }
)
# Operations that read, although their method is POST.
READS: Final = frozenset({"get_connection_usage", "get_field_map_pick_list", "get_picklist_values", "get_usage_v2"})
# Maximum length of a value in a question.
_LONGEST: Final = 60


def is_irreversible(command: Command) -> bool:
    """Return whether a command asks for confirmation."""
    return command.operation.method == "DELETE" or command.operation.id in IRREVERSIBLE


def confirmation_options(command: Command) -> list[click.Option]:
    """Return the option of commands that ask for confirmation."""
    text = "Do not ask for confirmation. Without a terminal, the command never asks."
    return [click.Option(["-y", "--yes"], is_flag=True, help=text)] if is_irreversible(command) else []


def before_write(command: Command, call: Call, client: SyncClient, given: Mapping[str, Any]) -> None:
    """Ask for confirmation of what cannot be undone, on a terminal; announce other writes on one.

    Raises:
        click.ClickException: The user does not confirm.
    """
    if command.operation.method == "GET" or command.operation.id in READS:
        return
    if not is_irreversible(command) or (call.body or {}).get("dry_run") is True:
        # Without the body, which may have secrets.
        announce(f"{command.summary}{_listed(call.path)} at {place(client)}")
    elif not given["yes"]:
        confirm(f"{command.summary}{_listed({**call.path, **call.query, **(call.body or {})})} at {place(client)}")


def announce(what: str) -> None:
    """Write what is sent, and where, to standard error if it is a terminal."""
    if is_terminal(sys.stderr):
        print_error(f"{what}.")


def confirm(what: str) -> None:
    """Ask for confirmation if standard input is a terminal.

    Raises:
        click.ClickException: The user does not confirm.
    """
    if is_terminal(sys.stdin) and not click.confirm(safe(f"{what}?"), err=True):
        raise click.ClickException("not confirmed; nothing was sent")


def place(client: SyncClient) -> str:
    """Return where a client sends requests: the host, with the profile if there is one."""
    url = httpx2.URL(client.base_url)
    host = url.host if url.port is None else f"{url.host}:{url.port}"
    profile = profile_name()
    return f"{host} (profile {profile})" if profile else host


def _listed(values: Mapping[str, Any]) -> str:
    """Return the objects of a call in parentheses: its ids and other values by name."""
    texts = [f"{'customer' if name == CUSTOMER else name} {_short(value)}" for name, value in values.items()]
    return f" ({', '.join(texts)})" if texts else ""


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
