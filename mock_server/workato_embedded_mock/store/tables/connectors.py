"""Standard connectors."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Table

from workato_embedded_mock.store.tables.base import TEXT, metadata, namespaces, required

connectors = Table(
    "connectors",
    metadata,
    Column("namespace", ForeignKey(namespaces.c.id, ondelete="CASCADE"), primary_key=True),
    Column("name", TEXT, primary_key=True),
    required("title", TEXT),
    required("categories", JSON),
    required("oauth", Boolean),
    required("deprecated", Boolean),
    required("secondary", Boolean),
    required("triggers", JSON),
    required("actions", JSON),
    sqlite_with_rowid=False,
)
