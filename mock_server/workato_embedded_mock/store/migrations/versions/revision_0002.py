"""Add timers, snapshots, faults, limits and the journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Upgrade the tables."""
    op.create_table(
        "faults",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("matched", sa.BigInteger(), nullable=False),
        sa.Column("fired", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "position"),
    )
    op.create_table(
        "journal",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("operation_id", TEXT, nullable=True),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("path", TEXT, nullable=False),
        sa.Column("entry", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
    )
    op.create_table(
        "limit_windows",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("operation_id", TEXT, nullable=False),
        sa.Column("began_at", TEXT, nullable=False),
        sa.Column("requests", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "operation_id"),
    )
    op.create_table(
        "limits",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("setting", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace"),
    )
    op.create_table(
        "snapshots",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("saved_at", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "name"),
    )
    op.create_table(
        "recipe_timers",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("recipe_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("due_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["namespace", "recipe_id"], ["recipes.namespace", "recipes.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "recipe_id"),
    )
    op.drop_table("workato_mock_schema")
