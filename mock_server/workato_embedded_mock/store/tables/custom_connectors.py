"""The custom connectors of the partner."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer

from workato_embedded_mock.store.tables.base import TEXT, required, table

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
