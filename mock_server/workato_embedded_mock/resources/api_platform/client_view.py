"""Reads API clients of both versions as version 2 shows them; must not write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, bindparam, func, select

from workato_embedded_mock.errors import NotFoundError, not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.api_platform import (
    api_access_profile_collections,
    api_access_profiles,
    api_client_collections,
    api_client_settings,
    api_clients,
    api_collections,
    api_keys,
)

_T = api_clients.c
_SETTINGS = api_client_settings.c
_KEY = api_keys.c
_PROFILE = api_access_profiles.c

_WITH_SETTINGS = api_clients.outerjoin(
    api_client_settings, and_(_SETTINGS.namespace == _T.namespace, _SETTINGS.api_client_id == _T.id)
)
OWN = (_T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"))
# Clients of version 1, which version 2 may have changed.
LEGACY = func.coalesce(_SETTINGS.is_legacy, True)
SELECT_LEGACY = (
    select(_T.id, _T.name, _T.project_id, _T.created_at, _T.updated_at)
    .select_from(_WITH_SETTINGS)
    .where(*OWN, LEGACY)
    .order_by(_T.id)
)
SELECT = (
    select(
        _T.id,
        _T.name,
        _T.project_id,
        _T.created_at,
        _T.updated_at,
        LEGACY.label("is_legacy"),
        *(column for column in _SETTINGS if column.name not in {"namespace", "api_client_id", "is_legacy"}),
    )
    .select_from(_WITH_SETTINGS)
    .where(*OWN)
)
_ONE = SELECT.where(_T.id == bindparam("wanted"))

_KEY_COUNTS = (
    select(_KEY.api_client_id, func.count().label("total"), func.count().filter(_KEY.active).label("active"))
    .where(_KEY.namespace == NAMESPACE_ID, _KEY.api_client_id.in_(bindparam("ids", expanding=True)))
    .group_by(_KEY.api_client_id)
)
_PROFILE_TYPES = (
    select(_PROFILE.api_client_id, _PROFILE.auth_type)
    .where(_PROFILE.namespace == NAMESPACE_ID, _PROFILE.api_client_id.in_(bindparam("ids", expanding=True)))
    .order_by(_PROFILE.id.desc())
)


def _collections_by(client: Any, joined: Any, link: Any, position: Any) -> Any:
    """Return a query of collections by client, through the table that links them."""
    return (
        select(client, api_collections.c.id, api_collections.c.name)
        .select_from(
            joined.join(
                api_collections,
                and_(
                    api_collections.c.namespace == link.namespace,
                    api_collections.c.id == link.api_collection_id,
                ),
            )
        )
        .where(link.namespace == NAMESPACE_ID, client.in_(bindparam("ids", expanding=True)))
        .order_by(*position)
    )


_LINK = api_client_collections.c
_COLLECTIONS = _collections_by(_LINK.api_client_id, api_client_collections, _LINK, (_LINK.position,))
_PROFILE_LINK = api_access_profile_collections.c
_PROFILE_COLLECTIONS = _collections_by(
    _PROFILE.api_client_id,
    api_access_profile_collections.join(
        api_access_profiles,
        and_(
            _PROFILE.namespace == _PROFILE_LINK.namespace,
            _PROFILE.id == _PROFILE_LINK.api_access_profile_id,
        ),
    ),
    _PROFILE_LINK,
    (_PROFILE.id, _PROFILE_LINK.position),
)


def read_client(context: Context, owner: int, client_id: int) -> Row:
    """Return the columns of a client and its settings.

    Raises:
        NotFoundError: The customer has no such client.
    """
    row = context.session.first(_ONE, owner=owner, wanted=client_id)
    if row is None:
        raise client_not_found(client_id)
    return {**row, "auth_type": _auth_types(context, [row])[client_id]}


def client_not_found(client_id: int) -> NotFoundError:
    """Return the error for a client that a customer does not have."""
    return not_found("/path/api_client_id", f"the customer has no API client {client_id}")


def responses(context: Context, rows: Sequence[Row]) -> list[dict[str, Json]]:
    """Return clients as version 2 shows them."""
    ids = [row["id"] for row in rows]
    auth_types = _auth_types(context, rows)
    collections = _collections(context, rows)
    counts = {row["api_client_id"]: row for row in context.session.all(_KEY_COUNTS, ids=ids)}
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "description": row["description"],
            "auth_type": auth_types[row["id"]],
            "is_legacy": bool(row["is_legacy"]),
            "mtls_enabled": bool(row["mtls_enabled"]),
            "validation_formula": row["validation_formula"],
            "cert_bundle_ids": row["cert_bundle_ids"] or [],
            "email": row["email"],
            "logo": row["logo"],
            "logo_2x": row["logo_2x"],
            "active_api_keys_count": counts[row["id"]]["active"] if row["id"] in counts else 0,
            "total_api_keys_count": counts[row["id"]]["total"] if row["id"] in counts else 0,
            "api_policies": row["api_policies"] or [],
            "api_collections": list(collections.get(row["id"], {}).values()),
            "project_id": row["project_id"],
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
        }
        for row in rows
    ]


def _auth_types(context: Context, rows: Sequence[Row]) -> dict[int, str]:
    """Return the type of each client. One of version 1 has that of its first access profile, else `token`."""
    known = {row["id"]: row["auth_type"] for row in rows if row["auth_type"] is not None}
    others = [row["id"] for row in rows if row["id"] not in known]
    of_profiles = {row["api_client_id"]: row["auth_type"] for row in context.session.all(_PROFILE_TYPES, ids=others)}
    return {**dict.fromkeys(others, "token"), **of_profiles, **known}


def _collections(context: Context, rows: Sequence[Row]) -> dict[int, dict[int, Row]]:
    """Return the collections of each client by id. One of version 1 has those of its access profiles."""
    found: dict[int, dict[int, Row]] = {}
    _add(found, context.session.all(_COLLECTIONS, ids=[row["id"] for row in rows]))
    others = [row["id"] for row in rows if row["is_legacy"] and row["id"] not in found]
    _add(found, context.session.all(_PROFILE_COLLECTIONS, ids=others))
    return found


def _add(found: dict[int, dict[int, Row]], links: list[Row]) -> None:
    for link in links:
        of_client = found.setdefault(link["api_client_id"], {})
        of_client[link["id"]] = {"id": link["id"], "name": link["name"]}
