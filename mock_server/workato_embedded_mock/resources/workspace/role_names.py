"""Checks the names of roles that a customer can assign."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from workato_embedded_mock.errors import bad_request
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.customer_managers import privilege_groups
from workato_embedded_mock.store.tables.roles import roles

BUILT_IN_ROLES = ("Admin", "Analyst", "Operator")

_OWN_ROLE = select(roles.c.id).where(
    roles.c.namespace == NAMESPACE_ID,
    roles.c.managed_user_id == bindparam("owner"),
    roles.c.name == bindparam("wanted"),
)
_PARTNER_ROLE = select(privilege_groups.c.id).where(
    privilege_groups.c.namespace == NAMESPACE_ID, privilege_groups.c.name == bindparam("wanted")
)


def require_role(context: Context, owner: int, name: str, pointer: str) -> None:
    """Check that a role is built in, or belongs to the customer or the partner; `pointer` locates it in the request.

    Raises:
        BadRequestError: There is no such role.
    """
    if name in BUILT_IN_ROLES or context.session.scalar(_OWN_ROLE, owner=owner, wanted=name) is not None:
        return
    if context.session.scalar(_PARTNER_ROLE, wanted=name) is None:
        raise bad_request(pointer, "exists", f"the customer has no role {name!r}")
