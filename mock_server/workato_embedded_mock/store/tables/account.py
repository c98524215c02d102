"""The partner's own account."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table

from workato_embedded_mock.store.tables.base import TEXT, metadata, namespaces, required

account = Table(
    "account",
    metadata,
    Column("namespace", ForeignKey(namespaces.c.id, ondelete="CASCADE"), primary_key=True),
    required("signature_verification_key", TEXT),
    sqlite_with_rowid=False,
)
