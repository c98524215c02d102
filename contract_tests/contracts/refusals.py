"""Refusals: errors that the API returns with a status of success, here with the default seed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from contract_tests.contracts.case import CUSTOMER, RUNNING_RECIPE, STOPPED_RECIPE

SLACK = '[{"keyword":"application","name":"slack","provider":"slack","account_id":7103}]'
POST = '{"number":0,"provider":"slack","name":"post_message","keyword":"trigger"}'


class Refusal(NamedTuple):
    """A call that is refused.

    Attributes:
        operation_id: The operation that refuses.
        call: The call; the response to its last request is the refusal.
        key: The property of the body that says why.
    """

    operation_id: str
    call: Callable[[Any], Any]
    key: str


def start_unconnected(client: Any) -> None:
    """Start a recipe whose connection is not authorized."""
    made = client.recipes.create(CUSTOMER, code=POST, config=SLACK)
    client.recipes.start(CUSTOMER, made.id)


def start_broken(client: Any) -> None:
    """Start a recipe whose code is invalid."""
    made = client.recipes.create(CUSTOMER, code="none")
    client.recipes.start(CUSTOMER, made.id)


REFUSALS = {
    "blank code": Refusal("create_recipe", lambda c: c.recipes.create(CUSTOMER, code=" "), "errors"),
    "no code": Refusal("create_recipe", lambda c: c.recipes.create(CUSTOMER, name="Stepless"), "errors"),
    "root folder": Refusal(
        "create_recipe", lambda c: c.recipes.create(CUSTOMER, code=POST, folder_id="5500"), "errors"
    ),
    "copy to root folder": Refusal(
        "copy_recipe", lambda c: c.recipes.copy(CUSTOMER, RUNNING_RECIPE, folder_id="5500"), "errors"
    ),
    "update running": Refusal(
        "update_recipe", lambda c: c.recipes.update(CUSTOMER, RUNNING_RECIPE, name="New"), "errors"
    ),
    "blank update": Refusal("update_recipe", lambda c: c.recipes.update(CUSTOMER, STOPPED_RECIPE, code=""), "errors"),
    "delete running": Refusal("delete_recipe", lambda c: c.recipes.delete(CUSTOMER, RUNNING_RECIPE), "errors"),
    "unconnected": Refusal("start_recipe", start_unconnected, "config_errors"),
    "broken": Refusal("start_recipe", start_broken, "code_errors"),
}
