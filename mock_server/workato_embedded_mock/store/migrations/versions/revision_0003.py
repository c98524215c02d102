"""Add the end of trials, the renewal of billing periods, and tasks by month."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Upgrade the tables."""
    op.add_column("managed_users", sa.Column("trial_ends_at", TEXT, nullable=True))
    op.add_column("managed_users", sa.Column("renews", sa.Boolean(), nullable=True))
    op.create_table(
        "task_months",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("month", TEXT, nullable=False),
        sa.Column("tasks", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "managed_user_id", "month"),
        sqlite_with_rowid=False,
    )
