"""Loads jobs."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.builder import Loaders, Scope, SeedBuilder, SeedObjectError, allow_only, row_of
from workato_embedded_mock.store.tables.jobs import jobs
from workato_embedded_mock.store.tables.managed_users import managed_users
from workato_embedded_mock.store.tables.recipes import recipes


def load_job(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a job with its steps. Its recipe must have been loaded before; the run number defaults to the next one."""
    allow_only(scope, "managed_user_id", "recipe_id")
    recipe = builder.parent(recipes, scope, "recipe_id")
    if builder.parent(managed_users, scope, "managed_user_id")["id"] != recipe["managed_user_id"]:
        raise SeedObjectError("/in/recipe_id", "the recipe belongs to another customer")
    if value["recipe_id"] != recipe["id"]:
        raise SeedObjectError("/value/recipe_id", "`in` names another recipe")
    known = builder.rows[jobs]
    if any(row["handle"] == value["id"] for row in known.values()):
        raise SeedObjectError("/value/id", f"another job has the id {value['id']}")
    number = value["flow_run_id"] if "flow_run_id" in value else builder.next_id(jobs)
    if number in known:
        raise SeedObjectError("/value/flow_run_id", f"another job has the run number {number}")
    builder.add(jobs, number, row_of(jobs, value, id=number, handle=value["id"]))


# `Job` (a list entry) is a part of `JobDetail`.
LOADERS: Loaders = {
    "JobDetail": load_job,
}
