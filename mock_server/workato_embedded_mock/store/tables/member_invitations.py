"""Pending invitations to the team of a customer."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Index

from workato_embedded_mock.store.tables.base import TEXT, parent, required, table

member_invitations = table(
    "member_invitations",
    required("managed_user_id", BigInteger),
    required("name", TEXT),
    required("email", TEXT),
    # The email address in lower case, for comparison.
    required("address", TEXT),
    # The role in Development, or else that of another environment.
    required("role_name", TEXT),
    # The roles as the request has them; NULL if it has a role name only.
    Column("env_roles", JSON(none_as_null=True)),
    required("created_at", TEXT),
    parent("managed_user_id", "managed_users"),
    Index("member_invitations_address", "namespace", "managed_user_id", "address", unique=True),
    first_id=750_000,
)
