"""Loads recipes of customers and public recipes."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.builder import Loaders, Scope, SeedBuilder, SeedObjectError, allow_only, row_of
from workato_embedded_mock.seeds.loaders.folders import check_folder
from workato_embedded_mock.store.tables.managed_users import managed_users
from workato_embedded_mock.store.tables.recipes import public_recipes, recipes


def load_recipe(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a recipe. Its folder must have been loaded before; job counts come from the jobs."""
    allow_only(scope, "managed_user_id")
    owner = builder.parent(managed_users, scope, "managed_user_id")["id"]
    if value["user_id"] != owner:
        raise SeedObjectError("/value/user_id", "this must be the id of the customer")
    check_folder(builder, owner, value["folder_id"], "/value/folder_id")
    builder.add(recipes, value["id"], row_of(recipes, value, managed_user_id=owner))


def load_public_recipe(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a public recipe."""
    allow_only(scope)
    builder.add(public_recipes, value["id"], row_of(public_recipes, value))


LOADERS: Loaders = {
    "Recipe": load_recipe,
    "PublicRecipe": load_public_recipe,
}
