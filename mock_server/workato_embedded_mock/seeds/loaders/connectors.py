"""Plants connectors, and the partner's custom OAuth profiles for them."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.beds import Bed, Loaders, MisplacedError, Place, columns, only
from workato_embedded_mock.store.tables.connectors import connectors


def plant_connector(bed: Bed, place: Place, value: Json) -> None:
    """Plant a connector of the catalogue."""
    only(place)
    if value["name"] in bed.rows[connectors]:
        raise MisplacedError("/value/name", "another connector has this name")
    bed.plant(connectors, value["name"], columns(connectors, value))


LOADERS: Loaders = {
    "Connector": plant_connector,
}
