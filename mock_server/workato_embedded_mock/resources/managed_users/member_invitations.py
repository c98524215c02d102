"""The rules of invitations to the team of a customer."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from sqlalchemy import bindparam, insert, select, update

from workato_embedded_mock.errors import Reason, RequestError, TooManyRequestsError, bad_request
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.access.group_members import invite_into_groups, requested_groups
from workato_embedded_mock.resources.access.requested_roles import is_migrated, legacy_role, requested_roles
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_account
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.member_invitations import member_invitations

# The time before a customer can invite the same address again.
PAUSE = timedelta(minutes=20)
PAUSE_SINCE = "2025-10-07"

_T = member_invitations.c
_OWN = (_T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"))

_EARLIER = select(_T.id, _T.created_at).where(*_OWN, _T.address == bindparam("wanted"))
_INSERT = insert(member_invitations).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))
_UPDATE = update(member_invitations).where(*_OWN, _T.id == bindparam("wanted"))


def invite_member(context: Context, managed_user_id: str, body: Json) -> Json:
    """Invite a person. A new invitation replaces an earlier one to the same address."""
    owner = find_account(context, managed_user_id)
    roles = requested_roles(context, owner, body)
    if not roles:
        raise _no_role(context, owner)
    groups = requested_groups(context, owner, body)
    address = body["email"].casefold()
    earlier = context.session.first(_EARLIER, owner=owner, wanted=address)
    invited = {
        "name": body["name"],
        "email": body["email"],
        "role_name": body["env_roles"][0]["name"] if body.get("env_roles") else body["role_name"],
        "env_roles": body.get("env_roles") or None,
        "created_at": context.time(),
    }
    if earlier is None:
        invitation_id = context.session.next_id("member_invitations")
        context.session.execute(_INSERT, owner=owner, id=invitation_id, address=address, **invited)
    else:
        _check_pause(context, earlier["created_at"])
        invitation_id = earlier["id"]
        context.session.execute(_UPDATE, owner=owner, wanted=invitation_id, **invited)
    invite_into_groups(context, groups, invitation_id)
    return {"result": "ok"}


def _no_role(context: Context, owner: int) -> RequestError:
    """Return the error for an invitation without a role."""
    if is_migrated(context, owner):
        return legacy_role("/body/env_roles")
    return bad_request("/body", "required", "env_roles or role_name is required")


def _check_pause(context: Context, invited_at: str) -> None:
    """Reject a second invitation within the pause."""
    if not context.has_begun(PAUSE_SINCE):
        return
    passed = context.clock.now() - datetime.fromisoformat(invited_at)
    # Ignore invitations from the future: the clock was set back.
    if timedelta(0) <= passed < PAUSE:
        text = "this customer invited the address less than 20 minutes ago"
        seconds = math.ceil((PAUSE - passed).total_seconds())
        raise TooManyRequestsError(Reason("/body/email", "rate", text), seconds)
