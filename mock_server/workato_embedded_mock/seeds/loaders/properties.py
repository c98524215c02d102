"""Plants environment and project properties."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json, pointer_token
from workato_embedded_mock.seeds.beds import Bed, Loaders, MisplacedError, Place, only
from workato_embedded_mock.seeds.loaders.managed_users import plant_project
from workato_embedded_mock.store.tables.managed_users import managed_users
from workato_embedded_mock.store.tables.properties import ENVIRONMENT, properties


def plant_properties(bed: Bed, place: Place, value: Json) -> None:
    """Plant properties, of the environment or of the project that `in` names."""
    only(place, "managed_user_id", "project_id")
    owner = bed.parent(managed_users, place, "managed_user_id")["id"]
    scope = ENVIRONMENT
    if "project_id" in place:
        scope = plant_project(bed, owner, place["project_id"], "/in/project_id")
    for name, text in value.items():
        key = (owner, scope, name)
        row = {"managed_user_id": owner, "project_id": scope, "name": name, "value": text}
        if key in bed.rows[properties]:
            raise MisplacedError(f"/value/{pointer_token(name)}", "the property is in the seed already")
        bed.plant(properties, key, row)


LOADERS: Loaders = {
    "PropertyMap": plant_properties,
}
