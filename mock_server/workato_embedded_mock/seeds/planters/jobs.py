"""Plants jobs."""

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.beds import Bed, MisplacedError, Place, columns, only
from workato_embedded_mock.store import tables


def plant_job(bed: Bed, place: Place, value: Json) -> None:
    """Plant a job with its steps; its recipe must be there. One without a run number gets the next."""
    only(place, "managed_user_id", "recipe_id")
    recipe = bed.parent(tables.recipes, place, "recipe_id")
    if bed.parent(tables.managed_users, place, "managed_user_id")["id"] != recipe["managed_user_id"]:
        raise MisplacedError("/in/recipe_id", "the recipe belongs to another customer")
    if value["recipe_id"] != recipe["id"]:
        raise MisplacedError("/value/recipe_id", "`in` names another recipe")
    jobs = bed.rows[tables.jobs]
    if any(row["handle"] == value["id"] for row in jobs.values()):
        raise MisplacedError("/value/id", f"another job has the id {value['id']}")
    number = value["flow_run_id"] if "flow_run_id" in value else bed.next_id(tables.jobs)
    if number in jobs:
        raise MisplacedError("/value/flow_run_id", f"another job has the run number {number}")
    bed.plant(tables.jobs, number, columns(tables.jobs, value, id=number, handle=value["id"]))
