"""Manifests below a customer are returned as they were written, with assets that exist."""

from __future__ import annotations

import pytest
from workato_embedded import NotFoundError, WorkatoEmbedded

from contract_tests.contracts.case import CUSTOMER, FOLDER


@pytest.mark.round_trip(
    "create_customer_export_manifest",
    "get_customer_export_manifest",
    "update_customer_export_manifest",
    "delete_customer_export_manifest",
)
def test_a_manifest_is_read_back_until_it_is_deleted(client: WorkatoEmbedded) -> None:
    """A created manifest and its new name can be read; a deleted manifest cannot be exported."""
    manifests = client.packages.manifests
    made = manifests.create(CUSTOMER, name="Returns", folder_id=FOLDER, auto_generate_assets=True)
    assert manifests.get(CUSTOMER, made.id) == made
    changed = manifests.update(CUSTOMER, made.id, name="All", folder_id=FOLDER, auto_generate_assets=True)
    assert changed.name == manifests.get(CUSTOMER, made.id).name == "All"
    manifests.delete(CUSTOMER, made.id)
    with pytest.raises(NotFoundError):
        client.packages.export_package(CUSTOMER, made.id)


@pytest.mark.round_trip("list_folder_assets")
def test_a_new_recipe_is_an_asset_of_its_folder(client: WorkatoEmbedded) -> None:
    """The assets of a folder include a recipe that was created in it."""

    def names() -> set[str]:
        return {asset.name for asset in client.packages.manifests.folder_assets(CUSTOMER, folder_id=FOLDER)}

    before = names()
    client.recipes.create(CUSTOMER, name="Late order", code="{}", folder_id=str(FOLDER))
    assert names() - before == {"Late order"}
