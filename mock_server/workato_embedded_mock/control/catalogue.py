"""Collects the handlers of the control plane by operationId; a new module of handlers is one more line here."""

from collections.abc import Awaitable, Callable
from typing import Any

from workato_embedded_mock.rules.catalogue import public_coroutines

Handler = Callable[..., Awaitable[Any]]
"""Takes the tools and, by name, what its operation declares; answers JSON, or a response of Starlette."""

MODULES = (
    "about",
    "clock",
    "faults",
    "invitations",
    "jobs",
    "journal",
    "limits",
    "namespaces",
    "packages",
    "snapshots",
    "state",
)
"""The modules whose public `async def` functions are handlers."""


def all_handlers() -> dict[str, Handler]:
    """Answer every handler by its operationId."""
    return public_coroutines("workato_embedded_mock.control", MODULES)
