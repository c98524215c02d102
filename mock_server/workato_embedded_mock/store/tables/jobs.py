"""Jobs, the runs of recipes."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Table

from workato_embedded_mock.store.tables.base import (
    TEXT,
    Listed,
    metadata,
    owning_namespace,
    parent,
    partial,
    required,
    table,
)

jobs = table(
    # `id` is the run number; `handle` is the job id of the API.
    "jobs",
    required("recipe_id", BigInteger),
    required("handle", TEXT),
    required("started_at", TEXT),
    Column("completed_at", TEXT),
    # When a job that the API enqueued ends: until then it is pending. The other columns have its outcome. In UTC.
    Column("ends_at", TEXT),
    required("title", TEXT),
    required("is_poll_error", Boolean),
    Column("error", TEXT),
    Column("error_parts", JSON(none_as_null=True)),
    required("is_error", Boolean),
    required("is_repeat", Boolean),
    required("is_test", Boolean),
    required("is_test_case_job", Boolean),
    required("status", TEXT),
    Column("master_job_id", TEXT),
    Column("calling_recipe_id", BigInteger),
    Column("calling_job_id", TEXT),
    Column("root_recipe_id", BigInteger),
    Column("root_job_id", TEXT),
    required("lines", JSON),
    parent("recipe_id", "recipes"),
    Index("jobs_handle", "namespace", "handle", unique=True),
    Index("jobs_recipe", "namespace", "recipe_id", "id"),
    Index("jobs_status", "namespace", "recipe_id", "status", "id"),
    Index("jobs_ends", "namespace", "recipe_id", "ends_at", **partial("ends_at IS NOT NULL")),
    first_id=2_000,
    listed=Listed("recipe_id", ("status", "is_repeat")),
)

job_usage = Table(
    # What finished jobs used. It outlives a deleted recipe with its jobs. Jobs of a seed have no row.
    "job_usage",
    metadata,
    owning_namespace(),
    Column("job_id", BigInteger, primary_key=True, autoincrement=False),
    required("managed_user_id", BigInteger),
    required("recipe_id", BigInteger),
    # In the form of the times of jobs, so that text order is time order.
    required("completed_at", TEXT),
    required("tasks", BigInteger),
    required("is_error", Boolean),
    parent("managed_user_id", "managed_users"),
    Index("job_usage_managed_user", "namespace", "managed_user_id", "completed_at"),
    sqlite_with_rowid=False,
)
