"""What tests set beside the API: the clock of a namespace."""

from sqlalchemy import BigInteger, Column, ForeignKey, Table, Text

from workato_embedded_mock.store.tables.base import metadata, namespaces, required

clocks = Table(
    # A namespace without a row goes by the time of the machine.
    "clocks",
    metadata,
    Column("namespace", ForeignKey(namespaces.c.id, ondelete="CASCADE"), primary_key=True, autoincrement=False),
    # How far the clock is ahead of the machine.
    required("offset_microseconds", BigInteger),
    # The moment at which it stands still; empty while it goes.
    Column("frozen_at", Text),
)
