"""The rules of access profiles: the credentials of API clients for API collections."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from workato_embedded_mock.errors import NotFoundError, bad_request, not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.api_platform import credentials
from workato_embedded_mock.resources.api_platform.client_view import SELECT_LEGACY
from workato_embedded_mock.resources.api_platform.version_1 import check_open
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer, parse_id
from workato_embedded_mock.rules.paging import offset
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.api_platform import (
    api_access_profile_collections,
    api_access_profiles,
    api_clients,
    api_collections,
)

_T = api_access_profiles.c
_LINK = api_access_profile_collections.c
_OWN = (_T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"))
_ONE = (*_OWN, _T.id == bindparam("wanted"))

_LISTED = (_T.id, _T.name, _T.api_client_id, _T.active, _T.auth_type, _T.created_at, _T.updated_at)
_PAGE = select(*_LISTED).where(*_OWN).order_by(_T.id).limit(bindparam("size")).offset(bindparam("before"))
_PAGE_OF_CLIENT = _PAGE.where(_T.api_client_id == bindparam("wanted"))
_GET = select(*_LISTED, _T.credentials_made, *(_T[name] for name in credentials.ALL_NAMES)).where(*_ONE)
_INSERT = insert(api_access_profiles).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))
_UPDATE = update(api_access_profiles).where(*_ONE)

_COLLECTIONS_OF = (
    select(_LINK.api_access_profile_id, _LINK.api_collection_id)
    .where(
        _LINK.namespace == NAMESPACE_ID,
        _LINK.api_access_profile_id.in_(bindparam("ids", expanding=True)),
    )
    .order_by(_LINK.api_access_profile_id, _LINK.position)
)
_INSERT_LINKS = insert(api_access_profile_collections).values(namespace=NAMESPACE_ID)
_DELETE_LINKS = delete(api_access_profile_collections).where(
    _LINK.namespace == NAMESPACE_ID, _LINK.api_access_profile_id == bindparam("wanted")
)
_COLLECTION = select(api_collections.c.id).where(
    api_collections.c.namespace == NAMESPACE_ID,
    api_collections.c.managed_user_id == bindparam("owner"),
    api_collections.c.id == bindparam("wanted"),
)
_CLIENT = SELECT_LEGACY.where(api_clients.c.id == bindparam("wanted"))


def list_api_access_profiles(
    context: Context, managed_user_id: str, api_client_id: int | None, page: int, per_page: int
) -> Json:
    """List profiles without credentials by ascending id, optionally those of one client."""
    owner = find_customer(context, managed_user_id)
    page_of = {"owner": owner, "size": per_page, "before": offset(page, per_page)}
    if api_client_id is None:
        rows = context.session.all(_PAGE, **page_of)
    else:
        rows = context.session.all(_PAGE_OF_CLIENT, wanted=api_client_id, **page_of)
    collection_ids = _collection_ids(context, [row["id"] for row in rows])
    return {"result": [{**row, "api_collection_ids": collection_ids[row["id"]]} for row in rows]}


def create_api_access_profile(context: Context, managed_user_id: str, body: Json) -> Json:
    """Create an active profile; return it with its generated credentials."""
    check_open(context)
    owner = find_customer(context, managed_user_id)
    auth_type = body["auth_type"]
    supplied = credentials.supplied(context, auth_type, body)
    credentials.require_key(auth_type, supplied)
    client = _resolve_client(context, owner, body.get("api_client_id"))
    collections = _check_collections(context, owner, body["api_collection_ids"])
    profile_id = context.session.next_id("api_access_profiles")
    generated = credentials.generate(auth_type, profile_id, 1)
    now = context.time()
    context.session.execute(
        _INSERT,
        owner=owner,
        id=profile_id,
        name=body["name"],
        api_client_id=client,
        active=True,
        auth_type=auth_type,
        credentials_made=1,
        created_at=now,
        updated_at=now,
        **{**dict.fromkeys(credentials.ALL_NAMES), **supplied, **generated},
    )
    _add_collections(context, profile_id, collections)
    return _details(context, _read(context, owner, profile_id), generated)


def update_api_access_profile(context: Context, managed_user_id: str, api_access_profile_id: int, body: Json) -> Json:
    """Update the fields that are sent. A new `auth_type` replaces the credentials."""
    check_open(context)
    owner = find_customer(context, managed_user_id)
    row = _read(context, owner, api_access_profile_id)
    auth_type = body.get("auth_type", row["auth_type"])
    changes = credentials.supplied(context, auth_type, body)
    generated: dict[str, str] = {}
    if auth_type != row["auth_type"]:
        kept = {name: row[name] for name in credentials.supplied_names(auth_type)}
        changes = {**dict.fromkeys(credentials.ALL_NAMES), **kept, **changes}
        credentials.require_key(auth_type, changes)
        generated = credentials.generate(auth_type, api_access_profile_id, row["credentials_made"] + 1)
        changes.update(generated, auth_type=auth_type, credentials_made=row["credentials_made"] + 1)
    if "name" in body:
        changes["name"] = body["name"]
    if "api_collection_ids" in body:
        collections = _check_collections(context, owner, body["api_collection_ids"])
        context.session.execute(_DELETE_LINKS, wanted=api_access_profile_id)
        _add_collections(context, api_access_profile_id, collections)
    if body:
        _change(context, owner, api_access_profile_id, changes)
    return _details(context, _read(context, owner, api_access_profile_id), generated)


def enable_api_access_profile(context: Context, managed_user_id: str, api_access_profile_id: int) -> Json:
    """Enable a profile."""
    check_open(context)
    _change(context, find_customer(context, managed_user_id), api_access_profile_id, {"active": True})
    return {"result": "success"}


def disable_api_access_profile(context: Context, managed_user_id: str, api_access_profile_id: int) -> Json:
    """Disable a profile."""
    check_open(context)
    _change(context, find_customer(context, managed_user_id), api_access_profile_id, {"active": False})
    return {"result": "success"}


def refresh_api_access_profile_secret(context: Context, managed_user_id: str, api_access_profile_id: int) -> Json:
    """Replace the credentials; return the profile with the new ones."""
    check_open(context)
    owner = find_customer(context, managed_user_id)
    row = _read(context, owner, api_access_profile_id)
    if not credentials.is_generated(row["auth_type"]):
        text = f"profiles of the type {row['auth_type']} have no generated credentials"
        raise bad_request("/path/api_access_profile_id", "state", text)
    number = row["credentials_made"] + 1
    generated = credentials.generate(row["auth_type"], api_access_profile_id, number)
    _change(context, owner, api_access_profile_id, {**generated, "credentials_made": number})
    return _details(context, _read(context, owner, api_access_profile_id), generated)


def _read(context: Context, owner: int, profile_id: int) -> Row:
    row = context.session.first(_GET, owner=owner, wanted=profile_id)
    if row is None:
        raise _profile_not_found(profile_id)
    return row


def _change(context: Context, owner: int, profile_id: int, changes: dict[str, Any]) -> None:
    if not context.session.execute(_UPDATE, owner=owner, wanted=profile_id, updated_at=context.time(), **changes):
        raise _profile_not_found(profile_id)


def _profile_not_found(profile_id: int) -> NotFoundError:
    return not_found("/path/api_access_profile_id", f"the customer has no access profile {profile_id}")


def _details(context: Context, row: Row, generated: dict[str, str]) -> Json:
    """Return a profile with its sent credentials, and with those generated in this request, which are shown once."""
    supplied = {name: row[name] for name in credentials.supplied_names(row["auth_type"]) if row[name] is not None}
    return {
        "id": row["id"],
        "name": row["name"],
        "api_client_id": row["api_client_id"],
        "api_collection_ids": _collection_ids(context, [row["id"]])[row["id"]],
        "active": row["active"],
        "auth_type": row["auth_type"],
        **supplied,
        **generated,
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
    }


def _collection_ids(context: Context, ids: list[int]) -> dict[int, list[int]]:
    """Return the ids of the collections of each profile."""
    collection_ids: dict[int, list[int]] = {profile_id: [] for profile_id in ids}
    for row in context.session.all(_COLLECTIONS_OF, ids=ids):
        collection_ids[row["api_access_profile_id"]].append(row["api_collection_id"])
    return collection_ids


def _add_collections(context: Context, profile_id: int, collections: list[int]) -> None:
    context.session.execute_many(
        _INSERT_LINKS,
        [
            {"api_access_profile_id": profile_id, "api_collection_id": collection, "position": position}
            for position, collection in enumerate(collections)
        ],
    )


def _check_collections(context: Context, owner: int, wanted: list[int]) -> list[int]:
    """Check that the collections exist; return them without duplicates."""
    for index, collection in enumerate(wanted):
        if context.session.scalar(_COLLECTION, owner=owner, wanted=collection) is None:
            raise not_found(f"/body/api_collection_ids/{index}", f"the customer has no API collection {collection}")
    return list(dict.fromkeys(wanted))


def _resolve_client(context: Context, owner: int, sent: int | str | None) -> int:
    """Return the client of a new profile. It can be omitted if the customer has only one."""
    if sent is None:
        clients = [int(row["id"]) for row in context.session.all(SELECT_LEGACY, owner=owner)]
        if len(clients) != 1:
            text = f"api_client_id is required: the customer has {len(clients)} API clients"
            raise bad_request("/body/api_client_id", "required", text)
        return clients[0]
    wanted = parse_id(str(sent))
    if wanted is None or context.session.scalar(_CLIENT, owner=owner, wanted=wanted) is None:
        raise not_found("/body/api_client_id", f"the customer has no API client {sent}")
    return wanted
