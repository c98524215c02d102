"""API collections, endpoints, clients, access profiles and API keys."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Table

from workato_embedded_mock.store.tables.base import TEXT, metadata, owning_namespace, parent, required, table


def _collection_links(name: str, column: str, owners: str) -> Table:
    """Return a table of the collections of each owner, which a column names, in the order of the request."""
    return Table(
        name,
        metadata,
        owning_namespace(),
        Column(column, BigInteger, primary_key=True, autoincrement=False),
        Column("api_collection_id", BigInteger, primary_key=True, autoincrement=False),
        required("position", BigInteger),
        parent(column, owners),
        parent("api_collection_id", "api_collections"),
        Index(f"{name}_collection", "namespace", "api_collection_id"),
        sqlite_with_rowid=False,
    )


api_collections = table(
    "api_collections",
    required("managed_user_id", BigInteger),
    required("name", TEXT),
    Column("project_id", BigInteger),
    required("url", TEXT),
    required("api_spec_url", TEXT),
    required("version", TEXT),
    required("created_at", TEXT),
    required("updated_at", TEXT),
    parent("managed_user_id", "managed_users"),
    parent("project_id", "projects"),
    Index("api_collections_managed_user", "namespace", "managed_user_id"),
    Index("api_collections_project", "namespace", "project_id"),
    first_id=33_000,
)

api_endpoints = table(
    "api_endpoints",
    required("managed_user_id", BigInteger),
    required("api_collection_id", BigInteger),
    required("flow_id", BigInteger),
    required("name", TEXT),
    required("method", TEXT),
    required("url", TEXT),
    Column("legacy_url", TEXT),
    required("base_path", TEXT),
    required("path", TEXT),
    required("active", Boolean),
    required("legacy", Boolean),
    required("created_at", TEXT),
    required("updated_at", TEXT),
    parent("managed_user_id", "managed_users"),
    parent("api_collection_id", "api_collections"),
    Index("api_endpoints_managed_user", "namespace", "managed_user_id"),
    Index("api_endpoints_collection", "namespace", "api_collection_id"),
    first_id=34_000,
)

api_clients = table(
    "api_clients",
    required("managed_user_id", BigInteger),
    required("name", TEXT),
    Column("project_id", BigInteger),
    required("created_at", TEXT),
    required("updated_at", TEXT),
    parent("managed_user_id", "managed_users"),
    parent("project_id", "projects"),
    Index("api_clients_managed_user", "namespace", "managed_user_id"),
    Index("api_clients_project", "namespace", "project_id"),
    first_id=35_000,
)

api_access_profiles = table(
    "api_access_profiles",
    required("managed_user_id", BigInteger),
    required("name", TEXT),
    required("api_client_id", BigInteger),
    required("active", Boolean),
    required("auth_type", TEXT),
    Column("jwt_method", TEXT),
    Column("jwt_secret", TEXT),
    Column("oidc_issuer", TEXT),
    Column("oidc_jwks_uri", TEXT),
    Column("access_profile_claim", TEXT),
    Column("required_claims", JSON(none_as_null=True)),
    Column("allowed_issuers", JSON(none_as_null=True)),
    Column("secret", TEXT),
    Column("oauth_client_id", TEXT),
    Column("oauth_client_secret", TEXT),
    required("credentials_made", BigInteger),
    required("created_at", TEXT),
    required("updated_at", TEXT),
    parent("managed_user_id", "managed_users"),
    parent("api_client_id", "api_clients"),
    Index("api_access_profiles_managed_user", "namespace", "managed_user_id"),
    Index("api_access_profiles_client", "namespace", "api_client_id"),
    first_id=36_000,
)

api_access_profile_collections = _collection_links(
    "api_access_profile_collections", "api_access_profile_id", "api_access_profiles"
)

# What only version 2 has of a client. A client of version 1 has no row here until version 2 changes it.
api_client_settings = Table(
    "api_client_settings",
    metadata,
    owning_namespace(),
    Column("api_client_id", BigInteger, primary_key=True, autoincrement=False),
    required("is_legacy", Boolean),
    Column("description", TEXT),
    Column("auth_type", TEXT),
    required("mtls_enabled", Boolean),
    Column("validation_formula", TEXT),
    required("cert_bundle_ids", JSON),
    Column("api_portal_id", BigInteger),
    Column("email", TEXT),
    Column("logo", TEXT),
    Column("logo_2x", TEXT),
    required("api_policies", JSON),
    Column("jwt_method", TEXT),
    Column("jwt_secret", TEXT),
    Column("oidc_issuer", TEXT),
    Column("oidc_jwks_uri", TEXT),
    Column("access_profile_claim", TEXT),
    Column("required_claims", JSON(none_as_null=True)),
    Column("allowed_issuers", JSON(none_as_null=True)),
    parent("api_client_id", "api_clients"),
    sqlite_with_rowid=False,
)

api_client_collections = _collection_links("api_client_collections", "api_client_id", "api_clients")

api_keys = table(
    "api_keys",
    required("api_client_id", BigInteger),
    required("name", TEXT),
    required("ip_allow_list", JSON),
    required("ip_deny_list", JSON),
    required("active", Boolean),
    Column("active_since", TEXT),
    Column("auth_token", TEXT),
    Column("oauth_client_id", TEXT),
    Column("oauth_client_secret", TEXT),
    required("secrets_made", BigInteger),
    parent("api_client_id", "api_clients"),
    Index("api_keys_client", "namespace", "api_client_id"),
    first_id=37_000,
)
