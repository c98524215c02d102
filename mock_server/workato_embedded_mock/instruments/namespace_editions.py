"""The edition of the API that each namespace has; must not read the document."""

from __future__ import annotations

from sqlalchemy import delete, insert

from workato_embedded_mock.instruments.active_instruments import Active, ActiveInstruments
from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables import editions

_CLEAR = delete(editions).where(editions.c.namespace == NAMESPACE_ID)
_SET = insert(editions).values(namespace=NAMESPACE_ID)


class NamespaceEditions:
    """The days whose editions the namespaces have.

    Args:
        namespaces: The namespaces.
        active: Says which namespaces have a day of their own.
        default: The day of all others; None for everything that is known.

    Attributes:
        default: The day of the other namespaces.
    """

    def __init__(self, namespaces: Namespaces, active: ActiveInstruments, default: str | None) -> None:
        self._namespaces = namespaces
        self._active = active
        self.default = default

    def get(self, name: str) -> str | None:
        """Return the day whose edition a namespace has, in ISO form; None for everything that is known."""
        return self.of(self._active.get(name))

    def of(self, active: Active) -> str | None:
        """Return the day of the namespace that has these active instruments."""
        return active.as_of or self.default

    def set(self, name: str, as_of: str | None) -> None:
        """Set the day of a namespace, or use that of the server if None."""
        with self._namespaces.transaction(name, write=True) as session:
            session.execute(_CLEAR)
            if as_of is not None:
                session.execute(_SET, as_of=as_of)
        self._active.invalidate(name)
