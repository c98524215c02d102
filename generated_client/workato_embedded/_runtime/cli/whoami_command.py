"""The command that shows which profile, host and token commands use, and checks them by a list call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

import click
import httpx2

from ..base_client import SyncClient
from ..errors import WorkatoEmbeddedError
from .connection import use_connection
from .output_options import view_of
from .results import Result
from .running import MakeClient, client_errors, common_options, open_client, show_result

# A list that every account has, with the fewest entries.
_LISTED: Final = "/managed_users"
_QUERY: Final = {"per_page": 1}


def check_access(client: SyncClient) -> None:
    """Check token and address by a list call. Raises WorkatoEmbeddedError."""
    client.request("GET", _LISTED, query=_QUERY)


def whoami_command(make_client: MakeClient, data_centers: Iterable[str], settings: dict[str, Any]) -> click.Command:
    """Return the command."""

    def run(**given: Any) -> None:
        with client_errors():
            connection = use_connection(given)
        view = replace(view_of(given), show_secrets=True)
        failure: WorkatoEmbeddedError | None = None
        with open_client(make_client, given) as client:
            url = httpx2.URL(client.base_url)
            try:
                check_access(client)
            except WorkatoEmbeddedError as error:
                failure = error
        shown = {
            "profile": connection.profile and connection.profile.name,
            "host": url.netloc.decode("ascii"),
            "base_url": str(url),
            "token_source": connection.token_source or "the prompt",
            "customer": connection.customer,
            "list_call": "failed" if failure else "succeeded",
        }
        show_result(Result(shown, shown), view)
        if failure is not None:
            with client_errors():
                raise failure

    return click.Command(
        "whoami",
        callback=run,
        params=[*common_options(data_centers)],
        short_help="Show the profile, host and token that commands use.",
        help="Show the profile, the host, where the token is from, and the default customer.\n\n"
        "A list call checks the token and the address. If it fails, the exit code is that of its error.",
        context_settings=settings,
    )
