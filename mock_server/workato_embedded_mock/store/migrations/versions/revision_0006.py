"""Add the versions of rows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Upgrade the tables."""
    op.add_column("managed_users", sa.Column("row_version", sa.Double(), server_default="0", nullable=False))
