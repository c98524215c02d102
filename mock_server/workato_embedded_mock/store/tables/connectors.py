"""Standard connectors."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Table

from workato_embedded_mock.store.tables.base import TEXT, metadata, owning_namespace, required

connectors = Table(
    "connectors",
    metadata,
    owning_namespace(),
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
