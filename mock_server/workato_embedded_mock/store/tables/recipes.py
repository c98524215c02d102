"""Recipes of customers with their versions, and public recipes."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index

from workato_embedded_mock.store.tables.base import TEXT, Listed, parent, required, table

recipes = table(
    "recipes",
    required("managed_user_id", BigInteger),
    required("name", TEXT),
    required("created_at", TEXT),
    required("updated_at", TEXT),
    required("copy_count", BigInteger),
    Column("trigger_application", TEXT),
    required("action_applications", JSON),
    required("applications", JSON),
    required("description", TEXT),
    required("parameters_schema", JSON),
    required("parameters", JSON),
    Column("webhook_url", TEXT),
    required("folder_id", BigInteger),
    required("running", Boolean),
    required("lifetime_task_count", BigInteger),
    Column("last_run_at", TEXT),
    Column("stopped_at", TEXT),
    required("version_no", BigInteger),
    Column("stop_cause", TEXT),
    required("config", JSON),
    required("code", TEXT),
    Column("trigger_closure", JSON(none_as_null=True)),
    Column("author_name", TEXT),
    parent("managed_user_id", "managed_users"),
    parent("folder_id", "folders"),
    Index("recipes_managed_user", "namespace", "managed_user_id", "id"),
    Index("recipes_folder", "namespace", "folder_id"),
    first_id=9_000,
    listed=Listed("managed_user_id", ("folder_id", "running", "stop_cause")),
)

recipe_versions = table(
    "recipe_versions",
    required("recipe_id", BigInteger),
    required("version_no", BigInteger),
    Column("comment", TEXT),
    required("author_name", TEXT),
    required("author_email", TEXT),
    required("created_at", TEXT),
    required("updated_at", TEXT),
    parent("recipe_id", "recipes"),
    Index("recipe_versions_number", "namespace", "recipe_id", "version_no", unique=True),
    first_id=91_000,
)

public_recipes = table(
    "public_recipes",
    required("user_id", BigInteger),
    required("name", TEXT),
    required("created_at", TEXT),
    required("updated_at", TEXT),
    required("copy_count", BigInteger),
    Column("trigger_application", TEXT),
    required("action_applications", JSON),
    required("applications", JSON),
    required("description", TEXT),
    required("parameters_schema", JSON),
    first_id=99_000,
)
