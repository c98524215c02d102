"""What tests set beside the API: the clock of a namespace, and when its recipes run by themselves."""

from sqlalchemy import BigInteger, Column, ForeignKey, Table, Text

from workato_embedded_mock.store.tables.base import metadata, namespaces, parent, required

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

recipe_timers = Table(
    # When each running recipe runs next, where jobs are simulated.
    "recipe_timers",
    metadata,
    Column("namespace", ForeignKey(namespaces.c.id, ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("recipe_id", BigInteger, primary_key=True, autoincrement=False),
    required("due_at", Text),
    parent("recipe_id", "recipes"),
)
