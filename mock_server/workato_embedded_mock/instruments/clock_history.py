"""Remembers what the clock of a namespace was before each change of it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import bindparam, delete, func, insert, select

from workato_embedded_mock.store.session import NAMESPACE_ID, NamespaceSession, Row
from workato_embedded_mock.store.tables import clock_changes, clocks

# A program that advances the clock in a loop changes it often; older changes are dropped.
_KEPT = 1_000

_T = clock_changes.c
_OWN = _T.namespace == NAMESPACE_ID
_CURRENT = select(clocks.c.offset_microseconds, clocks.c.frozen_at).where(clocks.c.namespace == NAMESPACE_ID)
_LAST = select(func.coalesce(func.max(_T.position), 0)).where(_OWN)
_INSERT = insert(clock_changes).values(namespace=NAMESPACE_ID)
_TRIM = delete(clock_changes).where(_OWN, _T.position <= bindparam("old"))
_NEXT = (
    select(_T.offset_microseconds, _T.frozen_at)
    .where(_OWN, _T.changed_at > bindparam("moment"))
    .order_by(_T.position)
    .limit(1)
)


def current_clock(session: NamespaceSession) -> Row:
    """Return the clock of a namespace: its difference to the system clock, and the time at which it is frozen."""
    return session.first(_CURRENT) or {"offset_microseconds": 0, "frozen_at": None}


def remember_clock(session: NamespaceSession, now: datetime) -> None:
    """Remember the clock of a namespace before a change; `now` is the time of the system clock."""
    position = session.scalar(_LAST) + 1
    session.execute(_INSERT, position=position, changed_at=_text(now), **current_clock(session))
    session.execute(_TRIM, old=position - _KEPT)


def clock_at(session: NamespaceSession, moment: datetime) -> Row:
    """Return the clock that a namespace had at a moment of the system clock.

    Before the first change that is remembered, it was the one before that change.
    """
    return session.first(_NEXT, moment=_text(moment)) or current_clock(session)


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
