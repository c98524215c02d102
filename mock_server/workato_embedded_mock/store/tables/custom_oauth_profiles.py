"""Custom OAuth profiles of the partner, and their assignments to customers."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Table

from workato_embedded_mock.store.tables.base import TEXT, metadata, owning_namespace, parent, required, table

custom_oauth_profiles = table("custom_oauth_profiles", required("provider", TEXT), first_id=8_200)

custom_oauth_assignments = Table(
    "custom_oauth_assignments",
    metadata,
    owning_namespace(),
    Column("managed_user_id", BigInteger, primary_key=True, autoincrement=False),
    # A part of the primary key: a customer has at most one profile for each connector.
    Column("provider", TEXT, primary_key=True),
    required("custom_oauth_profile_id", BigInteger),
    parent("managed_user_id", "managed_users"),
    parent("custom_oauth_profile_id", "custom_oauth_profiles"),
    sqlite_with_rowid=False,
)
