"""Plants connections."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.beds import Bed, Loaders, MisplacedError, Place, columns, only
from workato_embedded_mock.store.tables.connections import connections
from workato_embedded_mock.store.tables.managed_users import managed_users


def plant_connection(bed: Bed, place: Place, value: Json) -> None:
    """Plant a connection; `in.runtime` marks one of a runtime user."""
    only(place, "managed_user_id", "runtime")
    owner = bed.parent(managed_users, place, "managed_user_id")["id"]
    runtime = place.get("runtime", False)
    if not isinstance(runtime, bool):
        raise MisplacedError("/in/runtime", "this is true for a connection of a runtime user, else false")
    row = columns(connections, value, managed_user_id=owner, runtime=runtime)
    bed.plant(connections, value["id"], row)


LOADERS: Loaders = {
    "Connection": plant_connection,
}
