"""Clocks, timers, snapshots, faults, limits and the journal.

The clock and the timers are part of a namespace's state; the others are not.
"""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Double, Table

from workato_embedded_mock.store.tables.base import INSTRUMENT, TEXT, metadata, owning_namespace, parent, required

clocks = Table(
    # A namespace without a row follows the system clock.
    "clocks",
    metadata,
    owning_namespace(),
    # The difference to the system clock.
    required("offset_microseconds", BigInteger),
    # The frozen time; NULL while the clock runs.
    Column("frozen_at", TEXT),
)

recipe_timers = Table(
    # The next run of each running recipe, if jobs are simulated.
    "recipe_timers",
    metadata,
    owning_namespace(),
    Column("recipe_id", BigInteger, primary_key=True, autoincrement=False),
    required("due_at", TEXT),
    parent("recipe_id", "recipes"),
)

snapshots = Table(
    "snapshots",
    metadata,
    owning_namespace(),
    Column("name", TEXT, primary_key=True),
    required("saved_at", TEXT),
    # The state as JSON text.
    required("state", TEXT),
    info={INSTRUMENT: True},
)

faults = Table(
    "faults",
    metadata,
    owning_namespace(),
    # The order of the rules.
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    required("rule", JSON),
    # The numbers of requests that matched and that failed.
    required("matched", BigInteger),
    required("fired", BigInteger),
    info={INSTRUMENT: True},
)

limits = Table(
    # A namespace without a row has the limits of the server.
    "limits",
    metadata,
    owning_namespace(),
    required("setting", TEXT),
    info={INSTRUMENT: True},
)

editions = Table(
    # A namespace without a row has the edition of the server.
    "editions",
    metadata,
    owning_namespace(),
    # The day whose edition the namespace has, in ISO form.
    required("as_of", TEXT),
    info={INSTRUMENT: True},
)

limit_windows = Table(
    # The number of requests of an operation since its window began.
    "limit_windows",
    metadata,
    owning_namespace(),
    Column("operation_id", TEXT, primary_key=True),
    required("began_at", TEXT),
    required("requests", BigInteger),
    info={INSTRUMENT: True},
)

journal = Table(
    "journal",
    metadata,
    owning_namespace(),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    # NULL if no operation matched.
    Column("operation_id", TEXT),
    # 0 without a response.
    required("status", BigInteger),
    required("method", TEXT),
    required("path", TEXT),
    # Without secrets.
    required("query", TEXT),
    # The time of the machine, in ISO form.
    required("time", TEXT),
    required("milliseconds", Double),
    # Whether the request was rejected or failed.
    required("rejected", Boolean),
    # The first reason in words.
    required("reason", TEXT),
    # The tables and ids of the objects that it wrote, such as ` recipes/7 folders/3 `.
    required("wrote", TEXT),
    required("entry", TEXT),
    info={INSTRUMENT: True},
)
