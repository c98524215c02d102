"""The rules of API keys, with which the callers of an API client authenticate; must not serve their calls."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from workato_embedded_mock.errors import bad_request, not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.api_platform.client_view import read_client
from workato_embedded_mock.resources.api_platform.credentials import make_secrets
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer
from workato_embedded_mock.rules.paging import offset
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.api_platform import api_keys

MAX_KEYS = 20

_T = api_keys.c
_OF_CLIENT = (_T.namespace == NAMESPACE_ID, _T.api_client_id == bindparam("client"))
_ONE = (*_OF_CLIENT, _T.id == bindparam("wanted"))
_COLUMNS = (_T.id, _T.name, _T.ip_allow_list, _T.ip_deny_list, _T.active, _T.active_since, _T.secrets_made)
_ALL = select(*_COLUMNS, _T.oauth_client_id).where(*_OF_CLIENT).order_by(_T.id)
_PAGE = _ALL.limit(bindparam("size")).offset(bindparam("before"))
_GET = _ALL.where(_T.id == bindparam("wanted"))
_COUNT = select(func.count()).where(*_OF_CLIENT)
_INSERT = insert(api_keys).values(namespace=NAMESPACE_ID)
_UPDATE = update(api_keys).where(*_ONE)
_DROP_SECRETS = (
    update(api_keys).where(*_OF_CLIENT).values(auth_token=None, oauth_client_id=None, oauth_client_secret=None)
)

_LISTS = ("ip_allow_list", "ip_deny_list")
# The secrets that the API generates for keys of each type.
_SECRETS_OF = {"token": ("auth_token",), "oauth2": ("oauth_client_id", "oauth_client_secret")}


def list_api_keys(context: Context, managed_user_id: str, api_client_id: int, page: int, per_page: int) -> Json:
    """List the keys of a client without secrets, by ascending id."""
    client = _client(context, managed_user_id, api_client_id)
    rows = context.session.all(_PAGE, client=api_client_id, size=per_page, before=offset(page, per_page))
    return {
        "data": [_response(row, client) for row in rows],
        "count": context.session.scalar(_COUNT, client=api_client_id),
        "page": page,
        "per_page": per_page,
    }


def create_api_key(context: Context, managed_user_id: str, api_client_id: int, body: Json) -> Json:
    """Create a key; return it with its secret."""
    client = _client(context, managed_user_id, api_client_id)
    lists = _address_lists(body)
    if context.session.scalar(_COUNT, client=api_client_id) >= MAX_KEYS:
        raise bad_request(
            "/path/api_client_id", "maxItems", f"the client has {MAX_KEYS} API keys, which is the maximum"
        )
    key_id = context.session.next_id("api_keys")
    secrets = _secrets(client["auth_type"], key_id, 1)
    context.session.execute(
        _INSERT,
        id=key_id,
        api_client_id=api_client_id,
        name=body["name"],
        active=body["active"],
        active_since=_now(context) if body["active"] else None,
        secrets_made=1,
        **{**{name: [] for name in _LISTS}, **lists},
        **secrets,
    )
    return {"data": {**_response(_read(context, api_client_id, key_id), client), **secrets}}


def update_api_key(context: Context, managed_user_id: str, api_client_id: int, api_key_id: int, body: Json) -> Json:
    """Update the fields that are sent."""
    client = _client(context, managed_user_id, api_client_id)
    changes: dict[str, Any] = _address_lists(body)
    if "name" in body:
        changes["name"] = body["name"]
    _read(context, api_client_id, api_key_id)
    _change(context, api_client_id, api_key_id, changes)
    return {"data": _response(_read(context, api_client_id, api_key_id), client)}


def enable_api_key(context: Context, managed_user_id: str, api_client_id: int, api_key_id: int) -> Json:
    """Enable a key. One that is enabled keeps its `active_since`."""
    _client(context, managed_user_id, api_client_id)
    if not _read(context, api_client_id, api_key_id)["active"]:
        _change(context, api_client_id, api_key_id, {"active": True, "active_since": _now(context)})
    return {"success": True}


def disable_api_key(context: Context, managed_user_id: str, api_client_id: int, api_key_id: int) -> Json:
    """Disable a key."""
    _client(context, managed_user_id, api_client_id)
    _read(context, api_client_id, api_key_id)
    _change(context, api_client_id, api_key_id, {"active": False, "active_since": None})
    return {"success": True}


def refresh_api_key_secret(context: Context, managed_user_id: str, api_client_id: int, api_key_id: int) -> Json:
    """Replace the secret of a key; return the key with the new one. An OAuth client id stays the same."""
    client = _client(context, managed_user_id, api_client_id)
    row = _read(context, api_client_id, api_key_id)
    number = row["secrets_made"] + 1
    secrets = _secrets(client["auth_type"], api_key_id, number)
    if not secrets:
        text = f"keys of the type {client['auth_type']} have no generated secret"
        raise bad_request("/path/api_key_id", "state", text)
    if row["oauth_client_id"] is not None:
        secrets["oauth_client_id"] = row["oauth_client_id"]
    _change(context, api_client_id, api_key_id, {**secrets, "secrets_made": number})
    return {"data": {**_response(_read(context, api_client_id, api_key_id), client), **secrets}}


def keys_of(context: Context, client: Row) -> list[Json]:
    """Return all keys of a client without secrets."""
    return [_response(row, client) for row in context.session.all(_ALL, client=client["id"])]


def drop_secrets(context: Context, client_id: int) -> None:
    """Remove the secrets of all keys of a client; a refresh makes new ones."""
    context.session.execute(_DROP_SECRETS, client=client_id)


def _client(context: Context, managed_user_id: str, client_id: int) -> Row:
    return read_client(context, find_customer(context, managed_user_id), client_id)


def _read(context: Context, client_id: int, key_id: int) -> Row:
    row = context.session.first(_GET, client=client_id, wanted=key_id)
    if row is None:
        raise not_found("/path/api_key_id", f"the API client has no API key {key_id}")
    return row


def _change(context: Context, client_id: int, key_id: int, changes: dict[str, Any]) -> None:
    if changes:
        context.session.execute(_UPDATE, client=client_id, wanted=key_id, **changes)


def _response(row: Row, client: Row) -> dict[str, Json]:
    return {
        "id": row["id"],
        "name": row["name"],
        "auth_type": client["auth_type"],
        "ip_allow_list": row["ip_allow_list"],
        "ip_deny_list": row["ip_deny_list"],
        "active": row["active"],
        "active_since": row["active_since"],
    }


def _address_lists(body: Mapping[str, Json]) -> dict[str, Json]:
    """Return the address lists of a body.

    Raises:
        BadRequestError: An entry is neither an IP address nor a CIDR block.
    """
    lists = {name: body[name] for name in _LISTS if name in body}
    for name, entries in lists.items():
        for index, entry in enumerate(entries):
            try:
                ipaddress.ip_network(entry, strict=False)
            except ValueError:
                text = f"invalid address {entry!r}; example: 203.0.113.7 or 203.0.113.0/24"
                raise bad_request(f"/body/{name}/{index}", "format", text) from None
    return lists


def _secrets(auth_type: str, key_id: int, number: int) -> dict[str, str]:
    """Return the generated secrets of a type, or none if callers sign tokens of their own."""
    return make_secrets(_SECRETS_OF.get(auth_type, ()), f"key {key_id}", number)


def _now(context: Context) -> str:
    """Return the current time without milliseconds, as the documented sample has it."""
    return context.clock.now().isoformat(timespec="seconds")
