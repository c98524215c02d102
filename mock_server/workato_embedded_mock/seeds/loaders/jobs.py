"""Plants jobs."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.beds import Bed, Loaders, MisplacedError, Place, columns, only
from workato_embedded_mock.store.tables.jobs import jobs
from workato_embedded_mock.store.tables.managed_users import managed_users
from workato_embedded_mock.store.tables.recipes import recipes


def plant_job(bed: Bed, place: Place, value: Json) -> None:
    """Plant a job with its steps; its recipe must be there. One without a run number gets the next."""
    only(place, "managed_user_id", "recipe_id")
    recipe = bed.parent(recipes, place, "recipe_id")
    if bed.parent(managed_users, place, "managed_user_id")["id"] != recipe["managed_user_id"]:
        raise MisplacedError("/in/recipe_id", "the recipe belongs to another customer")
    if value["recipe_id"] != recipe["id"]:
        raise MisplacedError("/value/recipe_id", "`in` names another recipe")
    known = bed.rows[jobs]
    if any(row["handle"] == value["id"] for row in known.values()):
        raise MisplacedError("/value/id", f"another job has the id {value['id']}")
    number = value["flow_run_id"] if "flow_run_id" in value else bed.next_id(jobs)
    if number in known:
        raise MisplacedError("/value/flow_run_id", f"another job has the run number {number}")
    bed.plant(jobs, number, columns(jobs, value, id=number, handle=value["id"]))


# `Job`, an entry of the list, is a part of `JobDetail`.
LOADERS: Loaders = {
    "JobDetail": plant_job,
}
