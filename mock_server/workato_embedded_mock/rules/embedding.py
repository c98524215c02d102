"""What direct links depend on: the vendor id, the key that verifies signatures, and the settings of an account."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from sqlalchemy import delete, insert, select

from workato_embedded_mock.store.session import NAMESPACE_ID, NamespaceSession
from workato_embedded_mock.store.tables import embedding, namespaces
from workato_embedded_mock.store.tables.account import account
from workato_embedded_mock.store.tables.embedding import DEFAULT_SETTINGS

_VENDOR_ID = select(namespaces.c.vendor_id).where(namespaces.c.id == NAMESPACE_ID)
_KEY = select(account.c.signature_verification_key).where(account.c.namespace == NAMESPACE_ID)
_GET = select(*(embedding.c[name] for name in DEFAULT_SETTINGS)).where(embedding.c.namespace == NAMESPACE_ID)
_DELETE = delete(embedding).where(embedding.c.namespace == NAMESPACE_ID)
_INSERT = insert(embedding).values(namespace=NAMESPACE_ID)

_PORTS = {"http": 80, "https": 443}
# Names, also the ASCII form of others, and addresses.
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")

# How a failed connection is posted: as `connectionStatusChange` with an error, as `error`, or as both.
Failure = Literal["status", "error", "both"]


@dataclass(frozen=True, slots=True)
class EmbeddingSettings:
    """How an account is embedded.

    Attributes:
        origins: The origins that may frame pages of any customer. The first is the default target of messages.
        url_prefix: The path of the partner's pages that show pages of Workato, such as `/integration`.
        checks: Whether signature, age, use and origin of tokens are checked.
        failure: How a failed connection is posted.
        undocumented_messages: Whether messages are posted that no source documents for their page.
        styling: The values of styles by name, such as `brand-color`.
    """

    origins: list[str]
    url_prefix: str
    checks: bool
    failure: Failure
    undocumented_messages: bool
    styling: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        """Return the settings as JSON."""
        return asdict(self)


def read_vendor_id(session: NamespaceSession) -> str:
    """Return the id of the account in direct links. It follows from the name of the namespace."""
    return str(session.scalar(_VENDOR_ID))


def read_key(session: NamespaceSession) -> str | None:
    """Return the public key that verifies signatures, as PEM; None if the account has none."""
    key: str | None = session.scalar(_KEY)
    return key


def read_settings(session: NamespaceSession) -> EmbeddingSettings:
    """Return the settings of a namespace."""
    return EmbeddingSettings(**(session.first(_GET) or DEFAULT_SETTINGS))


def write_settings(session: NamespaceSession, settings: EmbeddingSettings | None) -> None:
    """Store the settings of a namespace; None restores the defaults."""
    session.execute(_DELETE)
    if settings is not None:
        session.execute(_INSERT, **settings.as_json())


def parse_origin(text: str) -> str | None:
    """Return the origin of a URL, such as `https://app.example.com`; None if it is not an http or https URL."""
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not host or not _HOST.fullmatch(host):
        return None
    host = f"[{host}]" if ":" in host else host
    shown = "" if port is None or port == _PORTS[parts.scheme] else f":{port}"
    return f"{parts.scheme}://{host}{shown}"
