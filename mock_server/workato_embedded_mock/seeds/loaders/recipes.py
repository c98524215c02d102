"""Plants recipes, of customers and public ones."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.beds import Bed, Loaders, MisplacedError, Place, columns, only
from workato_embedded_mock.seeds.loaders.folders import folder_of
from workato_embedded_mock.store.tables.managed_users import managed_users
from workato_embedded_mock.store.tables.recipes import public_recipes, recipes


def plant_recipe(bed: Bed, place: Place, value: Json) -> None:
    """Plant a recipe; its folder must be there. How many jobs it had is told by these."""
    only(place, "managed_user_id")
    owner = bed.parent(managed_users, place, "managed_user_id")["id"]
    if value["user_id"] != owner:
        raise MisplacedError("/value/user_id", "the workspace that owns a recipe is that of its customer")
    folder_of(bed, owner, value["folder_id"], "/value/folder_id")
    bed.plant(recipes, value["id"], columns(recipes, value, managed_user_id=owner))


def plant_public_recipe(bed: Bed, place: Place, value: Json) -> None:
    """Plant a recipe that anybody has published."""
    only(place)
    bed.plant(public_recipes, value["id"], columns(public_recipes, value))


LOADERS: Loaders = {
    "Recipe": plant_recipe,
    "PublicRecipe": plant_public_recipe,
}
