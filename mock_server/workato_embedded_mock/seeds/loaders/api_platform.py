"""Loads API collections, endpoints, clients, access profiles and API keys."""

from __future__ import annotations

from sqlalchemy import Table

from workato_embedded_mock.plain_json import Json, pointer_token
from workato_embedded_mock.seeds.builder import Loaders, Row, Scope, SeedBuilder, SeedObjectError, allow_only, row_of
from workato_embedded_mock.seeds.loaders.managed_users import add_project, add_project_by_text
from workato_embedded_mock.store.tables.api_platform import (
    api_access_profile_collections,
    api_access_profiles,
    api_client_collections,
    api_client_settings,
    api_clients,
    api_collections,
    api_endpoints,
    api_keys,
)
from workato_embedded_mock.store.tables.managed_users import managed_users


def load_collection(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load an API collection, and add the project that it names."""
    owner = _owner(builder, scope)
    project_id = value.get("project_id")
    if project_id is not None:
        project_id = add_project_by_text(builder, owner, project_id, "/value/project_id")
    row = row_of(api_collections, value, managed_user_id=owner, project_id=project_id)
    builder.add(api_collections, value["id"], row)


def load_endpoint(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load an API endpoint of a collection that was loaded before."""
    owner = _owner(builder, scope)
    _require_owned(builder, api_collections, owner, value["api_collection_id"], "/value/api_collection_id")
    builder.add(api_endpoints, value["id"], row_of(api_endpoints, value, managed_user_id=owner))


def load_client(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load an API client, and add the project that it names."""
    owner = _owner(builder, scope)
    if value.get("project_id") is not None:
        add_project(builder, owner, value["project_id"], "/value/project_id")
    builder.add(api_clients, value["id"], row_of(api_clients, value, managed_user_id=owner))


def load_access_profile(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load an access profile. Its client and collections must have been loaded before."""
    owner = _owner(builder, scope)
    for name in ("created_at", "updated_at"):
        if name not in value:
            raise SeedObjectError("/value", f"{name} is missing")
    _require_owned(builder, api_clients, owner, value["api_client_id"], "/value/api_client_id")
    row = row_of(api_access_profiles, value, managed_user_id=owner, credentials_made=0)
    builder.add(api_access_profiles, value["id"], row)
    for position, collection in enumerate(value["api_collection_ids"]):
        pointer = f"/value/api_collection_ids/{position}"
        _require_owned(builder, api_collections, owner, collection, pointer)
        link = {"api_access_profile_id": value["id"], "api_collection_id": collection, "position": position}
        if (value["id"], collection) in builder.rows[api_access_profile_collections]:
            raise SeedObjectError(pointer, "the collection is listed twice")
        builder.add(api_access_profile_collections, (value["id"], collection), link)


def load_listed_access_profile(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load an access profile from a list entry, or check the entry against details loaded before."""
    owner = _owner(builder, scope)
    row = builder.rows[api_access_profiles].get(value["id"])
    if row is None:
        load_access_profile(builder, scope, value)
        return
    collection_ids = [link for profile, link in builder.rows[api_access_profile_collections] if profile == value["id"]]
    known = {**row, "api_collection_ids": collection_ids}
    if row["managed_user_id"] != owner:
        raise SeedObjectError("/in/managed_user_id", "the details of this access profile belong to another customer")
    _check_listed(known, value, "the access profile with its details")


def load_client_v2(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load an API client of version 2, or check the entry of one of version 1. The numbers of keys are not read."""
    owner = _owner(builder, scope)
    if value["is_legacy"]:
        row = _require_owned(builder, api_clients, owner, value["id"], "/value/id")
        _check_listed(row, value, "this client of version 1")
        return
    load_client(builder, scope, value)
    settings = row_of(api_client_settings, value, api_client_id=value["id"])
    settings |= {
        "mtls_enabled": bool(value.get("mtls_enabled")),
        "cert_bundle_ids": value.get("cert_bundle_ids") or [],
        "api_policies": value["api_policies"],
    }
    builder.add(api_client_settings, value["id"], settings)
    for position, collection in enumerate(value["api_collections"]):
        pointer = f"/value/api_collections/{position}"
        known = _require_owned(builder, api_collections, owner, collection["id"], f"{pointer}/id")
        if known["name"] != collection["name"]:
            raise SeedObjectError(f"{pointer}/name", f"the name of this collection is {known['name']!r}")
        link = {"api_client_id": value["id"], "api_collection_id": collection["id"], "position": position}
        if (value["id"], collection["id"]) in builder.rows[api_client_collections]:
            raise SeedObjectError(pointer, "the collection is listed twice")
        builder.add(api_client_collections, (value["id"], collection["id"]), link)


def load_key(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load an API key of a client that was loaded before."""
    client = _key_client(builder, scope)
    settings = builder.rows[api_client_settings].get(client["id"])
    if settings is not None and settings["auth_type"] != value["auth_type"]:
        raise SeedObjectError("/value/auth_type", f"the type of its client is {settings['auth_type']!r}")
    row = row_of(api_keys, value, api_client_id=client["id"], secrets_made=0)
    builder.add(api_keys, value["id"], row)


def load_listed_key(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load an API key from a list entry, or check the entry against a key with a secret that was loaded before."""
    row = builder.rows[api_keys].get(value["id"])
    if row is None:
        load_key(builder, scope, value)
    elif row["api_client_id"] != _key_client(builder, scope)["id"]:
        raise SeedObjectError("/in/api_client_id", "the key with this secret belongs to another client")
    else:
        _check_listed(row, value, "the key with its secret")


def _key_client(builder: SeedBuilder, scope: Scope) -> Row:
    allow_only(scope, "managed_user_id", "api_client_id")
    owner = int(builder.parent(managed_users, scope, "managed_user_id")["id"])
    if "api_client_id" not in scope:
        raise SeedObjectError("/in", "api_client_id is missing")
    return _require_owned(builder, api_clients, owner, scope["api_client_id"], "/in/api_client_id")


def _check_listed(known: Row, value: Json, what: str) -> None:
    """Check an entry of a list against the same object, loaded before. Names that it does not have are not compared."""
    for name, listed in value.items():
        if known.get(name, listed) != listed:
            raise SeedObjectError(f"/value/{pointer_token(name)}", f"{what} has {known[name]!r}")


def _owner(builder: SeedBuilder, scope: Scope) -> int:
    allow_only(scope, "managed_user_id")
    return int(builder.parent(managed_users, scope, "managed_user_id")["id"])


def _require_owned(builder: SeedBuilder, table: Table, owner: int, wanted: int, pointer: str) -> Row:
    """Return a row of a customer by id.

    Raises:
        SeedObjectError: There is no such row, or it belongs to another customer.
    """
    row = builder.rows[table].get(wanted)
    if row is None or row["managed_user_id"] != owner:
        raise SeedObjectError(pointer, f"the customer has no object with the id {wanted} in {table.name}")
    return row


LOADERS: Loaders = {
    "ApiCollection": load_collection,
    "ApiEndpoint": load_endpoint,
    "ApiPlatformClient": load_client,
    "ApiAccessProfileDetails": load_access_profile,
    "ApiAccessProfile": load_listed_access_profile,
    "ApiClientV2": load_client_v2,
    "ApiKeyWithSecret": load_key,
    "ApiKey": load_listed_key,
}
