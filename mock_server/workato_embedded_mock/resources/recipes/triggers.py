"""The rule of resetting a trigger, and which triggers poll."""

from __future__ import annotations

from sqlalchemy import bindparam, update

from workato_embedded_mock.errors import Reason
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.recipes.recipes import find_recipe
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.recipes import recipes

# Connectors whose triggers are called instead of polling.
_CALLED = frozenset({"workato_api_platform", "workato_recipe_function", "workato_service", "workato_webhooks"})

_RESET = (
    update(recipes)
    .where(recipes.c.namespace == NAMESPACE_ID, recipes.c.id == bindparam("wanted"))
    .values(trigger_closure=None, updated_at=bindparam("now"))
)


def reset_recipe_trigger(context: Context, managed_user_id: str, recipe_id: int) -> Json:
    """Set the trigger of a recipe back to its start; keep its jobs."""
    owner = find_customer(context, managed_user_id)
    if not polls(find_recipe(context, owner, recipe_id)):
        text = "this is documented for triggers that poll; the trigger of this recipe is called"
        context.notes.append(Reason("/path/recipe_id", "trigger", text))
    context.session.execute(_RESET, wanted=recipe_id, now=context.time())
    return {"success": True}


def polls(recipe: Row) -> bool:
    """Return whether the trigger of a recipe polls, rather than being called."""
    return recipe["webhook_url"] is None and recipe["trigger_application"] not in _CALLED
