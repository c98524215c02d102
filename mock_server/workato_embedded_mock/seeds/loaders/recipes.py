"""Loads recipes of customers with their versions, and public recipes."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.builder import (
    Finalizer,
    Loaders,
    Scope,
    SeedBuilder,
    SeedObjectError,
    allow_only,
    row_of,
)
from workato_embedded_mock.seeds.loaders.folders import check_folder
from workato_embedded_mock.store.author import CALLER
from workato_embedded_mock.store.tables.managed_users import managed_users
from workato_embedded_mock.store.tables.recipes import public_recipes, recipe_versions, recipes

# Key of the row of a recipe that holds the author and the comment of its current version until all objects are loaded.
_CURRENT = "current_version"


def load_recipe(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a recipe. Its folder must have been loaded before; job counts come from the jobs."""
    allow_only(scope, "managed_user_id")
    owner = builder.parent(managed_users, scope, "managed_user_id")["id"]
    if value["user_id"] != owner:
        raise SeedObjectError("/value/user_id", "this must be the id of the customer")
    check_folder(builder, owner, value["folder_id"], "/value/folder_id")
    current = {
        "author_name": value.get("version_author_name", CALLER.name),
        "author_email": value.get("version_author_email", CALLER.email),
        "comment": value.get("version_comment"),
    }
    author = value.get("author_name", CALLER.name)
    row = row_of(recipes, value, managed_user_id=owner, author_name=author)
    builder.add(recipes, value["id"], {**row, _CURRENT: current})


def load_recipe_version(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a version of a recipe. Its recipe must have been loaded before."""
    allow_only(scope, "managed_user_id", "recipe_id")
    recipe = builder.parent(recipes, scope, "recipe_id")
    if builder.parent(managed_users, scope, "managed_user_id")["id"] != recipe["managed_user_id"]:
        raise SeedObjectError("/in/recipe_id", "the recipe belongs to another customer")
    if not 1 <= value["version_no"] <= recipe["version_no"]:
        raise SeedObjectError("/value/version_no", f"the versions of the recipe are 1 to {recipe['version_no']}")
    if (recipe["id"], value["version_no"]) in _numbers(builder):
        raise SeedObjectError("/value/version_no", "another version of the recipe has this number")
    builder.add(recipe_versions, value["id"], row_of(recipe_versions, value, recipe_id=recipe["id"]))


def load_public_recipe(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a public recipe."""
    allow_only(scope)
    builder.add(public_recipes, value["id"], row_of(public_recipes, value))


def add_implied_versions(builder: SeedBuilder) -> None:
    """Add the current version of each recipe that the seed gives no such version for."""
    known = _numbers(builder)
    for recipe in builder.rows[recipes].values():
        current = recipe.pop(_CURRENT)
        if (recipe["id"], recipe["version_no"]) not in known:
            number = builder.next_id(recipe_versions)
            times = {"created_at": recipe["updated_at"], "updated_at": recipe["updated_at"]}
            row = {"id": number, "recipe_id": recipe["id"], "version_no": recipe["version_no"], **current, **times}
            builder.add(recipe_versions, number, row)


def _numbers(builder: SeedBuilder) -> set[tuple[int, int]]:
    """Return the recipe and the number of each version."""
    return {(row["recipe_id"], row["version_no"]) for row in builder.rows[recipe_versions].values()}


LOADERS: Loaders = {
    "Recipe": load_recipe,
    "RecipeVersion": load_recipe_version,
    "PublicRecipe": load_public_recipe,
}
FINALIZERS: tuple[Finalizer, ...] = (add_implied_versions,)
