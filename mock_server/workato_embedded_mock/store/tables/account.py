"""The partner's own account."""

from __future__ import annotations

from sqlalchemy import Table

from workato_embedded_mock.store.tables.base import TEXT, metadata, owning_namespace, required

account = Table(
    "account",
    metadata,
    owning_namespace(),
    required("signature_verification_key", TEXT),
    sqlite_with_rowid=False,
)
