"""Add the objects that the API has had since 2024."""

from __future__ import annotations

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Upgrade the tables."""
