"""Checks the settings of API clients of version 2 in request bodies; must not store them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import bindparam, select

from workato_embedded_mock.errors import Reason, bad_request, not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.api_platform import credentials
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import parse_id
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.api_platform import api_client_settings, api_clients, api_collections

# The settings of a new client, and of one of version 1 that version 2 changes for the first time.
DEFAULTS: dict[str, Json] = {
    "is_legacy": True,
    "description": None,
    "auth_type": None,
    "mtls_enabled": False,
    "validation_formula": None,
    "cert_bundle_ids": [],
    "api_portal_id": None,
    "email": None,
    "logo": None,
    "logo_2x": None,
    "api_policies": [],
    **dict.fromkeys(credentials.SUPPLIED_NAMES),
}
_AS_SENT = ("description", "mtls_enabled", "validation_formula", "cert_bundle_ids", "api_portal_id", "email")
_PORTAL = ("api_portal_id", "email")
_KEYS_OF_ISSUER = ("oidc_issuer", "oidc_jwks_uri")

_COLLECTION = select(api_collections.c.id).where(
    api_collections.c.namespace == NAMESPACE_ID,
    api_collections.c.managed_user_id == bindparam("owner"),
    api_collections.c.id == bindparam("wanted"),
)
_POLICIES = (
    select(api_client_settings.c.api_policies)
    .join(
        api_clients,
        (api_clients.c.namespace == api_client_settings.c.namespace)
        & (api_clients.c.id == api_client_settings.c.api_client_id),
    )
    .where(api_clients.c.namespace == NAMESPACE_ID, api_clients.c.managed_user_id == bindparam("owner"))
    .order_by(api_clients.c.id)
)


def changed_settings(context: Context, owner: int, before: Row, body: Mapping[str, Json]) -> dict[str, Json]:
    """Return the settings after a request.

    Args:
        context: The context of the rule.
        owner: The customer.
        before: The settings before. Without `auth_type`, the client is new.
        body: The body of the request.

    Raises:
        BadRequestError: The settings contradict each other, or one is missing.
    """
    after = {name: before[name] for name in DEFAULTS}
    after |= {name: body[name] for name in _AS_SENT if name in body}
    missing = [name for name in _PORTAL if not after[name]]
    if len(missing) == 1:
        raise bad_request(f"/body/{missing[0]}", "required", "api_portal_id and email require each other")
    if "api_policy_id" in body:
        after["api_policies"] = [_policy(context, owner, body["api_policy_id"])]
    return {**after, **_authentication(context, before, body)}


def check_collections(context: Context, owner: int, wanted: list[int | str]) -> list[int]:
    """Check that collections exist; return their ids without duplicates.

    Raises:
        NotFoundError: The customer has no such collection.
    """
    found = []
    for index, sent in enumerate(wanted):
        collection = parse_id(str(sent))
        if collection is None or context.session.scalar(_COLLECTION, owner=owner, wanted=collection) is None:
            raise not_found(f"/body/api_collection_ids/{index}", f"the customer has no API collection {sent}")
        found.append(collection)
    return list(dict.fromkeys(found))


def _authentication(context: Context, before: Row, body: Mapping[str, Json]) -> dict[str, Json]:
    """Return the type of authentication and what belongs to it; note what the type does not use."""
    auth_type = body.get("auth_type", before["auth_type"])
    used = credentials.supplied_names(auth_type)
    after: dict[str, Json] = {name: before[name] if name in used else None for name in credentials.SUPPLIED_NAMES}
    for name in credentials.SUPPLIED_NAMES:
        if name in body and name in used:
            after[name] = body[name]
        elif name in body:
            context.notes.append(Reason(f"/body/{name}", "not", f"ignored: {auth_type} does not use it"))
    if auth_type != before["auth_type"]:
        credentials.require_key(auth_type, after)
        if "oidc_issuer" in used and not any(after[name] for name in _KEYS_OF_ISSUER):
            raise bad_request("/body/oidc_issuer", "required", f"{auth_type} requires oidc_issuer or oidc_jwks_uri")
    return {**after, "auth_type": auth_type}


def _policy(context: Context, owner: int, wanted: int) -> Json:
    """Return a usage policy. No operation lists policies: one that no client of the customer has gets a name here."""
    known = {
        policy["id"]: policy for row in context.session.all(_POLICIES, owner=owner) for policy in row["api_policies"]
    }
    return known.get(wanted, {"id": wanted, "name": f"Policy {wanted}"})
