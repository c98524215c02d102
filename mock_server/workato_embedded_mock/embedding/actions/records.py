"""Records what people do in the activity log, as the API does for its callers."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from workato_embedded_mock.activity.recording import Resource, record
from workato_embedded_mock.embedding.sessions import Session
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.managed_users import managed_users, members

_M, _C = members.c, managed_users.c
_MEMBER = select(_M.id, _M.name, _M.email).where(_M.namespace == NAMESPACE_ID, _M.id == bindparam("wanted"))
_CUSTOMER = select(_C.id, _C.name, _C.notification_email.label("email")).where(
    _C.namespace == NAMESPACE_ID, _C.id == bindparam("wanted")
)


def record_event(context: Context, session: Session, event_type: str, resource_type: str, resource: Resource) -> None:
    """Add an entry to the log of the session's workspace, in the name of its user."""
    record(
        context,
        session.managed_user_id,
        event_type,
        resource_type,
        resource,
        by_clock=False,
        user=_user(context, session),
    )


def _user(context: Context, session: Session) -> dict[str, Json]:
    """Return the collaborator that the token has named, or the customer."""
    row = None if session.member_id is None else context.session.first(_MEMBER, wanted=session.member_id)
    row = row or context.session.first(_CUSTOMER, wanted=session.managed_user_id) or {}
    return {f"user_{name}": row.get(name) for name in ("id", "name", "email")}
