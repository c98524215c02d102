"""The text that a server prints when it has started: its addresses, example customers, and how to connect."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import Any

from workato_embedded_mock.app import BASE_PATH, Customer
from workato_embedded_mock.control.plane import PREFIX
from workato_embedded_mock.openapi.editions import Edition
from workato_embedded_mock.serving.connections import (
    MOST_CONNECTIONS,
    RESERVED_FILES,
    most_connections,
    open_files,
)
from workato_embedded_mock.serving.log_lines import printable
from workato_embedded_mock.settings import DEFAULT_HOST, DEFAULT_PORT

# Addresses that mean every address of the machine, and those under which the machine itself reaches them.
_EVERYWHERE = {"http://0.0.0.0:": f"http://{DEFAULT_HOST}:", "http://[::]:": "http://[::1]:"}


def start_facts(
    root: str, edition: Edition | None, customers: Sequence[Customer], *, connections: int = 0, restricted: bool
) -> dict[str, Any]:
    """Return what is worth knowing about a server that has started.

    Args:
        root: The root URL of the server, or its public URL behind a proxy.
        edition: The edition of the API that it serves; None for everything that is known.
        customers: Example customers of the seed.
        connections: The setting for the most connections; 0 for as many as the operating system allows.
        restricted: Whether only some tokens are accepted.
    """
    for everywhere, here in _EVERYWHERE.items():
        root = root.replace(everywhere, here)
    url = "" if root == f"http://{DEFAULT_HOST}:{DEFAULT_PORT}" else f" --url {shlex.quote(root)}"
    # The tokens are secret.
    token = " --token TOKEN" if restricted else ""
    files = open_files()
    return {
        "api": f"{root}{BASE_PATH}",
        "console": f"{root}{PREFIX}/console",
        "edition": None if edition is None else str(edition),
        "customers": [customer._asdict() for customer in customers],
        "connections": connections or most_connections(files),
        "open_files": files,
        "connect": f'eval "$(workato-mock env{url}{token})"',
    }


def start_text(facts: dict[str, Any]) -> str:
    """Return these facts as lines of text."""
    lines = [f"{name:<10} {facts[name]}" for name in ("api", "console", "edition") if facts[name]]
    for number, customer in enumerate(facts["customers"]):
        external = f", external id {customer['external_id']}" if customer["external_id"] else ""
        lines.append(f"{'' if number else 'customers':<10} {customer['id']}{external}: {customer['name']}")
    most, files = facts["connections"], facts["open_files"]
    if files is not None and most + RESERVED_FILES > files:
        lines.append(f"warning    {most} connections need more files than the {files} of ulimit -n")
    elif most < MOST_CONNECTIONS and most == most_connections(files):
        lines.append(f"limit      {most} connections, because ulimit -n is {files}")
    lines.append(f"{'connect':<10} {facts['connect']}")
    return "\n".join(map(printable, lines))
