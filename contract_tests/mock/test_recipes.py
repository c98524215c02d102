"""Recipes and the folders in which they are."""

from __future__ import annotations

import pytest
from workato_embedded import NotFoundError, RefusedError, WorkatoEmbedded

from contract_tests.contracts.cases.recipes import CODE, CONFIG
from contract_tests.mock.tables import add_copy
from contract_tests.support.recorder import Recorder

CUSTOMER = 512044


def active_recipes(client: WorkatoEmbedded) -> object:
    """Return the number of active recipes of the customer."""
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
def test_a_recipe_is_created_moved_started_stopped_and_deleted(client: WorkatoEmbedded) -> None:
    """A recipe is listed by folder and connector, can be moved, and cannot be changed or deleted while it runs."""
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
    assert (client.recipes.get(CUSTOMER, made.id).running, active_recipes(client)) == (True, 2)
    with pytest.raises(RefusedError):
        client.recipes.update(CUSTOMER, made.id, name="New")
    with pytest.raises(RefusedError):
        client.recipes.delete(CUSTOMER, made.id)
    client.recipes.stop(CUSTOMER, made.id)
    client.recipes.delete(CUSTOMER, made.id)
    with pytest.raises(NotFoundError):
        client.recipes.get(CUSTOMER, made.id)
    assert active_recipes(client) == 1


@pytest.mark.round_trip("search_public_recipes")
def test_an_added_public_recipe_is_found_by_its_words(client: WorkatoEmbedded, recorder: Recorder) -> None:
    """A public recipe that is added through the control plane is found; no operation creates one."""
    add_copy(recorder, "public_recipes", id=99900, name="Weigh each parcel")
    found = client.recipes.search_public(applications="salesforce,jira", term="parcel")
    assert [recipe.id for recipe in found] == [99900]
