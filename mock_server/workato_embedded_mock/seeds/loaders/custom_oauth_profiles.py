"""Loads the custom OAuth profiles of the partner."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.beds import Bed, Loaders, MisplacedError, Place, columns, only
from workato_embedded_mock.store.tables.connectors import connectors
from workato_embedded_mock.store.tables.custom_oauth_profiles import custom_oauth_profiles


def plant_custom_oauth_profile(bed: Bed, place: Place, value: Json) -> None:
    """Plant a profile of the partner; its connector is one that connects by OAuth, where the seed has connectors."""
    only(place)
    catalogue = bed.rows[connectors]
    connector = catalogue.get(value["provider"])
    if catalogue and (connector is None or not connector["oauth"]):
        raise MisplacedError("/value/provider", f"the seed has no connector {value['provider']} that connects by OAuth")
    bed.plant(custom_oauth_profiles, value["id"], columns(custom_oauth_profiles, value))


LOADERS: Loaders = {
    "CustomOauthProfile": plant_custom_oauth_profile,
}
