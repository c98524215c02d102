"""Random keys that all processes with one database share."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, insert, select

from workato_embedded_mock.store.database import Database
from workato_embedded_mock.store.tables import server_keys

_BYTES = 32


def server_key(database: Database, name: str) -> str:
    """Return the key with a name, as hexadecimal text. The first call creates it."""
    with database.transaction(write=False) as connection:
        found = _find(connection, name)
    if found is not None:
        return found
    # Another process may create it at the same time.
    with database.transaction(write=True, lock=server_keys.name) as connection:
        found = _find(connection, name)
        if found is None:
            found = secrets.token_hex(_BYTES)
            connection.execute(insert(server_keys).values(name=name, value=found))
        return found


def _find(connection: Connection, name: str) -> str | None:
    found: str | None = connection.execute(select(server_keys.c.value).where(server_keys.c.name == name)).scalar()
    return found
