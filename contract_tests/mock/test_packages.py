"""Export manifests of packages."""

from __future__ import annotations

import pytest
from workato_embedded import WorkatoEmbedded

from contract_tests.contracts.case import FOLDER


@pytest.mark.round_trip("update_export_manifest")
def test_an_updated_manifest_is_returned_with_its_new_name(client: WorkatoEmbedded) -> None:
    """`get` returns the new name of an export manifest after an update."""
    made = client.export_manifests.create(name="One", folder_id=FOLDER, auto_generate_assets=True)
    client.export_manifests.update(made.id, name="Other", folder_id=FOLDER, auto_generate_assets=True)
    assert client.export_manifests.get(made.id).name == "Other"
