"""What the API refuses with a status of success, in the seed's world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contract_tests.contracts.case import CUSTOMER, RUNNING_RECIPE, STOPPED_RECIPE

Calls = Callable[[Any], Any]

SLACK = '[{"keyword":"application","name":"slack","provider":"slack","account_id":7103}]'
POST = '{"number":0,"provider":"slack","name":"post_message","keyword":"trigger"}'


def start_unconnected(client: Any) -> None:
    """Start a recipe whose connection nobody has authorized."""
    made = client.recipes.create(CUSTOMER, code=POST, config=SLACK)
    client.recipes.start(CUSTOMER, made.id)


def start_broken(client: Any) -> None:
    """Start a recipe whose code is none."""
    made = client.recipes.create(CUSTOMER, code="none")
    client.recipes.start(CUSTOMER, made.id)


REFUSED: dict[str, tuple[str, Calls, str]] = {
    "blank code": ("create_recipe", lambda c: c.recipes.create(CUSTOMER, code=" "), "errors"),
    "no code": ("create_recipe", lambda c: c.recipes.create(CUSTOMER, name="Stepless"), "errors"),
    "root folder": ("create_recipe", lambda c: c.recipes.create(CUSTOMER, code=POST, folder_id="5500"), "errors"),
    "update running": ("update_recipe", lambda c: c.recipes.update(CUSTOMER, RUNNING_RECIPE, name="New"), "errors"),
    "blank update": ("update_recipe", lambda c: c.recipes.update(CUSTOMER, STOPPED_RECIPE, code=""), "errors"),
    "delete running": ("delete_recipe", lambda c: c.recipes.delete(CUSTOMER, RUNNING_RECIPE), "errors"),
    "unconnected": ("start_recipe", start_unconnected, "config_errors"),
    "broken": ("start_recipe", start_broken, "code_errors"),
}
"""Refusals by a name: the operation, a call whose last request is refused, and the property that says why."""
