"""The sessions that direct links begin. An unguessable value in the URL names them, not a cookie."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, delete, insert, select

from workato_embedded_mock.embedding.latest_rows import LatestRows, as_text
from workato_embedded_mock.embedding.paths import PAGES
from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables import embedding_sessions, namespaces
from workato_embedded_mock.store.tables.managed_users import managed_users

# No source has the lifetime of a session: a day is inferred.
LIFETIME = timedelta(days=1)

_S = embedding_sessions.c
_SESSIONS = LatestRows(_S.created_at, 1_000)
_OWN = _S.namespace == NAMESPACE_ID
_NAMESPACE = (
    select(namespaces.c.name).join(embedding_sessions, _S.namespace == namespaces.c.id).where(_S.id == bindparam("id"))
)
_GET = select(embedding_sessions).where(_OWN, _S.id == bindparam("wanted"))
_INSERT = insert(embedding_sessions).values(namespace=NAMESPACE_ID)
_TRIM = delete(embedding_sessions).where(_OWN, _S.created_at < bindparam("oldest"))
_CUSTOMER = select(managed_users.c.id).where(
    managed_users.c.namespace == NAMESPACE_ID, managed_users.c.id == bindparam("wanted")
)


@dataclass(frozen=True, slots=True)
class Session:
    """What a direct link has begun.

    Attributes:
        id: The value in the URL.
        managed_user_id: The id of the workspace: a customer, or one of its environments.
        member_id: The id of the member that the token names; None for the customer itself.
        origin: The origin that gets the messages; empty for none.
        allowed: The origins that may frame the pages.
        kind: What the link opened: `widget`, `recipe_widget` or `editor`.
        path: The page that the link opened, with its query and its fragment.
        root_path: The path of the server in its URLs, without a slash at its end; usually empty.
    """

    id: str
    managed_user_id: int
    member_id: int | None
    origin: str
    allowed: tuple[str, ...]
    kind: str
    path: str
    root_path: str = ""

    def url(self, path: str) -> str:
        """Return the path of a page of the session on this server."""
        return f"{self.root_path}{PAGES}/{self.id}{path}"


def find_namespace(all_namespaces: Namespaces, session_id: str) -> str | None:
    """Return the name of the namespace that has a session; None if there is no such session."""
    with all_namespaces.reading() as reader:
        name: str | None = reader.connection.execute(_NAMESPACE, {"id": session_id}).scalar()
        return name


def begin_session(
    context: Context,
    *,
    managed_user_id: int,
    member_id: int | None,
    origin: str,
    allowed: tuple[str, ...],
    kind: str,
    path: str,
) -> Session:
    """Store a new session; delete those that have ended, and the oldest if there are too many."""
    made = Session(secrets.token_urlsafe(32), managed_user_id, member_id, origin, allowed, kind, path)
    now = context.clock.now()
    context.session.execute(_TRIM, oldest=as_text(now - LIFETIME))
    context.session.execute(
        _INSERT,
        id=made.id,
        managed_user_id=managed_user_id,
        member_id=member_id,
        origin=origin,
        allowed=list(allowed),
        kind=kind,
        path=path,
        created_at=_SESSIONS.next_moment(context.session, now),
    )
    return made


def find_session(context: Context, session_id: str, root_path: str) -> Session | None:
    """Return a session by its id; None if it has ended, or its customer was deleted."""
    row = context.session.first(_GET, wanted=session_id)
    if row is None or row["created_at"] < as_text(context.clock.now() - LIFETIME):
        return None
    if context.session.scalar(_CUSTOMER, wanted=row["managed_user_id"]) is None:
        return None
    values = {name: value for name, value in row.items() if name not in ("namespace", "created_at", "allowed")}
    return Session(**values, allowed=tuple(row["allowed"]), root_path=root_path)
