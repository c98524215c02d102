"""Tells cheaply which instruments are on in a namespace, so that a request pays only for those."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.store.space import Space
from workato_embedded_mock.store.tables import faults, limits

_FAULTS = select(func.count()).select_from(faults).where(faults.c.namespace == bindparam("space"))
_LIMITS = select(limits.c.setting).where(limits.c.namespace == bindparam("space"))


@dataclass(frozen=True, slots=True)
class Switch:
    """What is on in one namespace: whether faults are armed, and its own setting of the limits, if it has one."""

    faults: bool
    limits: str | None


class Switches:
    """The switches of all namespaces. Those of a database that no other process has open are remembered."""

    def __init__(self, namespaces: Namespaces) -> None:
        self._namespaces = namespaces
        self._known: dict[str, Switch] = {}
        namespaces.on_reset(self.forget)

    def of(self, name: str) -> Switch:
        """Answer what is on in a namespace."""
        switch = self._known.get(name)
        if switch is None:
            with self._namespaces.transaction(name, write=False) as space:
                switch = _read(space)
            if not self._namespaces.shared:
                self._known[name] = switch
        return switch

    def forget(self, name: str) -> None:
        """Look again at the next request: something was switched."""
        self._known.pop(name, None)


def _read(space: Space) -> Switch:
    return Switch(bool(space.value(_FAULTS)), space.value(_LIMITS))
