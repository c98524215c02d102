"""Add indexes of long lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Upgrade the tables."""
    op.create_table(
        "list_indexes",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("listed", TEXT, nullable=False),
        sa.Column("parent", sa.BigInteger(), nullable=False),
        sa.Column("filter", TEXT, nullable=False),
        sa.Column("holds_ids", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index("list_indexes_listed", "list_indexes", ["namespace", "listed", "parent"])
    op.create_table(
        "list_buckets",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("index_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("shift", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bucket", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "index_id"], ["list_indexes.namespace", "list_indexes.id"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("namespace", "index_id", "shift", "bucket"),
        sqlite_with_rowid=False,
    )
    _sort_by_id("activity_logs_managed_user", "activity_logs", "managed_user_id")
    _sort_by_id("lookup_table_rows_table", "lookup_table_rows", "lookup_table_id")
    _sort_by_id("recipes_managed_user", "recipes", "managed_user_id")
    _sort_by_id("jobs_recipe", "jobs", "recipe_id")
    op.create_index("jobs_status", "jobs", ["namespace", "recipe_id", "status", "id"])
    unfinished = sa.text("ends_at IS NOT NULL")
    columns = ["namespace", "recipe_id", "ends_at"]
    op.create_index("jobs_ends", "jobs", columns, sqlite_where=unfinished, postgresql_where=unfinished)


def _sort_by_id(index: str, table: str, parent: str) -> None:
    """Replace an index by one that PostgreSQL, too, can read in the order of ids."""
    op.drop_index(index, table)
    op.create_index(index, table, ["namespace", parent, "id"])
