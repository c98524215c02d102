"""Jobs, the runs of recipes."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index

from workato_embedded_mock.store.tables.base import TEXT, parent, required, table

jobs = table(
    # `id` is the run number; `handle` is the job id of the API.
    "jobs",
    required("recipe_id", BigInteger),
    required("handle", TEXT),
    required("started_at", TEXT),
    Column("completed_at", TEXT),
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
    Index("jobs_recipe", "namespace", "recipe_id", "status"),
    first_id=2_000,
)
