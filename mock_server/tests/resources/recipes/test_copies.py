"""A copy of a recipe is a new, stopped recipe with the code of the original."""

from __future__ import annotations

import httpx2
import pytest
from workato_embedded_mock.resources.recipes import recipes

SAME = ("applications", "code", "config", "description", "parameters", "parameters_schema", "trigger_application")


def test_a_copy_is_a_stopped_recipe_with_the_code_of_the_original(client: httpx2.Client, northwind: str) -> None:
    """The copy of a running recipe is stopped, has version 1 and no jobs, and is in the folder of the original."""
    copied = client.post(f"{northwind}/recipes/9001/copy")
    assert (copied.status_code, copied.json()) == (200, {"success": True, "new_flow_id": 9003})
    original, copy = (client.get(f"{northwind}/recipes/{number}").json() for number in (9001, 9003))
    assert {name: copy[name] for name in SAME} == {name: original[name] for name in SAME}
    assert (copy["name"], copy["folder_id"]) == ("Copy of Sync orders to Jira", original["folder_id"])
    assert (copy["running"], copy["version_no"], copy["job_succeeded_count"], copy["copy_count"]) == (False, 1, 0, 0)
    assert (original["copy_count"], original["running"]) == (1, True)
    versions = client.get(f"/v2{northwind}/recipes/9003/versions").json()["data"]
    assert [version["version_no"] for version in versions] == [1]


def test_a_copy_can_be_put_into_another_folder(client: httpx2.Client, northwind: str) -> None:
    """The copy of a recipe is listed in the folder of the request."""
    copied = client.post(f"{northwind}/recipes/9001/copy", json={"folder_id": "5513"}).json()
    listed = client.get(f"{northwind}/recipes", params={"folder_id": "5513"}).json()["result"]
    assert copied["new_flow_id"] in [recipe["id"] for recipe in listed]


def test_a_copy_into_the_root_folder_is_rejected(client: httpx2.Client, northwind: str) -> None:
    """A copy into the Home folder is rejected with status 200, and the original has no more copies than before."""
    rejected = client.post(f"{northwind}/recipes/9001/copy", json={"folder_id": "5500"})
    text = "can't be assigned to the root folder"
    assert (rejected.status_code, rejected.json()) == (200, {"success": False, "errors": {"folder_id": [text]}})
    assert "/body/folder_id" in rejected.headers["X-Mock-Reason"]
    assert client.get(f"{northwind}/recipes/9001").json()["copy_count"] == 0


def test_a_copy_beyond_the_maximum_of_a_workspace_is_rejected(
    client: httpx2.Client, northwind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A workspace that is full rejects a copy of a recipe."""
    monkeypatch.setattr(recipes, "MAX_RECIPES", 2)
    assert client.post(f"{northwind}/recipes/9001/copy").json()["errors"].keys() == {"base"}


@pytest.mark.parametrize(
    ("recipe", "body", "status"),
    [("1", None, 404), ("9001", {"folder_id": "1"}, 404), ("9001", {"folder_id": [5512]}, 400)],
)
def test_an_impossible_copy_is_rejected(
    client: httpx2.Client, northwind: str, recipe: str, body: object, status: int
) -> None:
    """A copy of an unknown recipe, or into an unknown folder, returns 404, and a folder that is a list 400."""
    assert client.post(f"{northwind}/recipes/{recipe}/copy", json=body).status_code == status
