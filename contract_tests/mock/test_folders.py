"""Folders and projects are renamed, moved and deleted with what they contain."""

from __future__ import annotations

import pytest
from workato_embedded import NotFoundError, WorkatoEmbedded

from contract_tests.contracts.case import CUSTOMER, FOLDER, PROJECT


@pytest.mark.round_trip("update_folder", "delete_folder")
def test_a_changed_folder_is_listed_until_it_is_deleted(client: WorkatoEmbedded) -> None:
    """A renamed folder is in the list below its parent, and a deleted one is not."""
    made = client.folders.create(CUSTOMER, name="Drafts", parent_id=str(FOLDER))

    def names() -> list[str]:
        return [folder.name for folder in client.folders.list(CUSTOMER, parent_id=FOLDER)]

    client.folders.update(CUSTOMER, made.id, name="Finished")
    assert "Finished" in names()
    assert "Drafts" not in names()
    client.folders.delete(CUSTOMER, made.id)
    assert "Finished" not in names()


@pytest.mark.round_trip("update_project", "delete_project")
def test_a_changed_project_is_listed_until_it_is_deleted(client: WorkatoEmbedded) -> None:
    """A renamed project is in the list, and a deleted one is gone with its recipes."""
    client.projects.update(CUSTOMER, PROJECT, name="Orders", description="Orders and returns")
    (listed,) = [project for project in client.projects.list(CUSTOMER) if project.id == PROJECT]
    assert (listed.name, listed.description) == ("Orders", "Orders and returns")
    recipes = [one.id for one in client.recipes.list(CUSTOMER, folder_id=listed.folder_id)]
    client.projects.delete(CUSTOMER, PROJECT)
    assert PROJECT not in [project.id for project in client.projects.list(CUSTOMER)]
    assert recipes
    for recipe in recipes:
        with pytest.raises(NotFoundError):
            client.recipes.get(CUSTOMER, recipe)
