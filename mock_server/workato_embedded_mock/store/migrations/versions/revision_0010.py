"""Add vendor ids, and what direct links need."""

from __future__ import annotations

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Upgrade the tables."""
    op.add_column("namespaces", sa.Column("vendor_id", TEXT, nullable=False, server_default=""))
    _fill()
    op.create_index("namespaces_vendor_id", "namespaces", ["vendor_id"])
    op.create_table(
        "embedding",
        _namespace(),
        sa.Column("origins", sa.JSON(), nullable=False),
        sa.Column("url_prefix", TEXT, nullable=False),
        sa.Column("checks", sa.Boolean(), nullable=False),
        sa.Column("failure", TEXT, nullable=False),
        sa.Column("undocumented_messages", sa.Boolean(), nullable=False),
        sa.Column("styling", sa.JSON(), nullable=False),
        *_keys(),
    )
    op.create_table(
        "embedding_sessions",
        _namespace(),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        sa.Column("origin", TEXT, nullable=False),
        sa.Column("allowed", sa.JSON(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("path", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        *_keys("id"),
    )
    op.create_index("embedding_sessions_id", "embedding_sessions", ["id"])
    op.create_table(
        "used_tokens",
        _namespace(),
        sa.Column("jti_sha256", TEXT, nullable=False),
        sa.Column("used_at", TEXT, nullable=False),
        *_keys("jti_sha256"),
    )
    op.create_table(
        "clock_changes",
        _namespace(),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("changed_at", TEXT, nullable=False),
        sa.Column("offset_microseconds", sa.BigInteger(), nullable=False),
        sa.Column("frozen_at", TEXT, nullable=True),
        *_keys("position"),
    )


def _namespace() -> sa.Column[int]:
    return sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False)


def _keys(*names: str) -> tuple[sa.Constraint, sa.Constraint]:
    return (
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", *names),
    )


def _fill() -> None:
    """Fill the vendor ids from the names."""
    namespaces = sa.table("namespaces", *map(sa.column, ("id", "name", "vendor_id")))
    connection, columns = op.get_bind(), namespaces.c
    for number, name in connection.execute(sa.select(columns.id, columns.name)).all():
        vendor_id = f"vnd{sha256(f'vendor:{name}'.encode()).hexdigest()[:18]}"
        connection.execute(sa.update(namespaces).where(columns.id == number).values(vendor_id=vendor_id))
