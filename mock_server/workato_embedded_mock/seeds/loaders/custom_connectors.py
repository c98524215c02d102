"""Plants custom connectors."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.beds import Bed, Loaders, MisplacedError, Place, columns, only
from workato_embedded_mock.store.tables.custom_connectors import custom_connectors


def plant_custom_connector(bed: Bed, place: Place, value: Json) -> None:
    """Plant a custom connector of the partner with its released versions."""
    only(place)
    numbers = [version["version"] for version in value["released_versions"]]
    if numbers != sorted(set(numbers), reverse=True):
        raise MisplacedError("/value/released_versions", "the newest version comes first, and each comes once")
    if value["latest_released_version"] != (numbers[0] if numbers else None):
        raise MisplacedError("/value/latest_released_version", "this is the first of the released versions")
    bed.plant(custom_connectors, value["id"], columns(custom_connectors, value))


LOADERS: Loaders = {
    "CustomConnector": plant_custom_connector,
}
