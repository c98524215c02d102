"""Plants roles of customers."""

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.beds import Bed, Place, columns, only
from workato_embedded_mock.store import tables


def plant_role(bed: Bed, place: Place, value: Json) -> None:
    """Plant a role that was made in a customer workspace."""
    only(place, "managed_user_id")
    owner = bed.parent(tables.managed_users, place, "managed_user_id")["id"]
    bed.plant(tables.roles, value["id"], columns(tables.roles, value, managed_user_id=owner))
