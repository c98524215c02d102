"""Folders, and the projects that belong to top-level folders."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index

from workato_embedded_mock.store.tables.base import TEXT, parent, required, table

# The name of the root folder; lists omit it.
HOME = "Home"

folders = table(
    "folders",
    required("managed_user_id", BigInteger),
    required("name", TEXT),
    # NULL only for the Home folder.
    Column("parent_id", BigInteger),
    required("created_at", TEXT),
    required("updated_at", TEXT),
    parent("managed_user_id", "managed_users"),
    parent("parent_id", "folders"),
    Index("folders_managed_user", "namespace", "managed_user_id", "parent_id"),
    Index("folders_parent", "namespace", "parent_id"),
    first_id=5_000,
)

projects = table(
    "projects",
    required("managed_user_id", BigInteger),
    Column("description", TEXT),
    # NULL if the seed gives only the id of the project.
    Column("folder_id", BigInteger),
    parent("managed_user_id", "managed_users"),
    parent("folder_id", "folders"),
    Index("projects_managed_user", "namespace", "managed_user_id"),
    Index("projects_folder", "namespace", "folder_id"),
    first_id=520_000,
)
