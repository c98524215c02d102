"""Tags of recipes and connections are exported if the manifest has `include_tags`, and imported with it."""

from __future__ import annotations

import httpx2
import pytest

RECIPE, JIRA = 9001, 7101
OTHER = "/managed_users/512101"


@pytest.fixture
def tagged(client: httpx2.Client, northwind: str) -> str:
    """Return the path of a customer whose recipe and connection have a new tag."""
    sent = {"title": "Billing", "description": "Of the billing team", "color": "blue"}
    handle = client.post(f"/v2{northwind}/tags", json=sent).json()["handle"]
    assigned = {"add_tags": [handle], "recipe_ids": [RECIPE], "connection_ids": [JIRA]}
    assert client.post(f"/v2{northwind}/tags_assignments", json=assigned).status_code == 200
    return northwind


def package_of(client: httpx2.Client, owner: str, *, include_tags: bool) -> bytes:
    """Export the tagged recipe with its connections and return the package."""
    assets = [{"id": RECIPE, "type": "recipe"}]
    sent = {"export_manifest": {"name": "n", "assets": assets, "include_tags": include_tags}}
    manifest = client.post(f"{owner}/export_manifests", json=sent).json()["result"]["id"]
    started = client.post(f"{owner}/exports/{manifest}").json()["result"]["id"]
    for _ in range(2):
        export = client.get(f"{owner}/exports/{started}").json()["result"]
    return httpx2.get(export["download_url"]).content


def import_there(client: httpx2.Client, data: bytes, **query: str) -> list[dict[str, object]]:
    """Import a package into another customer, and return the tags of that customer with the title."""
    folder = client.post(f"{OTHER}/folders", json={"name": "Target"}).json()["id"]
    started = client.post(f"{OTHER}/imports", content=data, params={"folder_id": folder, **query}).json()["id"]
    for _ in range(2):
        ended = client.get(f"{OTHER}/imports/{started}").json()
    assert ended["status"] == "completed"
    tags: list[dict[str, object]] = client.get(f"/v2{OTHER}/tags").json()["data"]["tags"]
    return [tag for tag in tags if tag["title"] == "Billing"]


def tagged_connections(client: httpx2.Client, owner: str, handle: object) -> list[str]:
    """Return the names of the connections with a tag."""
    listed = client.get(f"{owner}/connections", params={"includes[]": "tags"}).json()["result"]
    return [row["name"] for row in listed if handle in row["tags"]]


def test_tags_are_exported_and_imported_on_request(client: httpx2.Client, tagged: str) -> None:
    """The imported recipe and connection have a tag with the same title and another handle."""
    (tag,) = import_there(client, package_of(client, tagged, include_tags=True), include_tags="true")
    assert (tag["title"], tag["description"], tag["color"]) == ("Billing", "Of the billing team", "blue")
    assert tagged_connections(client, OTHER, tag["handle"]) == ["Northwind Jira"]
    assert tag["handle"] not in [one["handle"] for one in client.get(f"/v2{tagged}/tags").json()["data"]["tags"]]


def test_a_tag_with_the_same_title_is_used(client: httpx2.Client, tagged: str) -> None:
    """An import adds no tag if the customer has one with the title."""
    known = client.post(f"/v2{OTHER}/tags", json={"title": "Billing"}).json()
    assert import_there(client, package_of(client, tagged, include_tags=True), include_tags="true") == [known]
    assert tagged_connections(client, OTHER, known["handle"]) == ["Northwind Jira"]


@pytest.mark.parametrize(("exported", "query"), [(False, {"include_tags": "true"}), (True, {})])
def test_tags_are_left_out_by_default(
    client: httpx2.Client, tagged: str, exported: bool, query: dict[str, str]
) -> None:
    """Without `include_tags` of the manifest or of the import the imported assets have no tags."""
    assert import_there(client, package_of(client, tagged, include_tags=exported), **query) == []
