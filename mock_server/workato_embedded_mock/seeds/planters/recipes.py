"""Plants recipes, of customers and public ones."""

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.beds import Bed, MisplacedError, Place, columns, only
from workato_embedded_mock.seeds.planters.folders import folder_of
from workato_embedded_mock.store import tables


def plant_recipe(bed: Bed, place: Place, value: Json) -> None:
    """Plant a recipe; its folder must be there. How many jobs it had is told by these."""
    only(place, "managed_user_id")
    owner = bed.parent(tables.managed_users, place, "managed_user_id")["id"]
    if value["user_id"] != owner:
        raise MisplacedError("/value/user_id", "the workspace that owns a recipe is that of its customer")
    folder_of(bed, owner, value["folder_id"], "/value/folder_id")
    bed.plant(tables.recipes, value["id"], columns(tables.recipes, value, managed_user_id=owner))


def plant_public_recipe(bed: Bed, place: Place, value: Json) -> None:
    """Plant a recipe that anybody has published."""
    only(place)
    bed.plant(tables.public_recipes, value["id"], columns(tables.public_recipes, value))
