"""Folders, recipes and jobs hang together, seen through the client."""

from __future__ import annotations

import pytest
from workato_embedded import NotFoundError, RefusedError, WorkatoEmbedded

from contract_tests.contracts.cases.recipes import CODE, CONFIG

CUSTOMER = 512044


def running(client: WorkatoEmbedded) -> object:
    """Return how many recipes the customer has running."""
    return client.managed_users.get(CUSTOMER).active_recipe_count


@pytest.mark.round_trip(
    "create_folder",
    "list_folders",
    "create_recipe",
    "get_recipe",
    "list_recipes",
    "update_recipe",
    "start_recipe",
    "stop_recipe",
    "delete_recipe",
)
def test_a_recipe_lives_in_a_new_folder(client: WorkatoEmbedded) -> None:
    """Created, found by folder and connector, moved, started, refused while it runs, stopped and deleted."""
    folder = client.folders.create(CUSTOMER, name="Invoices")
    below = client.folders.create(CUSTOMER, name="2023", parent_id=str(folder.id))
    assert client.folders.list(CUSTOMER, parent_id=folder.id).items == [below]
    made = client.recipes.create(CUSTOMER, code=CODE, config=CONFIG, folder_id=str(folder.id))
    assert isinstance(made.id, int)
    recipe = client.recipes.get(CUSTOMER, made.id)
    assert client.recipes.list(CUSTOMER, folder_id=folder.id).items == [recipe]
    assert recipe in client.recipes.list(CUSTOMER, adapter_names_all="clock,jira").items
    client.recipes.update(CUSTOMER, made.id, folder_id=str(below.id))
    assert client.recipes.list(CUSTOMER, folder_id=folder.id).items == []
    client.recipes.start(CUSTOMER, made.id)
    assert (client.recipes.get(CUSTOMER, made.id).running, running(client)) == (True, 2)
    with pytest.raises(RefusedError):
        client.recipes.update(CUSTOMER, made.id, name="New")
    with pytest.raises(RefusedError):
        client.recipes.delete(CUSTOMER, made.id)
    client.recipes.stop(CUSTOMER, made.id)
    client.recipes.delete(CUSTOMER, made.id)
    with pytest.raises(NotFoundError):
        client.recipes.get(CUSTOMER, made.id)
    assert running(client) == 1


def test_jobs_are_followed_from_the_recipe(client: WorkatoEmbedded) -> None:
    """The failed job of a recipe is found by its state, and its steps tell which one failed."""
    recipe = client.recipes.get(CUSTOMER, 9001)
    jobs = list(client.jobs.list(CUSTOMER, recipe.id))
    failed = [job for job in jobs if job.is_error]
    assert (recipe.job_succeeded_count, recipe.job_failed_count) == (len(jobs) - len(failed), len(failed))
    assert failed == client.jobs.list(CUSTOMER, recipe.id, status="failed").items
    detail = client.jobs.get(CUSTOMER, recipe.id, failed[0].id)
    assert detail.error == failed[0].error
    assert [line.error for line in detail.lines if line.error] == ["summary is missing"]


def test_everything_goes_with_the_customer(client: WorkatoEmbedded) -> None:
    """Folders, recipes and jobs of a deleted customer are unknown."""
    client.managed_users.delete(CUSTOMER)
    for read in (
        lambda: client.folders.list(CUSTOMER),
        lambda: client.recipes.list(CUSTOMER),
        lambda: client.jobs.list(CUSTOMER, 9001),
    ):
        with pytest.raises(NotFoundError):
            read()
