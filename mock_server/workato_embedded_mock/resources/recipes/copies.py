"""The rule of copying a recipe."""

from __future__ import annotations

from sqlalchemy import bindparam, update

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.recipes.recipes import (
    ROOT_FOLDER,
    add_recipe,
    find_recipe,
    full_workspace,
    rejected,
    remaining_recipes,
)
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer, find_folder, home_folder
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.recipes import recipes

# What a copy takes over; its counts, times and state are those of a new recipe.
_COPIED = (
    "trigger_application",
    "action_applications",
    "applications",
    "description",
    "parameters_schema",
    "parameters",
    "config",
    "code",
)
MAX_NAME = 255

_COUNT_COPY = (
    update(recipes)
    .where(recipes.c.namespace == NAMESPACE_ID, recipes.c.id == bindparam("wanted"))
    .values(copy_count=recipes.c.copy_count + 1)
)


def copy_recipe(context: Context, managed_user_id: str, recipe_id: int, body: Json) -> Json:
    """Copy a recipe as a stopped one, by default into the folder of the original."""
    owner = find_customer(context, managed_user_id)
    original = find_recipe(context, owner, recipe_id)
    folder_id = original["folder_id"]
    errors: dict[str, list[str]] = {}
    if body and "folder_id" in body:
        folder_id = find_folder(context, owner, body["folder_id"], "/body/folder_id")
        if folder_id == home_folder(context, owner):
            errors["folder_id"] = [ROOT_FOLDER]
    if not remaining_recipes(context, owner):
        errors["base"] = [full_workspace()]
    if errors:
        return rejected(context, errors, body="/body")
    fields = {name: original[name] for name in _COPIED}
    name = f"Copy of {original['name']}"[:MAX_NAME]
    copy_id = add_recipe(context, owner, {**fields, "name": name, "folder_id": folder_id})
    context.session.execute(_COUNT_COPY, wanted=recipe_id)
    return {"success": True, "new_flow_id": copy_id}
