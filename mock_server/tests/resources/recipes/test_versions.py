"""Each change of a recipe adds a version, which can be listed, read and commented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from workato_embedded_mock import MockServer, StartError
from workato_embedded_mock.openapi.document import load_fixtures
from workato_embedded_mock.store.author import CALLER

FIXTURES = load_fixtures()[1]
SEEDED = FIXTURES["RecipeVersion"]
CODE = '{"number":0,"provider":"clock","name":"tick","keyword":"trigger","input":{}}'


def versions(client: httpx2.Client, customer: str, recipe: int, **query: int) -> list[dict[str, Any]]:
    """Return the listed versions of a recipe."""
    found: list[dict[str, Any]] = client.get(f"/v2{customer}/recipes/{recipe}/versions", params=query).json()["data"]
    return found


def test_the_versions_of_the_seed_are_returned_unchanged(client: httpx2.Client, northwind: str) -> None:
    """The list has the versions of the recipe, newest first, in pages, and a single version equals its entry."""
    first, second = SEEDED["sync_orders_1"]["value"], SEEDED["sync_orders_2"]["value"]
    assert versions(client, northwind, 9001) == [second, first]
    assert versions(client, northwind, 9001, page=2, per_page=1) == [first]
    assert client.get(f"/v2{northwind}/recipes/9001/versions/91001").json() == {"data": first}


def test_each_change_of_a_recipe_adds_a_version_by_the_caller(client: httpx2.Client, northwind: str) -> None:
    """A new recipe has one version, and each update adds one, by the author that the recipe then has."""
    made = client.post(f"{northwind}/recipes", json={"recipe": {"code": CODE}}).json()["id"]
    assert [version["version_no"] for version in versions(client, northwind, made)] == [1]
    client.put(f"{northwind}/recipes/9002", json={"recipe": {"name": "Changed"}})
    newest, oldest = versions(client, northwind, 9002)
    recipe = client.get(f"{northwind}/recipes/9002").json()
    assert (newest["version_no"], newest["author_name"], newest["author_email"]) == (2, *CALLER)
    assert (recipe["version_author_name"], recipe["version_author_email"]) == tuple(CALLER)
    assert (oldest["author_name"], recipe["author_name"]) == ("Kim Sato", "Kim Sato")
    assert newest["created_at"] == recipe["updated_at"]


def test_changes_that_are_rejected_add_no_version(client: httpx2.Client, northwind: str) -> None:
    """A rejected update of a recipe, and starting or stopping it, keep the number of its versions."""
    client.put(f"{northwind}/recipes/9001", json={"recipe": {"name": "Changed"}})
    client.put(f"{northwind}/recipes/9001/stop")
    client.put(f"{northwind}/recipes/9001/start")
    assert len(versions(client, northwind, 9001)) == 2


def test_the_comment_of_the_current_version_is_shown_in_the_recipe(client: httpx2.Client, northwind: str) -> None:
    """A new comment changes the version alone; the recipe shows the comment of its current version."""
    path = f"/v2{northwind}/recipes/9001/versions"
    for number, comment in ((91001, "Old"), (91002, "Before the price change"), (91002, "")):
        changed = client.patch(f"{path}/{number}", json={"comment": comment}).json()["data"]
        assert changed["comment"] == comment
        assert changed["updated_at"] > SEEDED["sync_orders_2"]["value"]["updated_at"]
        assert client.get(f"{path}/{number}").json()["data"] == changed
    recipe = client.get(f"{northwind}/recipes/9001").json()
    assert (recipe["version_comment"], recipe["version_no"]) == ("", 2)
    assert recipe["updated_at"] == FIXTURES["Recipe"]["sync_orders"]["value"]["updated_at"]


@pytest.mark.parametrize("body", [{}, {"comment": None}, {"comment": 256 * "x"}])
def test_an_invalid_comment_is_rejected(client: httpx2.Client, northwind: str, body: object) -> None:
    """A missing comment, and one of more than 255 characters, return 400."""
    assert client.patch(f"/v2{northwind}/recipes/9001/versions/91002", json=body).status_code == 400


@pytest.mark.parametrize("path", ["9001/versions/91003", "9001/versions/2", "9002/versions/91001", "1/versions"])
def test_the_version_of_another_recipe_is_not_found(client: httpx2.Client, northwind: str, path: str) -> None:
    """A version is found by its id and below its own recipe, not by its number."""
    assert client.get(f"/v2{northwind}/recipes/{path}").status_code == 404


def test_the_versions_of_a_deleted_recipe_are_gone(client: httpx2.Client, northwind: str) -> None:
    """The versions of a recipe are deleted with it."""
    client.delete(f"{northwind}/recipes/9002")
    assert client.get(f"/v2{northwind}/recipes/9002/versions").status_code == 404


def test_a_seed_needs_no_versions(tmp_path: Path) -> None:
    """A recipe of a seed without versions has its current version, with the author and the comment of the recipe."""
    value = {**FIXTURES["Recipe"]["sync_orders"]["value"], "version_comment": "Mine"}
    with MockServer(seed=seed_of(tmp_path, value)) as server, httpx2.Client(base_url=server.url) as client:
        client.headers["Authorization"] = "Bearer t"
        found = versions(client, "/managed_users/512044", 9001)
        recipe = client.get("/managed_users/512044/recipes/9001").json()
    assert [(one["version_no"], one["comment"], one["author_name"]) for one in found] == [(2, "Mine", "Robin Vega")]
    assert (recipe["version_comment"], recipe["version_author_email"]) == ("Mine", "robin.vega@example.com")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [({"version_no": 3}, "version_no"), ({"version_no": 0}, "version_no"), ({"version_no": 2}, "version_no")],
)
def test_an_inconsistent_version_in_a_seed_is_rejected(tmp_path: Path, change: dict[str, int], pointer: str) -> None:
    """A version whose number the recipe does not have, or has twice, is rejected."""
    twice = {**SEEDED["sync_orders_1"], "value": {**SEEDED["sync_orders_1"]["value"], **change}}
    value = FIXTURES["Recipe"]["sync_orders"]["value"]
    path = seed_of(tmp_path, value, current=SEEDED["sync_orders_2"], other=twice)
    with pytest.raises(StartError, match=f"at /RecipeVersion/other/value/{pointer}:"):
        MockServer(seed=path).start()


def seed_of(tmp_path: Path, recipe: dict[str, Any], **given: dict[str, Any]) -> str:
    """Return the path of a seed with one recipe and versions of it."""
    seed = {name: FIXTURES[name] for name in ("ManagedUser", "Folder")}
    seed["Recipe"] = {"one": {"in": {"managed_user_id": 512044}, "value": recipe}}
    seed["RecipeVersion"] = given
    path = tmp_path / "seed.yaml"
    path.write_text(yaml.safe_dump(seed, sort_keys=False))
    return str(path)
