"""Clients of the Developer API of a customer, and their roles."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index

from workato_embedded_mock.store.tables.base import TEXT, parent, required, table

developer_api_client_roles = table(
    "developer_api_client_roles",
    required("managed_user_id", BigInteger),
    required("name", TEXT),
    required("created_at", TEXT),
    required("updated_at", TEXT),
    parent("managed_user_id", "managed_users"),
    Index("developer_api_client_roles_managed_user", "namespace", "managed_user_id"),
    first_id=261_000,
)

developer_api_clients = table(
    "developer_api_clients",
    required("managed_user_id", BigInteger),
    required("name", TEXT),
    required("api_privilege_group_id", BigInteger),
    required("created_at", TEXT),
    required("updated_at", TEXT),
    required("all_folders", Boolean),
    required("folder_ids", JSON),
    Column("environment_name", TEXT),
    Column("environment_id", BigInteger),
    Column("ip_allow_list", TEXT),
    # Null for a client of a seed, whose token is not known.
    Column("token_digest", TEXT),
    required("token_updated_at", TEXT),
    parent("managed_user_id", "managed_users"),
    parent("api_privilege_group_id", "developer_api_client_roles"),
    Index("developer_api_clients_managed_user", "namespace", "managed_user_id"),
    Index("developer_api_clients_token", "token_digest"),
    first_id=403_000,
)
