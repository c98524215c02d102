"""The operations on tags behave as documented."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest
from workato_embedded_mock.openapi.document import load_fixtures

TAGS = "/v2/managed_users/512044/tags"
ASSIGNMENTS = "/v2/managed_users/512044/tags_assignments"
FINANCE, ARCHIVED = "tag-Ab3dEf7h-Kq2M9z", "tag-Zx81Lm4p-Tn6Rw0"


def _listed(client: httpx2.Client, path: str = TAGS, **query: Any) -> list[dict[str, Any]]:
    tags: list[dict[str, Any]] = client.get(path, params=query).json()["data"]["tags"]
    return tags


def _tags_of_connections(client: httpx2.Client) -> dict[int, list[str]]:
    """Return the handles of the tags of each connection."""
    listed = client.get("/managed_users/512044/connections", params={"includes[]": "tags"}).json()["result"]
    return {connection["id"]: connection["tags"] for connection in listed}


def _links(client: httpx2.Client) -> dict[str, list[dict[str, int]]]:
    """Return which assets have which tags, from the exported state."""
    tables = client.get(client.base_url.join("/_mock/state")).json()["tables"]
    return {name: tables[name] for name in ("recipe_tags", "connection_tags")}


def test_the_list_equals_the_seed(client: httpx2.Client) -> None:
    """Tags are listed in the order in which they were created, below `data.tags`."""
    assert _listed(client) == [entry["value"] for entry in load_fixtures()[1]["Tag"].values()]
    assert _listed(client, "/v2/managed_users/512101/tags") == []


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"q": "FIN"}, ["Finance"]),
        ({"q": "a"}, ["Finance", "Archived"]),
        ({"q": "a", "page": 2, "per_page": 1}, ["Archived"]),
        ({"q": ""}, ["Finance", "Archived"]),
        ({"q": "team"}, []),
        ({"page": 2, "per_page": 1}, ["Archived"]),
        ({"page": 3, "per_page": 1}, []),
    ],
)
def test_tags_are_searched_by_title(client: httpx2.Client, query: dict[str, Any], titles: list[str]) -> None:
    """The search compares titles without regard to case, before the list is paginated."""
    assert [tag["title"] for tag in _listed(client, **query)] == titles


def test_a_new_tag_has_a_handle_of_its_own(client: httpx2.Client) -> None:
    """A new tag is returned bare, with a handle that the API chose, and is listed last."""
    first = client.post(TAGS, json={"title": "Operations", "color": "green"}).json()
    second = client.post(TAGS, json={"title": "Sales"}).json()
    assert first == {"handle": first["handle"], "title": "Operations", "description": None, "color": "green"}
    assert second["handle"] != first["handle"]
    assert _listed(client)[2:] == [first, second]


def test_an_update_keeps_the_handle_and_what_is_not_sent(client: httpx2.Client) -> None:
    """An update of a tag changes only the properties that are sent."""
    changed = client.put(f"{TAGS}/{FINANCE}", json={"title": "Finance EU", "color": None}).json()
    expected = {
        "handle": FINANCE,
        "title": "Finance EU",
        "description": "Recipes of the finance team",
        "color": None,
    }
    assert changed == expected == _listed(client)[0]
    assert client.put(f"{TAGS}/{FINANCE}", json={}).json() == expected
    assert client.put(f"{TAGS}/{FINANCE}", json={"title": "Finance EU"}).status_code == 200


@pytest.mark.parametrize("body", [{}, {"title": ""}, {"title": "  "}, {"title": "Archived"}, {"title": None}])
def test_a_title_is_required_and_unique(client: httpx2.Client, body: dict[str, Any]) -> None:
    """A tag is not created with a blank title or that of another tag."""
    assert client.post(TAGS, json=body).status_code == 400
    assert len(_listed(client)) == 2


def test_titles_of_other_customers_do_not_count(client: httpx2.Client) -> None:
    """Two customers can have tags with the same title, and do not see each other's tags."""
    other = "/v2/managed_users/512101/tags"
    made = client.post(other, json={"title": "Finance"}).json()
    assert _listed(client, other) == [made]
    assert client.put(f"{TAGS}/{made['handle']}", json={"title": "X"}).status_code == 404
    assert client.delete(f"{other}/{FINANCE}").status_code == 404


def test_a_deleted_tag_leaves_its_assets(client: httpx2.Client) -> None:
    """A deleted tag is neither listed nor on any asset."""
    assert client.delete(f"{TAGS}/{FINANCE}").json() == {"success": True}
    assert [tag["handle"] for tag in _listed(client)] == [ARCHIVED]
    assert _links(client) == {"recipe_tags": [], "connection_tags": []}
    assert client.delete(f"{TAGS}/{FINANCE}").status_code == 404
    body = {"add_tags": [FINANCE], "recipe_ids": [9001]}
    assert client.post(ASSIGNMENTS, json=body).status_code == 404


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"add_tags": ["tag-0"], "recipe_ids": [9001]}, "/body/add_tags/0"),
        ({"add_tags": [ARCHIVED], "remove_tags": [FINANCE, "tag-0"], "recipe_ids": [9001]}, "/body/remove_tags/1"),
        ({"add_tags": [ARCHIVED], "recipe_ids": [9002, 7101]}, "/body/recipe_ids/1"),
        ({"add_tags": [ARCHIVED], "recipe_ids": [9002], "connection_ids": [9002]}, "/body/connection_ids/0"),
    ],
)
def test_an_unknown_tag_or_asset_rejects_the_whole_request(
    client: httpx2.Client, body: dict[str, Any], pointer: str
) -> None:
    """An assignment with an unknown tag or asset returns 404 and changes nothing."""
    before = _links(client)
    response = client.post(ASSIGNMENTS, json=body)
    assert response.status_code == 404
    assert json.loads(response.headers["X-Mock-Reason"])[0]["pointer"] == pointer
    assert _links(client) == before


def test_tags_leave_with_their_asset(client: httpx2.Client) -> None:
    """The tags of a deleted recipe stay in the workspace."""
    client.post(ASSIGNMENTS, json={"add_tags": [ARCHIVED], "recipe_ids": [9002]})
    assert client.delete("/managed_users/512044/recipes/9002").json()["success"] is True
    assert [link["recipe_id"] for link in _links(client)["recipe_tags"]] == [9001]
    assert len(_listed(client)) == 2


def test_connections_show_their_tags_on_request(client: httpx2.Client) -> None:
    """A list of connections has the tags that were assigned, oldest tag first, if the request asks for them."""
    assert _tags_of_connections(client) == {7101: [FINANCE], 7102: [], 7103: []}
    body = {"add_tags": [ARCHIVED, FINANCE], "connection_ids": [7101, 7103, 7103]}
    assert client.post(ASSIGNMENTS, json=body).json() == {"success": True}
    assert _tags_of_connections(client) == {7101: [FINANCE, ARCHIVED], 7102: [], 7103: [FINANCE, ARCHIVED]}
    body = {"add_tags": [ARCHIVED], "remove_tags": [FINANCE], "connection_ids": [7101, 7102]}
    client.post(ASSIGNMENTS, json=body)
    assert _tags_of_connections(client) == {7101: [ARCHIVED], 7102: [ARCHIVED], 7103: [FINANCE, ARCHIVED]}
    plain = client.get("/managed_users/512044/connections").json()["result"]
    assert not any("tags" in connection for connection in plain)
    client.delete(f"{TAGS}/{ARCHIVED}")
    assert _tags_of_connections(client) == {7101: [], 7102: [], 7103: [FINANCE]}


def test_recipes_show_their_tags_on_request(client: httpx2.Client) -> None:
    """A list of recipes, filtered or not, and a single recipe have their tags if the request asks for them."""
    recipes = "/managed_users/512044/recipes"

    def tags(**query: str) -> dict[int, list[str]]:
        listed = client.get(recipes, params={"includes[]": "tags", **query}).json()["result"]
        return {recipe["id"]: recipe["tags"] for recipe in listed}

    assert tags() == {9002: [], 9001: [FINANCE]}
    client.post(ASSIGNMENTS, json={"add_tags": [ARCHIVED], "remove_tags": [FINANCE], "recipe_ids": [9001, 9002]})
    assert tags() == {9002: [ARCHIVED], 9001: [ARCHIVED]}
    assert tags(running="true") == {9001: [ARCHIVED]}
    assert client.get(f"{recipes}/9001", params={"includes[]": "tags"}).json()["tags"] == [ARCHIVED]
    assert "tags" not in client.get(f"{recipes}/9001").json()
    assert not any("tags" in recipe for recipe in client.get(recipes).json()["result"])


def test_a_seed_can_have_tagged_assets(client: httpx2.Client) -> None:
    """The default seed has a tag on a recipe and a connection."""
    links = _links(client)
    assert [link["recipe_id"] for link in links["recipe_tags"]] == [9001]
    assert [link["connection_id"] for link in links["connection_tags"]] == [7101]
