"""Add the files of imported assets and the warnings of imports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Upgrade the tables."""
    op.add_column("packages", sa.Column("home_folder_id", sa.BigInteger(), nullable=True))
    op.add_column("packages", sa.Column("warnings", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "package_assets",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("folder_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("asset_id", sa.BigInteger(), nullable=True),
        sa.Column("zip_name", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("connector_key", TEXT, nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["namespace", "folder_id"], ["folders.namespace", "folders.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index("package_assets_managed_user", "package_assets", ["namespace", "managed_user_id", "kind"])
    op.create_index("package_assets_folder", "package_assets", ["namespace", "folder_id"])
    op.create_table(
        "package_companions",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("package_asset_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("suffix", TEXT, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "package_asset_id"], ["package_assets.namespace", "package_assets.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "package_asset_id", "suffix"),
    )
