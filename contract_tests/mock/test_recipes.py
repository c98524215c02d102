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


@pytest.mark.round_trip("copy_recipe")
def test_a_copy_of_a_recipe_can_be_changed_without_the_original(client: WorkatoEmbedded) -> None:
    """A copy has the code of the original, is listed in its folder, and changes alone."""
    original = client.recipes.get(CUSTOMER, 9001)
    copied = client.recipes.copy(CUSTOMER, 9001, folder_id="5513")
    assert isinstance(copied.new_flow_id, int)
    copy = client.recipes.get(CUSTOMER, copied.new_flow_id)
    assert copy in client.recipes.list(CUSTOMER, folder_id=5513).items
    assert (copy.code, copy.config, copy.running, copy.version_no) == (original.code, original.config, False, 1)
    client.recipes.update(CUSTOMER, copy.id, name="Mine")
    assert client.recipes.get(CUSTOMER, 9001).name == original.name
    assert client.recipes.get(CUSTOMER, 9001).copy_count == original.copy_count + 1


@pytest.mark.round_trip("reset_recipe_trigger")
def test_a_reset_trigger_has_no_position(client: WorkatoEmbedded) -> None:
    """After a reset the recipe has no position of the trigger, and all its jobs."""
    before = client.jobs.list(CUSTOMER, 9001).items
    assert client.recipes.get(CUSTOMER, 9001).trigger_closure
    client.recipes.reset_trigger(CUSTOMER, 9001)
    assert client.recipes.get(CUSTOMER, 9001).trigger_closure is None
    assert client.jobs.list(CUSTOMER, 9001).items == before


@pytest.mark.round_trip("list_recipe_versions", "get_recipe_version", "update_recipe_version_comment")
def test_each_version_of_a_recipe_can_be_commented(client: WorkatoEmbedded) -> None:
    """A comment is shown by the list of versions, by the version, and by the recipe for its current version."""
    client.recipes.update(CUSTOMER, 9002, name="Returns")
    newest, oldest = client.recipes.versions.list(CUSTOMER, 9002).items
    assert (newest.version_no, newest.comment) == (2, None)
    client.recipes.versions.update_comment(CUSTOMER, 9002, newest.id, comment="Renamed")
    client.recipes.versions.update_comment(CUSTOMER, 9002, oldest.id, comment="Original name")
    assert [version.comment for version in client.recipes.versions.list(CUSTOMER, 9002)] == ["Renamed", "Original name"]
    assert client.recipes.versions.get(CUSTOMER, 9002, oldest.id).comment == "Original name"
    assert client.recipes.get(CUSTOMER, 9002).version_comment == "Renamed"


@pytest.mark.round_trip(
    "list_field_map_introspections",
    "get_field_map_introspection",
    "update_field_map_introspection",
    "update_field_map_introspections",
    "refresh_field_map_schema",
)
def test_the_mapping_of_a_field_map_is_kept(client: WorkatoEmbedded) -> None:
    """Mappings are read back by the list and by the handle, and a refresh keeps them."""
    (field_map,) = client.field_maps.list(CUSTOMER, 9001)
    mappings = [{"target": "summary", "source": "Order_Status__c"}]
    changed = client.field_maps.update(CUSTOMER, 9001, field_map.handle, mappings=mappings)
    assert client.field_maps.get(CUSTOMER, 9001, field_map.handle) == changed != field_map
    assert client.field_maps.refresh_schema(CUSTOMER, 9001, field_map.handle) == changed
    changes = [{"handle": field_map.handle, "mappings": []}]
    assert client.field_maps.update_many(CUSTOMER, 9001, field_map_introspections=changes)[0].mappings == []
    assert [each.mappings for each in client.field_maps.list(CUSTOMER, 9001)] == [[]]
