"""What tests set and read beside the API.

The clock and the timers of a namespace are a part of its state; snapshots, faults, limits and the journal are not.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Table

from workato_embedded_mock.store.tables.base import INSTRUMENT, TEXT, metadata, namespaces, parent, required


def _namespace() -> Column[Any]:
    return Column("namespace", ForeignKey(namespaces.c.id, ondelete="CASCADE"), primary_key=True, autoincrement=False)


clocks = Table(
    # A namespace without a row goes by the time of the machine.
    "clocks",
    metadata,
    _namespace(),
    # How far the clock is ahead of the machine.
    required("offset_microseconds", BigInteger),
    # The moment at which it stands still; empty while it goes.
    Column("frozen_at", TEXT),
)

recipe_timers = Table(
    # When each running recipe runs next, where jobs are simulated.
    "recipe_timers",
    metadata,
    _namespace(),
    Column("recipe_id", BigInteger, primary_key=True, autoincrement=False),
    required("due_at", TEXT),
    parent("recipe_id", "recipes"),
)

snapshots = Table(
    "snapshots",
    metadata,
    _namespace(),
    Column("name", TEXT, primary_key=True),
    required("saved_at", TEXT),
    # A state as JSON text: it is written and read whole.
    required("state", TEXT),
    info={INSTRUMENT: True},
)

faults = Table(
    "faults",
    metadata,
    _namespace(),
    # The rules of a namespace in their order.
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    required("rule", JSON),
    # How many exchanges it matched, and how many of them it hit.
    required("matched", BigInteger),
    required("fired", BigInteger),
    info={INSTRUMENT: True},
)

limits = Table(
    # A namespace without a row has the limits that the server was started with.
    "limits",
    metadata,
    _namespace(),
    required("setting", TEXT),
    info={INSTRUMENT: True},
)

limit_windows = Table(
    # How many requests of an operation were answered since its window began.
    "limit_windows",
    metadata,
    _namespace(),
    Column("operation_id", TEXT, primary_key=True),
    required("began_at", TEXT),
    required("requests", BigInteger),
    info={INSTRUMENT: True},
)

journal = Table(
    "journal",
    metadata,
    _namespace(),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    # What no operation matched has none.
    Column("operation_id", TEXT),
    required("status", BigInteger),
    required("path", TEXT),
    required("entry", TEXT),
    info={INSTRUMENT: True},
)
