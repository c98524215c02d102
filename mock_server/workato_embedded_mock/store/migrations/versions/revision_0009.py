"""Add columns to the journal, for lists of its entries."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TEXTS = ("method", "query", "time", "reason", "wrote")


def upgrade() -> None:
    """Upgrade the tables."""
    for name in TEXTS:
        op.add_column("journal", sa.Column(name, TEXT, nullable=False, server_default=""))
    op.add_column("journal", sa.Column("milliseconds", sa.Double(), nullable=False, server_default="0"))
    op.add_column("journal", sa.Column("rejected", sa.Boolean(), nullable=False, server_default=sa.false()))
    _fill()


def _fill() -> None:
    """Fill the new columns from the entries."""
    journal = sa.table("journal", *map(sa.column, ("namespace", "id", "status", "path", "rejected", "entry")))
    for name in (*TEXTS, "milliseconds"):
        journal.append_column(sa.column(name))
    connection, columns = op.get_bind(), journal.c
    keys = connection.execute(sa.select(columns.namespace, columns.id)).all()
    for namespace, number in keys:
        is_row = (columns.namespace == namespace) & (columns.id == number)
        entry = json.loads(connection.execute(sa.select(columns.entry).where(is_row)).scalar_one())
        connection.execute(sa.update(journal).where(is_row).values(_values(entry)))


def _values(entry: dict[str, Any]) -> dict[str, Any]:
    reason = next(iter(entry.get("reasons") or ()), {"pointer": "", "text": ""})
    status = entry["status"] or 0
    return {
        "method": entry["method"],
        "path": _text(entry["path"]),
        "query": _text("&".join(f"{name}={value}" for name, value in entry["query"].items())),
        "time": entry["time"],
        "milliseconds": entry["milliseconds"],
        "rejected": not 0 < status < 400,
        "reason": _text(": ".join(filter(None, (reason["pointer"], reason["text"]))))[:300],
    }


def _text(value: str) -> str:
    """Return a text without the NUL character, which PostgreSQL cannot store."""
    return value.replace("\x00", "\ufffd")
