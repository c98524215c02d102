"""A partner rolls out a package to ten customers."""

from __future__ import annotations

import httpx2
import pytest
from workato_embedded import WorkatoEmbedded

TEMPLATE = "Ecust-0042"
MOST_POLLS = 3


def exported(client: WorkatoEmbedded, template: str, manifest_id: int) -> bytes:
    """Export from the template customer, poll until the export is done, and download the file without a token."""
    export_id = client.packages.export_package(template, manifest_id).id
    for _ in range(MOST_POLLS):
        export = client.packages.get_export(template, export_id)
        if export.status != "in_progress":
            break
        assert export.download_url is None
    assert export.status == "completed"
    response = httpx2.get(str(export.download_url))
    assert (response.status_code, response.headers["content-type"]) == (200, "application/zip")
    return response.content


def imported(client: WorkatoEmbedded, owner: int, package: bytes, folder_id: int, *, restart: bool = False) -> str:
    """Import into a customer, poll until the import is done, and return its status."""
    started = client.packages.import_package(owner, package=package, folder_id=folder_id, restart_recipes=restart)
    for _ in range(MOST_POLLS):
        found = client.packages.get_import(owner, started.id)
        if found.status != "in_progress":
            break
    return str(found.status)


@pytest.mark.round_trip(
    "create_export_manifest",
    "get_export_manifest",
    "export_package",
    "get_export_status",
    "import_package",
    "get_import_status",
)
def test_a_package_is_rolled_out_to_ten_customers(client: WorkatoEmbedded) -> None:
    """One export is imported into ten customers, and each gets its own folders, recipes, connections and rows."""
    manifest = client.export_manifests.create(
        name="Order to cash", folder_id=5512, auto_generate_assets=True, include_data=True
    )
    package = exported(client, TEMPLATE, manifest.id)
    assert client.export_manifests.get(manifest.id).last_exported_at
    for number in range(10):
        owner = client.managed_users.create(
            name=f"Customer {number}", notification_email="ops@example.com", external_id=f"roll-out-{number}"
        ).id
        folder = client.folders.create(owner, name="Order to cash")
        assert imported(client, owner, package, folder.id) == "completed"
        recipes = {recipe.name: recipe for recipe in client.recipes.list(owner)}
        assert set(recipes) == {"Sync orders to Jira", "Nightly returns report"}
        accounts = {connection.id for connection in client.connections.list(owner)}
        for recipe in recipes.values():
            assert not recipe.running
            assert (recipe.version_no, recipe.copy_count, recipe.user_id) == (1, 1, owner)
            used = {line.account_id for line in recipe.config if line.account_id}
            assert used <= accounts
        below = {child.name: child.id for child in client.folders.list(owner, parent_id=folder.id)}
        assert recipes["Nightly returns report"].folder_id == below["Returns"]
        (table,) = client.lookup_tables.list(owner)
        rows = client.lookup_tables.rows.list(owner, table.id)
        assert {row.data["country"] for row in rows} == {"Singapore", "Thailand"}
    assert len(list(client.managed_users.list())) == 12
