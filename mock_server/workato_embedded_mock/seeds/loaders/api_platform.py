"""Plants what belongs to the API platform of customers."""

from __future__ import annotations

from sqlalchemy import Table

from workato_embedded_mock.plain_json import Json, pointer_token
from workato_embedded_mock.seeds.beds import Bed, Loaders, MisplacedError, Place, Row, columns, only
from workato_embedded_mock.seeds.loaders.managed_users import plant_project, plant_project_by_text
from workato_embedded_mock.store.tables.api_platform import (
    api_access_profile_collections,
    api_access_profiles,
    api_clients,
    api_collections,
    api_endpoints,
)
from workato_embedded_mock.store.tables.managed_users import managed_users


def plant_collection(bed: Bed, place: Place, value: Json) -> None:
    """Plant an API collection, and the project that it names."""
    owner = _owner(bed, place)
    project_id = value.get("project_id")
    if project_id is not None:
        project_id = plant_project_by_text(bed, owner, project_id, "/value/project_id")
    row = columns(api_collections, value, managed_user_id=owner, project_id=project_id)
    bed.plant(api_collections, value["id"], row)


def plant_endpoint(bed: Bed, place: Place, value: Json) -> None:
    """Plant an API endpoint; its collection must be there."""
    owner = _owner(bed, place)
    _own(bed, api_collections, owner, value["api_collection_id"], "/value/api_collection_id")
    bed.plant(api_endpoints, value["id"], columns(api_endpoints, value, managed_user_id=owner))


def plant_client(bed: Bed, place: Place, value: Json) -> None:
    """Plant an API client, and the project that it names."""
    owner = _owner(bed, place)
    if value.get("project_id") is not None:
        plant_project(bed, owner, value["project_id"], "/value/project_id")
    bed.plant(api_clients, value["id"], columns(api_clients, value, managed_user_id=owner))


def plant_access_profile(bed: Bed, place: Place, value: Json) -> None:
    """Plant an access profile; its client and its collections must be there."""
    owner = _owner(bed, place)
    for name in ("created_at", "updated_at"):
        if name not in value:
            raise MisplacedError("/value", f"{name} is missing")
    _own(bed, api_clients, owner, value["api_client_id"], "/value/api_client_id")
    row = columns(api_access_profiles, value, managed_user_id=owner, credentials_made=0)
    bed.plant(api_access_profiles, value["id"], row)
    for position, collection in enumerate(value["api_collection_ids"]):
        below = f"/value/api_collection_ids/{position}"
        _own(bed, api_collections, owner, collection, below)
        link = {"api_access_profile_id": value["id"], "api_collection_id": collection, "position": position}
        if (value["id"], collection) in bed.rows[api_access_profile_collections]:
            raise MisplacedError(below, "the collection is named twice")
        bed.plant(api_access_profile_collections, (value["id"], collection), link)


def plant_listed_access_profile(bed: Bed, place: Place, value: Json) -> None:
    """Plant an access profile as lists show it. Where its details are in the seed, too, the two must agree."""
    owner = _owner(bed, place)
    row = bed.rows[api_access_profiles].get(value["id"])
    if row is None:
        plant_access_profile(bed, place, value)
        return
    opened = [link for profile, link in bed.rows[api_access_profile_collections] if profile == value["id"]]
    known = {**row, "api_collection_ids": opened}
    if row["managed_user_id"] != owner:
        raise MisplacedError("/in/managed_user_id", "the details of this access profile belong to another customer")
    for name, told in value.items():
        if known.get(name, told) != told:
            text = f"the details of this access profile say {known[name]!r}"
            raise MisplacedError(f"/value/{pointer_token(name)}", text)


def _owner(bed: Bed, place: Place) -> int:
    only(place, "managed_user_id")
    return int(bed.parent(managed_users, place, "managed_user_id")["id"])


def _own(bed: Bed, table: Table, owner: int, wanted: int, below: str) -> Row:
    """Answer a row that an object names.

    Raises:
        MisplacedError: It is not there, or is another customer's.
    """
    row = bed.rows[table].get(wanted)
    if row is None or row["managed_user_id"] != owner:
        raise MisplacedError(below, f"the customer has no such object with the id {wanted}")
    return row


LOADERS: Loaders = {
    "ApiCollection": plant_collection,
    "ApiEndpoint": plant_endpoint,
    "ApiClient": plant_client,
    "ApiAccessProfileDetails": plant_access_profile,
    "ApiAccessProfile": plant_listed_access_profile,
}
