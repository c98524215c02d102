"""Plants connections."""

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.beds import Bed, MisplacedError, Place, columns, only
from workato_embedded_mock.store import tables


def plant_connection(bed: Bed, place: Place, value: Json) -> None:
    """Plant a connection; `in.runtime` marks one of a runtime user."""
    only(place, "managed_user_id", "runtime")
    owner = bed.parent(tables.managed_users, place, "managed_user_id")["id"]
    runtime = place.get("runtime", False)
    if not isinstance(runtime, bool):
        raise MisplacedError("/in/runtime", "this is true for a connection of a runtime user, else false")
    row = columns(tables.connections, value, managed_user_id=owner, runtime=runtime)
    bed.plant(tables.connections, value["id"], row)
