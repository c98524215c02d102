"""Collects the handlers of the control plane by operationId; a new module of handlers is one more line here."""

import inspect
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any

Handler = Callable[..., Awaitable[Any]]
"""Takes the tools and, by name, what its operation declares; answers JSON, or a response of Starlette."""

MODULES = ("about", "clock", "invitations", "jobs", "namespaces", "packages", "state")
"""The modules whose public `async def` functions are handlers."""


def all_handlers() -> dict[str, Handler]:
    """Answer every handler by its operationId."""
    modules = [import_module(f"workato_embedded_mock.control.{name}") for name in MODULES]
    return {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if inspect.iscoroutinefunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
    }
