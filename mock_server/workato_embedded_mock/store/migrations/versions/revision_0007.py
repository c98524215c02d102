"""Add the creation time and the source of a namespace, and keys that processes share."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Upgrade the tables."""
    op.create_table(
        "server_keys",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.add_column("namespaces", sa.Column("created_at", TEXT, nullable=True))
    op.add_column("namespaces", sa.Column("source", TEXT, nullable=True))
