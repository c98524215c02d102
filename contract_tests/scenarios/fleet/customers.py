"""Create customers and check what a roll-out did to them."""

from __future__ import annotations

import asyncio
import signal
from typing import Any

import pytest
from workato_embedded import WorkatoEmbedded

# The number of customers in the default seed.
SEEDED = 2


def add_customers(client: WorkatoEmbedded, number: int) -> list[int]:
    """Create customers and return their ids."""
    return [
        client.managed_users.create(name=f"C{n}", notification_email="ops@example.com", external_id=f"c{n}").id
        for n in range(number)
    ]


def has_recipe(client: WorkatoEmbedded, customer: int) -> bool:
    """Return whether a customer has the recipe of the package once, in the project."""
    folders = {folder.id for folder in client.folders.list(customer) if folder.name == "Greetings"}
    recipes = [recipe for recipe in client.recipes.list(customer) if recipe.name == "Greet"]
    return len(folders) == 1 and [recipe.folder_id for recipe in recipes] == list(folders)


def interrupt(monkeypatch: pytest.MonkeyPatch, resource: type, method: str, call: int) -> None:
    """Press Ctrl-C during the given call of a method, which then never returns."""
    original = getattr(resource, method)
    calls: list[object] = []

    async def interrupted(*arguments: Any, **more: Any) -> Any:
        calls.append(arguments)
        if len(calls) < call:
            return await original(*arguments, **more)
        signal.raise_signal(signal.SIGINT)
        return await asyncio.Event().wait()

    monkeypatch.setattr(resource, method, interrupted)
