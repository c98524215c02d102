"""Plants connectors, and with those that use OAuth the partner's profiles for them."""

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.beds import Bed, MisplacedError, Place, columns, only
from workato_embedded_mock.store import tables

PROFILES_OF_A_CONNECTOR = 2
"""No schema shows a profile, so no seed can name one. Two are needed to meet the rule that a customer has one."""


def plant_connector(bed: Bed, place: Place, value: Json) -> None:
    """Plant a connector of the catalogue; the ids of the profiles follow in the order of the connectors."""
    only(place)
    if value["name"] in bed.rows[tables.connectors]:
        raise MisplacedError("/value/name", "another connector has this name")
    bed.plant(tables.connectors, value["name"], columns(tables.connectors, value))
    if value["oauth"]:
        profiles = bed.rows[tables.custom_oauth_profiles]
        first = int(tables.custom_oauth_profiles.info[tables.FIRST_ID]) + len(profiles) + 1
        for profile_id in range(first, first + PROFILES_OF_A_CONNECTOR):
            bed.plant(tables.custom_oauth_profiles, profile_id, {"id": profile_id, "provider": value["name"]})
