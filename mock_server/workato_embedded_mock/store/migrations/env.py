"""The environment of Alembic; the caller provides the connection and its transaction."""

from __future__ import annotations

from alembic import context
from workato_embedded_mock.store import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.metadata,
    version_table=tables.schema_version.name,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
