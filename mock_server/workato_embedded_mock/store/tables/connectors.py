"""Connectors: the standard ones and the custom ones of the partner."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, Table

from workato_embedded_mock.store.tables.base import TEXT, metadata, namespaces, required, table

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

custom_connectors = table(
    "custom_connectors",
    required("name", TEXT),
    required("title", TEXT),
    Column("latest_released_version", Integer),
    Column("latest_released_version_note", TEXT),
    Column("oem_shared_version", Integer),
    Column("oem_shared_at", TEXT),
    required("released_versions", JSON),
    first_id=8_100,
)
