"""Plants environment and project properties."""

from workato_embedded_mock.plain_json import Json, pointer_token
from workato_embedded_mock.seeds.beds import Bed, MisplacedError, Place, only
from workato_embedded_mock.seeds.planters.managed_users import plant_project
from workato_embedded_mock.store import tables


def plant_properties(bed: Bed, place: Place, value: Json) -> None:
    """Plant properties, of the environment or of the project that `in` names."""
    only(place, "managed_user_id", "project_id")
    owner = bed.parent(tables.managed_users, place, "managed_user_id")["id"]
    scope = tables.ENVIRONMENT
    if "project_id" in place:
        scope = plant_project(bed, owner, place["project_id"], "/in/project_id")
    for name, text in value.items():
        key = (owner, scope, name)
        row = {"managed_user_id": owner, "project_id": scope, "name": name, "value": text}
        if key in bed.rows[tables.properties]:
            raise MisplacedError(f"/value/{pointer_token(name)}", "the property is in the seed already")
        bed.plant(tables.properties, key, row)
