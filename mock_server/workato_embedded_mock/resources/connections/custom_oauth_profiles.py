"""The rules of assigning custom OAuth profiles to customers."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, func, insert, select

from workato_embedded_mock.errors import bad_request, not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.connections import connections
from workato_embedded_mock.store.tables.custom_oauth_profiles import custom_oauth_assignments, custom_oauth_profiles

_P = custom_oauth_profiles.c
_A = custom_oauth_assignments.c
_OWN = (_A.namespace == NAMESPACE_ID, _A.managed_user_id == bindparam("owner"))
_PROVIDER = select(_P.provider).where(_P.namespace == NAMESPACE_ID, _P.id == bindparam("wanted"))
_ASSIGNED = select(_A.custom_oauth_profile_id).where(*_OWN, _A.provider == bindparam("connector"))
_INSERT = insert(custom_oauth_assignments).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))
_DELETE = delete(custom_oauth_assignments).where(*_OWN, _A.provider == bindparam("connector"))
_IN_USE = select(func.min(connections.c.id)).where(
    connections.c.namespace == NAMESPACE_ID,
    connections.c.managed_user_id == bindparam("owner"),
    connections.c.provider == bindparam("connector"),
    connections.c.authorization_status == "success",
)


def assign_custom_oauth_profile(context: Context, managed_user_id: str, id: int) -> Json:  # noqa: A002  # its name
    """Assign a profile to a customer, who can have one for each connector. Repeating it changes nothing."""
    owner = find_customer(context, managed_user_id)
    provider = _provider(context, id)
    assigned = context.session.scalar(_ASSIGNED, owner=owner, connector=provider)
    if assigned is None:
        context.session.execute(_INSERT, owner=owner, provider=provider, custom_oauth_profile_id=id)
    elif assigned != id:
        raise bad_request("/path/id", "unique", f"the customer already has the profile {assigned} for {provider}")
    return {"result": {"success": True}}


def unassign_custom_oauth_profile(context: Context, managed_user_id: str, id: int, force: bool) -> Json:  # noqa: A002  # its names
    """Unassign a profile. `force` is required if the customer has an authorized connection of its connector."""
    owner = find_customer(context, managed_user_id)
    provider = _provider(context, id)
    if context.session.scalar(_ASSIGNED, owner=owner, connector=provider) != id:
        raise not_found("/path/id", f"the profile {id} is not assigned to the customer")
    user = context.session.scalar(_IN_USE, owner=owner, connector=provider)
    if user is not None and not force:
        raise bad_request("/query/force", "const", f"the customer's connection {user} uses the profile")
    context.session.execute(_DELETE, owner=owner, connector=provider)
    return {"result": {"success": True}}


def _provider(context: Context, profile_id: int) -> str:
    """Return the connector of a profile.

    Raises:
        NotFoundError: The partner has no such profile.
    """
    provider: str | None = context.session.scalar(_PROVIDER, wanted=profile_id)
    if provider is None:
        raise not_found("/path/id", f"there is no custom OAuth profile {profile_id}")
    return provider
