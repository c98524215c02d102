"""Plants roles of customers."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.beds import Bed, Loaders, Place, columns, only
from workato_embedded_mock.store.tables.managed_users import managed_users
from workato_embedded_mock.store.tables.roles import roles


def plant_role(bed: Bed, place: Place, value: Json) -> None:
    """Plant a role that was made in a customer workspace."""
    only(place, "managed_user_id")
    owner = bed.parent(managed_users, place, "managed_user_id")["id"]
    bed.plant(roles, value["id"], columns(roles, value, managed_user_id=owner))


LOADERS: Loaders = {
    "Role": plant_role,
}
