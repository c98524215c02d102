"""Caches which instruments are active in a namespace, so that a request pays only for those."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.store.tables import faults, limits

_FAULTS = select(func.count()).select_from(faults).where(faults.c.namespace == bindparam("space"))
_LIMITS = select(limits.c.setting).where(limits.c.namespace == bindparam("space"))


@dataclass(frozen=True, slots=True)
class Active:
    """The active instruments of one namespace.

    Attributes:
        faults: Whether faults are armed.
        limits: The namespace's own setting of the rate limits; None for that of the server.
    """

    faults: bool
    limits: str | None


class ActiveInstruments:
    """The active instruments of all namespaces. They are cached while no other process has the database open."""

    def __init__(self, namespaces: Namespaces) -> None:
        self._namespaces = namespaces
        self._cached: dict[str, Active] = {}
        namespaces.on_reset(self.forget)

    def of(self, name: str) -> Active:
        """Return the active instruments of a namespace."""
        active = self._cached.get(name)
        if active is None:
            with self._namespaces.transaction(name, write=False) as space:
                active = Active(bool(space.value(_FAULTS)), space.value(_LIMITS))
            if not self._namespaces.shared:
                self._cached[name] = active
        return active

    def forget(self, name: str) -> None:
        """Read the instruments of a namespace again at its next request."""
        self._cached.pop(name, None)
