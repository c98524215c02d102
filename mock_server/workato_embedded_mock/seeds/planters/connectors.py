"""Plants connectors, and the partner's custom OAuth profiles for them."""

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.beds import Bed, MisplacedError, Place, columns, only
from workato_embedded_mock.store import tables


def plant_connector(bed: Bed, place: Place, value: Json) -> None:
    """Plant a connector of the catalogue."""
    only(place)
    if value["name"] in bed.rows[tables.connectors]:
        raise MisplacedError("/value/name", "another connector has this name")
    bed.plant(tables.connectors, value["name"], columns(tables.connectors, value))


def plant_custom_oauth_profile(bed: Bed, place: Place, value: Json) -> None:
    """Plant a profile of the partner; its connector is one that connects by OAuth, where the seed has connectors."""
    only(place)
    catalogue = bed.rows[tables.connectors]
    connector = catalogue.get(value["provider"])
    if catalogue and (connector is None or not connector["oauth"]):
        raise MisplacedError("/value/provider", f"the seed has no connector {value['provider']} that connects by OAuth")
    bed.plant(tables.custom_oauth_profiles, value["id"], columns(tables.custom_oauth_profiles, value))
