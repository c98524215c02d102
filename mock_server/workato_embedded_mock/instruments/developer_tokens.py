"""Makes the tokens of Developer API clients, and finds the client that has a token, in any namespace."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from workato_embedded_mock.store.database import Database
from workato_embedded_mock.store.tables.base import namespaces
from workato_embedded_mock.store.tables.developer_api_clients import developer_api_clients

# Tokens begin with it. A token of the real API begins with `wrkprod-` only, and names a namespace here.
MARK = "wrkprod-mock."

_T = developer_api_clients.c
_FIND = (
    select(namespaces.c.name.label("namespace"), _T.id, _T.managed_user_id, _T.ip_allow_list)
    .join(namespaces, namespaces.c.id == _T.namespace)
    .where(_T.token_digest == bindparam("digest"))
    .order_by(namespaces.c.id)
)


def new_token() -> str:
    """Return a token that no other client has."""
    return f"{MARK}{secrets.token_hex(32)}"


def is_developer_token(token: str) -> bool:
    """Return whether the mock made a token for a Developer API client, which may no longer exist."""
    return token.startswith(MARK)


def digest_of(token: str) -> str:
    """Return the hash of a token, as it is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class DeveloperClient:
    """The client that a token belongs to.

    Attributes:
        namespace: The name of its namespace.
        id: Its id.
        managed_user_id: The id of its customer.
        ip_allow_list: The addresses that may use its token, separated by commas, or None if all may.
    """

    namespace: str
    id: int
    managed_user_id: int
    ip_allow_list: str | None

    def accepts(self, address: str) -> bool:
        """Return whether the token may be used from an IP address."""
        if self.ip_allow_list is None:
            return True
        try:
            caller = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(caller in network for network in parse_ip_allow_list(self.ip_allow_list))


def parse_ip_allow_list(text: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Parse addresses and CIDR blocks that are separated by commas.

    Raises:
        ValueError: A part is neither an address nor a CIDR block.
    """
    return [ipaddress.ip_network(part.strip(), strict=False) for part in text.split(",")]


class DeveloperTokens:
    """The tokens of the Developer API clients of all namespaces.

    Args:
        database: The database of the namespaces.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, token: str, namespace: str | None) -> DeveloperClient | None:
        """Return the client that has a token, or None. A copied state has the same tokens in several namespaces.

        With `namespace`, only its clients count; otherwise the client of the oldest namespace is returned.
        """
        with self._database.transaction(write=False) as connection:
            for row in connection.execute(_FIND, {"digest": digest_of(token)}):
                if namespace in (None, row.namespace):
                    return DeveloperClient(row.namespace, row.id, row.managed_user_id, row.ip_allow_list)
        return None
