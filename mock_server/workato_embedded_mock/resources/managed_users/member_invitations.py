"""The rules of invitations into the team of a customer; an invited person is no member before accepting."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from sqlalchemy import bindparam, insert, select, update

from workato_embedded_mock.errors import Reason, TooManyRequestsError
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.workspace.role_names import require_role
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.member_invitations import member_invitations

PAUSE = timedelta(minutes=20)
"""How long one address cannot be invited again by one customer."""

_T = member_invitations.c
_OWN = (_T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"))

_EARLIER = select(_T.id, _T.created_at).where(*_OWN, _T.address == bindparam("wanted"))
_INSERT = insert(member_invitations).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))
_UPDATE = update(member_invitations).where(*_OWN, _T.id == bindparam("wanted"))


def invite_member(context: Context, managed_user_id: str, body: Json) -> Json:
    """Invite a person. A later invitation takes the place of an earlier one to the same address."""
    owner = find_customer(context, managed_user_id)
    require_role(context, owner, body["role_name"])
    address = body["email"].casefold()
    earlier = context.session.first(_EARLIER, owner=owner, wanted=address)
    invited = {
        "name": body["name"],
        "email": body["email"],
        "role_name": body["role_name"],
        "created_at": context.time(),
    }
    if earlier is None:
        invitation_id = context.session.next_id("member_invitations")
        context.session.execute(_INSERT, owner=owner, id=invitation_id, address=address, **invited)
    else:
        _reject_haste(context, earlier["created_at"])
        context.session.execute(_UPDATE, owner=owner, wanted=earlier["id"], **invited)
    return {"result": "ok"}


def _reject_haste(context: Context, invited_at: str) -> None:
    """Refuse a second invitation within the pause."""
    passed = context.clock.now() - datetime.fromisoformat(invited_at)
    # A clock that was set back does not make anybody wait.
    if timedelta(0) <= passed < PAUSE:
        text = "the address was invited by this customer less than 20 minutes ago"
        seconds = math.ceil((PAUSE - passed).total_seconds())
        raise TooManyRequestsError(Reason("/body/email", "rate", text), seconds)
