"""The rules of API clients of version 2, which also shows those of version 1."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, insert, update

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.api_platform import client_view, keys
from workato_embedded_mock.resources.api_platform.client_settings import DEFAULTS, changed_settings, check_collections
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer, find_project
from workato_embedded_mock.rules.paging import offset
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.api_platform import (
    api_client_collections,
    api_client_settings,
    api_clients,
)

_T = api_clients.c
_LINK = api_client_collections.c
_FILTERED = client_view.SELECT.with_only_columns(
    _T.id, _T.project_id, api_client_settings.c.cert_bundle_ids, maintain_column_froms=True
).order_by(_T.id)
_PAGE = client_view.SELECT.order_by(_T.id).where(_T.id.in_(bindparam("ids", expanding=True)))
_INSERT = insert(api_clients).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))
_UPDATE = update(api_clients).where(*client_view.OWN, _T.id == bindparam("wanted"))
_DELETE = delete(api_clients).where(*client_view.OWN, _T.id == bindparam("wanted"))
_OF_CLIENT = (
    api_client_settings.c.namespace == NAMESPACE_ID,
    api_client_settings.c.api_client_id == bindparam("wanted"),
)
_INSERT_SETTINGS = insert(api_client_settings).values(namespace=NAMESPACE_ID)
_DELETE_SETTINGS = delete(api_client_settings).where(*_OF_CLIENT)
_INSERT_LINKS = insert(api_client_collections).values(namespace=NAMESPACE_ID)
_DELETE_LINKS = delete(api_client_collections).where(
    _LINK.namespace == NAMESPACE_ID, _LINK.api_client_id == bindparam("wanted")
)


def list_api_clients_v2(
    context: Context,
    managed_user_id: str,
    project_id: int | None,
    cert_bundle_ids: list[int] | None,
    page: int,
    per_page: int,
) -> Json:
    """List clients by ascending id, optionally those of a project or with a certificate bundle."""
    owner = find_customer(context, managed_user_id)
    bundles = set(cert_bundle_ids or ())
    ids = [
        row["id"]
        for row in context.session.all(_FILTERED, owner=owner)
        if (project_id is None or row["project_id"] == project_id)
        and (cert_bundle_ids is None or bundles & {*(row["cert_bundle_ids"] or [])})
    ]
    before = offset(page, per_page)
    rows = context.session.all(_PAGE, owner=owner, ids=ids[before : before + per_page])
    return {
        "data": client_view.responses(context, rows),
        "count": len(ids),
        "page": page,
        "per_page": per_page,
    }


def create_api_client_v2(context: Context, managed_user_id: str, body: Json) -> Json:
    """Create a client without keys."""
    owner = find_customer(context, managed_user_id)
    settings = changed_settings(context, owner, {**DEFAULTS, "is_legacy": False}, body)
    collections = check_collections(context, owner, body["api_collection_ids"])
    project_id = _project(context, owner, body) if "project_id" in body else None
    client_id = context.session.next_id("api_clients")
    now = context.time()
    context.session.execute(
        _INSERT, owner=owner, id=client_id, name=body["name"], project_id=project_id, created_at=now, updated_at=now
    )
    context.session.execute(_INSERT_SETTINGS, api_client_id=client_id, **settings)
    _set_collections(context, client_id, collections)
    return _response(context, owner, client_id)


def get_api_client_v2(context: Context, managed_user_id: str, api_client_id: int) -> Json:
    """Return a client with its keys."""
    owner = find_customer(context, managed_user_id)
    row = client_view.read_client(context, owner, api_client_id)
    return {"data": {**client_view.responses(context, [row])[0], "api_keys": keys.keys_of(context, row)}}


def update_api_client_v2(context: Context, managed_user_id: str, api_client_id: int, body: Json) -> Json:
    """Update the fields that are sent. A new `auth_type` ends the secrets of all keys."""
    owner = find_customer(context, managed_user_id)
    row = client_view.read_client(context, owner, api_client_id)
    settings = changed_settings(context, owner, _settings_of(row), body)
    changes: dict[str, Json] = {"updated_at": context.time()} if body else {}
    if "name" in body:
        changes["name"] = body["name"]
    if "project_id" in body:
        changes["project_id"] = _project(context, owner, body)
    if "api_collection_ids" in body:
        _set_collections(context, api_client_id, check_collections(context, owner, body["api_collection_ids"]))
    if settings["auth_type"] != row["auth_type"]:
        keys.drop_secrets(context, api_client_id)
    if changes:
        context.session.execute(_UPDATE, owner=owner, wanted=api_client_id, **changes)
        context.session.execute(_DELETE_SETTINGS, wanted=api_client_id)
        context.session.execute(_INSERT_SETTINGS, api_client_id=api_client_id, **settings)
    return _response(context, owner, api_client_id)


def delete_api_client_v2(context: Context, managed_user_id: str, api_client_id: int) -> Json:
    """Delete a client with its keys, and with its access profiles if it is one of version 1."""
    owner = find_customer(context, managed_user_id)
    if not context.session.execute(_DELETE, owner=owner, wanted=api_client_id):
        raise client_view.client_not_found(api_client_id)
    return {"success": True}


def _project(context: Context, owner: int, body: Json) -> int:
    return find_project(context, owner, str(body["project_id"]), "/body/project_id")


def _settings_of(row: Row) -> Row:
    """Return the settings of a client. One of version 1 has none until version 2 changes it."""
    return {name: default if row[name] is None else row[name] for name, default in DEFAULTS.items()}


def _set_collections(context: Context, client_id: int, collections: list[int]) -> None:
    context.session.execute(_DELETE_LINKS, wanted=client_id)
    context.session.execute_many(
        _INSERT_LINKS,
        [
            {"api_client_id": client_id, "api_collection_id": collection, "position": position}
            for position, collection in enumerate(collections)
        ],
    )


def _response(context: Context, owner: int, client_id: int) -> Json:
    row = client_view.read_client(context, owner, client_id)
    return {"data": client_view.responses(context, [row])[0]}
