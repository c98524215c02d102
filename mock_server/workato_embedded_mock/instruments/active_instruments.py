"""Caches which instruments a namespace uses, so that a request pays only for those."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.store.session import NAMESPACE_ID, NamespaceSession
from workato_embedded_mock.store.tables import editions, faults, limits

_FAULTS = select(func.count()).select_from(faults).where(faults.c.namespace == NAMESPACE_ID)
_LIMITS = select(limits.c.setting).where(limits.c.namespace == NAMESPACE_ID)

_EDITION = select(editions.c.as_of).where(editions.c.namespace == NAMESPACE_ID)


@dataclass(frozen=True, slots=True)
class Active:
    """The instruments in use in one namespace.

    Attributes:
        faults: Whether it has fault rules.
        limits: Its own rate limit setting; None for the server's.
        as_of: The day whose edition it has; None for the server's.
    """

    faults: bool
    limits: str | None
    as_of: str | None


class ActiveInstruments:
    """The active instruments of all namespaces. They are cached unless the database is shared."""

    def __init__(self, namespaces: Namespaces) -> None:
        self._namespaces = namespaces
        self._known: dict[str, Active] = {}
        namespaces.on_reset(self.invalidate)

    def get(self, name: str) -> Active:
        """Return the active instruments of a namespace."""
        active = self._known.get(name)
        if active is None:
            with self._namespaces.transaction(name, write=False) as session:
                active = _read(session)
            if not self._namespaces.shared:
                self._known[name] = active
        return active

    def invalidate(self, name: str) -> None:
        """Drop the cached instruments of a namespace, because a setting changed."""
        self._known.pop(name, None)


def _read(session: NamespaceSession) -> Active:
    return Active(bool(session.scalar(_FAULTS)), session.scalar(_LIMITS), session.scalar(_EDITION))
