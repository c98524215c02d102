"""Groups of collaborators of a customer, their members, and the invitations into them.

The group of all collaborators has no rows: every member of the customer is in it.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Table

from workato_embedded_mock.store.tables.base import TEXT, metadata, owning_namespace, parent, required, table

user_groups = table(
    "user_groups",
    required("managed_user_id", BigInteger),
    required("name", TEXT),
    Column("description", TEXT),
    required("created_at", TEXT),
    required("updated_at", TEXT),
    parent("managed_user_id", "managed_users"),
    Index("user_groups_managed_user", "namespace", "managed_user_id"),
    first_id=7_000,
)

user_group_members = Table(
    "user_group_members",
    metadata,
    owning_namespace(),
    Column("user_group_id", BigInteger, primary_key=True, autoincrement=False),
    Column("member_id", BigInteger, primary_key=True, autoincrement=False),
    parent("user_group_id", "user_groups"),
    parent("member_id", "members"),
    Index("user_group_members_member", "namespace", "member_id"),
    sqlite_with_rowid=False,
)

user_group_invitations = Table(
    # The groups that invited people get into when they join.
    "user_group_invitations",
    metadata,
    owning_namespace(),
    Column("user_group_id", BigInteger, primary_key=True, autoincrement=False),
    Column("member_invitation_id", BigInteger, primary_key=True, autoincrement=False),
    parent("user_group_id", "user_groups"),
    parent("member_invitation_id", "member_invitations"),
    Index("user_group_invitations_invitation", "namespace", "member_invitation_id"),
    sqlite_with_rowid=False,
)
