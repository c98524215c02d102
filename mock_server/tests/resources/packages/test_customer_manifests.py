"""The export manifests of a customer list assets of its workspace, and exports have these assets."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import httpx2
import pytest

FOLDER, RETURNS, RECIPE, RETURNS_RECIPE = 5512, 5513, 9001, 9002
OTHER = "/managed_users/512101"


def create(client: httpx2.Client, owner: str, **manifest: Any) -> dict[str, Any]:
    """Create a manifest of a customer and return it."""
    made = client.post(f"{owner}/export_manifests", json={"export_manifest": {"name": "All", **manifest}})
    assert made.status_code == 201, made.text
    result: dict[str, Any] = made.json()["result"]
    return result


def finished(client: httpx2.Client, owner: str, export_id: int) -> dict[str, Any]:
    """Poll an export until it has ended, and return it."""
    for _ in range(2):
        export: dict[str, Any] = client.get(f"{owner}/exports/{export_id}").json()["result"]
    return export


def run_export(client: httpx2.Client, owner: str, manifest_id: int) -> set[str]:
    """Export a manifest and return the names of the files in the package."""
    started = client.post(f"{owner}/exports/{manifest_id}")
    assert started.status_code == 200, started.text
    export = finished(client, owner, started.json()["result"]["id"])
    assert export["status"] == "completed", export
    with zipfile.ZipFile(io.BytesIO(httpx2.get(export["download_url"]).content)) as archive:
        return set(archive.namelist())


def assets_of(client: httpx2.Client, owner: str, **query: Any) -> list[dict[str, Any]]:
    """Return the assets of a folder."""
    assets: list[dict[str, Any]] = client.get(f"{owner}/export_manifests/folder_assets", params=query).json()["result"][
        "assets"
    ]
    return assets


def test_the_assets_of_a_folder_and_its_subfolders_are_listed(client: httpx2.Client, northwind: str) -> None:
    """Recipes, connections and lookup tables are listed with their paths, also those in deeper folders."""
    listed = {asset["zip_name"]: asset for asset in assets_of(client, northwind, folder_id=FOLDER)}
    assert listed.keys() == {
        "northwind_jira.connection.json",
        "northwind_salesforce.connection.json",
        "northwind_slack.connection.json",
        "country_codes.lookup_table.json",
        "sync_orders_to_jira.recipe.json",
        "nightly_returns_report.recipe.json",
    }
    report = listed["nightly_returns_report.recipe.json"]
    assert (report["id"], report["name"], report["type"]) == (RETURNS_RECIPE, "Nightly returns report", "recipe")
    assert (report["folder"], report["absolute_path"]) == ("Returns", "All projects/Order to cash/Returns")
    assert (report["root_folder"], report["checked"], report["version"]) == (False, True, 1)


def test_the_assets_of_home_are_those_of_all_projects(client: httpx2.Client, northwind: str) -> None:
    """Without a folder everything in the workspace is listed; an asset in Home has only the root as its path."""
    sent = {"name": "Home Slack", "provider": "slack", "folder_id": 5500}
    account_id = client.post(f"{northwind}/connections", json=sent).json()["id"]
    listed = {asset["id"]: asset for asset in assets_of(client, northwind)}
    assert (listed[account_id]["absolute_path"], listed[account_id]["root_folder"]) == ("All projects", True)
    assert listed[RECIPE]["folder"] == "Order to cash"
    assert assets_of(client, OTHER) == []


def test_listed_assets_can_be_sent_as_those_of_a_manifest(client: httpx2.Client, northwind: str) -> None:
    """The entries of a folder are accepted as they are, and the export has their files."""
    assets = assets_of(client, northwind, folder_id=RETURNS)
    made = create(client, northwind, assets=assets)
    assert (made["project_path"], made["status"]) == ("Order to cash/Returns", "working")
    assert run_export(client, northwind, made["id"]) == {"nightly_returns_report.recipe.json"}


def test_generated_assets_are_those_of_the_moment(client: httpx2.Client, northwind: str) -> None:
    """A manifest with generated assets has no recipe that was created later, until it is updated."""
    generated = {"folder_id": RETURNS, "auto_generate_assets": True}
    made = create(client, northwind, **generated)
    code = '{"number": 0, "keyword": "trigger", "provider": "clock", "name": "scheduled_event", "block": []}'
    sent = {"recipe": {"name": "Late", "code": code, "folder_id": str(RETURNS)}}
    assert client.post(f"{northwind}/recipes", json=sent).json()["success"]
    assert run_export(client, northwind, made["id"]) == {"nightly_returns_report.recipe.json"}
    changed = client.put(f"{northwind}/export_manifests/{made['id']}", json={"export_manifest": generated})
    assert (changed.status_code, changed.json()["result"]["name"]) == (200, "All")
    assert run_export(client, northwind, made["id"]) == {"nightly_returns_report.recipe.json", "late.recipe.json"}


def test_an_export_includes_the_connections_of_a_recipe(client: httpx2.Client, northwind: str) -> None:
    """The connections that an exported recipe uses are in the package, although the manifest does not list them."""
    made = create(client, northwind, assets=[{"id": RECIPE, "type": "recipe", "zip_name": "sync.recipe.json"}])
    files = run_export(client, northwind, made["id"])
    assert files == {
        "sync.recipe.json",
        "northwind_jira_7101.connection.json",
        "northwind_salesforce_7102.connection.json",
    }


def test_the_status_of_an_asset_compares_it_with_the_last_export(client: httpx2.Client, northwind: str) -> None:
    """An asset is new until it is exported, then unchanged until it changes."""

    def status() -> dict[int, str]:
        return {asset["id"]: asset["status"] for asset in assets_of(client, northwind, folder_id=folder)}

    folder = client.post(f"{northwind}/folders", json={"name": "New", "parent_id": str(FOLDER)}).json()["id"]
    sent = {"name": "Slack", "provider": "slack", "folder_id": folder}
    first, second = (client.post(f"{northwind}/connections", json=sent).json()["id"] for _ in range(2))
    assert status() == {first: "added", second: "added"}
    made = create(client, northwind, assets=[{"id": first, "type": "connection"}])
    run_export(client, northwind, made["id"])
    assert status() == {first: "no change", second: "added"}
    client.put(f"{northwind}/connections/{first}", json={"name": "Chat"})
    assert status() == {first: "updated", second: "added"}


def test_auto_run_starts_an_export_of_the_customer(client: httpx2.Client, northwind: str) -> None:
    """`auto_run` returns the started export in `package`, and the manifest keeps the time of the export."""
    made = create(client, northwind, folder_id=RETURNS, auto_generate_assets=True, auto_run=True)
    assert made["package"].items() >= {"operation_type": "export", "status": "in_progress"}.items()
    assert finished(client, northwind, made["package"]["id"])["export_manifest_id"] == made["id"]
    read = client.get(f"{northwind}/export_manifests/{made['id']}").json()["result"]
    assert read["last_exported_at"] == made["last_exported_at"] is not None
    assert "package" not in read


def test_a_deleted_manifest_is_archived(client: httpx2.Client, northwind: str) -> None:
    """A deleted manifest can be read, but not changed, exported or deleted again; its exports stay."""
    made = create(client, northwind, folder_id=RETURNS, auto_generate_assets=True, auto_run=True)
    path = f"{northwind}/export_manifests/{made['id']}"
    assert client.delete(path).json() == {"result": {"success": True}}
    read = client.get(path).json()["result"]
    assert read["status"] == "archived"
    assert read["deleted_at"] is not None
    assert client.put(path, json={"export_manifest": {"name": "x", "assets": []}}).status_code == 404
    assert client.post(f"{northwind}/exports/{made['id']}").status_code == 404
    assert client.delete(path).status_code == 404
    assert finished(client, northwind, made["package"]["id"])["status"] == "completed"


def test_a_manifest_belongs_to_one_workspace(client: httpx2.Client, northwind: str) -> None:
    """A manifest is only found below its own customer, and a partner's only at the root."""
    made = create(client, northwind, folder_id=RETURNS, auto_generate_assets=True)
    assert client.get(f"{OTHER}/export_manifests/{made['id']}").status_code == 404
    assert client.post(f"{OTHER}/exports/{made['id']}").status_code == 404
    assert client.get(f"/export_manifests/{made['id']}").status_code == 404
    assert client.get("/export_manifests/6101").status_code == 200
    assert client.get(f"{northwind}/export_manifests/6101").status_code == 404
    assert client.post(f"{northwind}/exports/6101").status_code == 200


@pytest.mark.parametrize(("owner", "folder_id"), [("/managed_users/512044", 1), (OTHER, FOLDER)])
def test_a_folder_of_another_customer_is_not_found(client: httpx2.Client, owner: str, folder_id: int) -> None:
    """A folder that the customer does not have is a 404, for its assets and for a manifest."""
    assert client.get(f"{owner}/export_manifests/folder_assets", params={"folder_id": folder_id}).status_code == 404
    sent = {"export_manifest": {"name": "n", "folder_id": folder_id, "auto_generate_assets": True}}
    assert client.post(f"{owner}/export_manifests", json=sent).status_code == 404


def test_the_manifests_of_a_deleted_customer_are_deleted(client: httpx2.Client) -> None:
    """A customer is deleted with its manifests."""
    owner = client.post("/managed_users", json={"name": "a", "notification_email": "b@example.com"}).json()["id"]
    made = create(client, f"/managed_users/{owner}", assets=[])
    assert client.delete(f"/managed_users/{owner}").status_code == 200
    assert client.get(f"/export_manifests/{made['id']}").status_code == 404


def test_an_environment_has_manifests_and_folders_of_its_own(client: httpx2.Client, northwind: str) -> None:
    """A folder and a manifest of one environment are not found by the id of another one."""
    test, prod = (f"/managed_users/{number}" for number in (512045, 512046))
    folder = client.post(f"{test}/folders", json={"name": "Checks"}).json()
    assert (folder["is_project"], folder["project_id"] is None) == (True, False)
    made = create(client, test, folder_id=folder["id"], auto_generate_assets=True)
    assert client.get(f"{test}/export_manifests/{made['id']}").status_code == 200
    for other in (northwind, prod):
        assert client.get(f"{other}/export_manifests/{made['id']}").status_code == 404
        assert client.put(f"{other}/folders/{folder['id']}", json={"name": "x"}).status_code == 404
        assert client.delete(f"{other}/projects/{folder['project_id']}").status_code == 404
    assert client.delete(f"{test}/projects/{folder['project_id']}").json() == {"success": True}
    assert assets_of(client, test) == []
