"""Lists and accepts invitations for tests; the API has no operations for that."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select

from workato_embedded_mock.errors import not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.access.group_members import add_to_groups, groups_of_invitation
from workato_embedded_mock.resources.access.requested_roles import requested_roles
from workato_embedded_mock.resources.managed_users.members import add_person
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_account
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.member_invitations import member_invitations

_T = member_invitations.c
_ONE = (
    _T.namespace == NAMESPACE_ID,
    _T.managed_user_id == bindparam("owner"),
    _T.address == bindparam("wanted"),
)
_PENDING = (
    select(_T.id, _T.managed_user_id, _T.name, _T.email, _T.role_name, _T.env_roles, _T.created_at)
    .where(_T.namespace == NAMESPACE_ID)
    .order_by(_T.id)
)
_INVITED = select(_T.id, _T.name, _T.email, _T.role_name, _T.env_roles).where(*_ONE)
_DELETE = delete(member_invitations).where(*_ONE)


def pending_invitations(context: Context) -> Json:
    """Return the pending invitations of all customers, oldest first."""
    return {"invitations": context.session.all(_PENDING)}


def accept_pending_invitation(context: Context, wanted: Json) -> Json:
    """Make an invited person a member with the invited roles and groups, and delete the invitation.

    Raises:
        NotFoundError: There is no such customer or invitation.
    """
    owner = find_account(context, str(wanted["managed_user_id"]))
    address = wanted["email"].casefold()
    invited = context.session.first(_INVITED, owner=owner, wanted=address)
    if invited is None:
        raise not_found("/body/email", f"the customer has not invited {wanted['email']}")
    name = "role_name" if invited["env_roles"] is None else "env_roles"
    roles = requested_roles(context, owner, {name: invited[name]})
    groups = groups_of_invitation(context, invited["id"])
    context.session.execute(_DELETE, owner=owner, wanted=address)
    member = add_person(context, owner, invited["name"], roles, email=invited["email"])
    add_to_groups(context, groups, member["id"])
    return {"member": member}
