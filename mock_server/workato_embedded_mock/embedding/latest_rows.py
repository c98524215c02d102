"""Keeps the latest rows of what direct links leave in the store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Column, bindparam, delete, func, select

from workato_embedded_mock.store.session import NAMESPACE_ID, NamespaceSession

# How far the moments of rows may run ahead of a clock that is frozen.
_AHEAD = timedelta(minutes=1)


class LatestRows:
    """The rows of a table that a namespace has. The oldest are deleted if there are too many.

    Args:
        moment: The column with the account's time, in the form of `as_text`.
        most: The most rows of a namespace.
    """

    def __init__(self, moment: Column[Any], most: int) -> None:
        own = moment.table.c.namespace == NAMESPACE_ID
        others = moment.table.alias()
        kept = others.c[moment.name]
        oldest = select(kept).where(others.c.namespace == NAMESPACE_ID).order_by(kept.desc()).offset(most - 1).limit(1)
        self._trim = delete(moment.table).where(own, moment <= oldest.scalar_subquery())
        self._latest = select(func.max(moment)).where(own, moment.between(bindparam("now"), bindparam("ahead")))

    def next_moment(self, session: NamespaceSession, now: datetime) -> str:
        """Return the moment of a new row, and delete the oldest ones, so that there are not too many with it.

        While the clock is frozen, each row is a microsecond later than the one before, which tells their order.
        """
        session.execute(self._trim)
        latest = session.scalar(self._latest, now=as_text(now), ahead=as_text(now + _AHEAD))
        return as_text(now if latest is None else datetime.fromisoformat(latest) + timedelta.resolution)


def as_text(moment: datetime) -> str:
    """Return a time in UTC, in a form that sorts as the times do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
