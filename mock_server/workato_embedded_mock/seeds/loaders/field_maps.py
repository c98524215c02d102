"""Loads field maps of recipes."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.builder import Loaders, Scope, SeedBuilder, SeedObjectError, allow_only, row_of
from workato_embedded_mock.store.tables.field_maps import field_maps
from workato_embedded_mock.store.tables.managed_users import managed_users
from workato_embedded_mock.store.tables.recipes import recipes


def load_field_map(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a field map. Its recipe must have been loaded before."""
    allow_only(scope, "managed_user_id", "recipe_id")
    recipe = builder.parent(recipes, scope, "recipe_id")
    if builder.parent(managed_users, scope, "managed_user_id")["id"] != recipe["managed_user_id"]:
        raise SeedObjectError("/in/recipe_id", "the recipe belongs to another customer")
    for name in ("target", "mappings"):
        if name not in value:
            raise SeedObjectError("/value", f"{name} is missing")
    number = builder.next_id(field_maps)
    builder.add(field_maps, number, row_of(field_maps, value, id=number, recipe_id=recipe["id"]))


LOADERS: Loaders = {
    "FieldMap": load_field_map,
}
