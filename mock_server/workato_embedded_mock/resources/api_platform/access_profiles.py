"""The rules of access profiles, which let API clients call API collections."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from workato_embedded_mock.errors import NotFoundError, bad_request, not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.api_platform import credentials
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
_GET = select(*_LISTED, _T.credentials_made, *(_T[name] for name in credentials.ALL)).where(*_ONE)
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
_OPEN = insert(api_access_profile_collections).values(namespace=NAMESPACE_ID)
_CLOSE_ALL = delete(api_access_profile_collections).where(
    _LINK.namespace == NAMESPACE_ID, _LINK.api_access_profile_id == bindparam("wanted")
)
_COLLECTION = select(api_collections.c.id).where(
    api_collections.c.namespace == NAMESPACE_ID,
    api_collections.c.managed_user_id == bindparam("owner"),
    api_collections.c.id == bindparam("wanted"),
)
_CLIENTS = (
    select(api_clients.c.id)
    .where(api_clients.c.namespace == NAMESPACE_ID, api_clients.c.managed_user_id == bindparam("owner"))
    .order_by(api_clients.c.id)
)
_CLIENT = _CLIENTS.where(api_clients.c.id == bindparam("wanted"))


def list_api_access_profiles(
    context: Context, managed_user_id: str, api_client_id: int | None, page: int, per_page: int
) -> Json:
    """List profiles without credentials by ascending id, all of them or those of one client."""
    owner = find_customer(context, managed_user_id)
    page_of = {"owner": owner, "size": per_page, "before": offset(page, per_page)}
    if api_client_id is None:
        rows = context.session.all(_PAGE, **page_of)
    else:
        rows = context.session.all(_PAGE_OF_CLIENT, wanted=api_client_id, **page_of)
    opened = _opened(context, [row["id"] for row in rows])
    return {"result": [{**row, "api_collection_ids": opened[row["id"]]} for row in rows]}


def create_api_access_profile(context: Context, managed_user_id: str, body: Json) -> Json:
    """Create an active profile, and show the credentials that were made for it."""
    owner = find_customer(context, managed_user_id)
    auth_type = body["auth_type"]
    given = credentials.given(context, auth_type, body)
    credentials.require_key(auth_type, given)
    client = _client(context, owner, body.get("api_client_id"))
    collections = _collections(context, owner, body["api_collection_ids"])
    profile_id = context.session.next_id("api_access_profiles")
    made = credentials.make(auth_type, profile_id, 1)
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
        **{**dict.fromkeys(credentials.ALL), **given, **made},
    )
    _open(context, profile_id, collections)
    return _details(context, _read(context, owner, profile_id), made)


def update_api_access_profile(context: Context, managed_user_id: str, api_access_profile_id: int, body: Json) -> Json:
    """Change what is sent. Another type puts its own credentials in the place of the earlier ones."""
    owner = find_customer(context, managed_user_id)
    row = _read(context, owner, api_access_profile_id)
    auth_type = body.get("auth_type", row["auth_type"])
    changes = credentials.given(context, auth_type, body)
    made: dict[str, str] = {}
    if auth_type != row["auth_type"]:
        kept = {name: row[name] for name in credentials.given_names(auth_type)}
        changes = {**dict.fromkeys(credentials.ALL), **kept, **changes}
        credentials.require_key(auth_type, changes)
        made = credentials.make(auth_type, api_access_profile_id, row["credentials_made"] + 1)
        changes.update(made, auth_type=auth_type, credentials_made=row["credentials_made"] + 1)
    if "name" in body:
        changes["name"] = body["name"]
    if "api_collection_ids" in body:
        collections = _collections(context, owner, body["api_collection_ids"])
        context.session.execute(_CLOSE_ALL, wanted=api_access_profile_id)
        _open(context, api_access_profile_id, collections)
    if body:
        _change(context, owner, api_access_profile_id, changes)
    return _details(context, _read(context, owner, api_access_profile_id), made)


def enable_api_access_profile(context: Context, managed_user_id: str, api_access_profile_id: int) -> Json:
    """Accept the profile's credentials."""
    _change(context, find_customer(context, managed_user_id), api_access_profile_id, {"active": True})
    return {"result": "success"}


def disable_api_access_profile(context: Context, managed_user_id: str, api_access_profile_id: int) -> Json:
    """Refuse the profile's credentials."""
    _change(context, find_customer(context, managed_user_id), api_access_profile_id, {"active": False})
    return {"result": "success"}


def refresh_api_access_profile_secret(context: Context, managed_user_id: str, api_access_profile_id: int) -> Json:
    """Make new credentials in the place of the old ones, and show them."""
    owner = find_customer(context, managed_user_id)
    row = _read(context, owner, api_access_profile_id)
    if not credentials.can_be_made(row["auth_type"]):
        text = f"the profile is of the type {row['auth_type']}, for which the caller gives the key"
        raise bad_request("/path/api_access_profile_id", "state", text)
    number = row["credentials_made"] + 1
    made = credentials.make(row["auth_type"], api_access_profile_id, number)
    _change(context, owner, api_access_profile_id, {**made, "credentials_made": number})
    return _details(context, _read(context, owner, api_access_profile_id), made)


def _read(context: Context, owner: int, profile_id: int) -> Row:
    row = context.session.first(_GET, owner=owner, wanted=profile_id)
    if row is None:
        raise _no_profile(profile_id)
    return row


def _change(context: Context, owner: int, profile_id: int, changes: dict[str, Any]) -> None:
    if not context.session.execute(_UPDATE, owner=owner, wanted=profile_id, updated_at=context.time(), **changes):
        raise _no_profile(profile_id)


def _no_profile(profile_id: int) -> NotFoundError:
    return not_found("/path/api_access_profile_id", f"the customer has no access profile {profile_id}")


def _details(context: Context, row: Row, made: dict[str, str]) -> Json:
    """Answer a profile with what its caller gave, and with what was made in this call: that is shown once."""
    given = {name: row[name] for name in credentials.given_names(row["auth_type"]) if row[name] is not None}
    return {
        "id": row["id"],
        "name": row["name"],
        "api_client_id": row["api_client_id"],
        "api_collection_ids": _opened(context, [row["id"]])[row["id"]],
        "active": row["active"],
        "auth_type": row["auth_type"],
        **given,
        **made,
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
    }


def _opened(context: Context, ids: list[int]) -> dict[int, list[int]]:
    """Answer the collections that each of some profiles opens."""
    opened: dict[int, list[int]] = {profile_id: [] for profile_id in ids}
    for row in context.session.all(_COLLECTIONS_OF, ids=ids):
        opened[row["api_access_profile_id"]].append(row["api_collection_id"])
    return opened


def _open(context: Context, profile_id: int, collections: list[int]) -> None:
    context.session.execute_many(
        _OPEN,
        [
            {"api_access_profile_id": profile_id, "api_collection_id": collection, "position": position}
            for position, collection in enumerate(collections)
        ],
    )


def _collections(context: Context, owner: int, wanted: list[int]) -> list[int]:
    """Check the collections that a profile is to open; one that is named twice counts once."""
    for index, collection in enumerate(wanted):
        if context.session.scalar(_COLLECTION, owner=owner, wanted=collection) is None:
            raise not_found(f"/body/api_collection_ids/{index}", f"the customer has no API collection {collection}")
    return list(dict.fromkeys(wanted))


def _client(context: Context, owner: int, sent: int | str | None) -> int:
    """Answer the client that a profile is to belong to; it need not be named where there is one only."""
    if sent is None:
        clients = [int(row["id"]) for row in context.session.all(_CLIENTS, owner=owner)]
        if len(clients) != 1:
            text = f"name the API client; the customer has {len(clients)} of them"
            raise bad_request("/body/api_client_id", "required", text)
        return clients[0]
    wanted = parse_id(str(sent))
    if wanted is None or context.session.scalar(_CLIENT, owner=owner, wanted=wanted) is None:
        raise not_found("/body/api_client_id", f"the customer has no API client {sent}")
    return wanted
