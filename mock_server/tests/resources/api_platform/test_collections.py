"""The operations on API collections behave as documented."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest
import yaml
from workato_embedded_mock.openapi.document import load_fixtures
from workato_embedded_mock.resources.recipes import recipes

COLLECTIONS = "/managed_users/512044/api_collections"
DOCUMENT = {
    "openapi": "3.0.3",
    "paths": {
        "/orders/{id}": {
            "parameters": [],
            "get": {"summary": "Get an order", "operationId": "get_order"},
            "delete": {"operationId": "delete_order"},
        },
        "/orders": {"post": {}},
    },
}

# Eleven mappings; each one merges the previous one nine times.
BOMB = "l0: &l0 {a: b}\n" + "".join(
    f"l{level}: &l{level} {{<<: [{', '.join([f'*l{level - 1}'] * 9)}]}}\n" for level in range(1, 12)
)


def test_the_list_equals_the_seed(client: httpx2.Client) -> None:
    """API collections are listed by ascending id."""
    seeded = [entry["value"] for entry in load_fixtures()[1]["ApiCollection"].values()]
    assert client.get(COLLECTIONS).json() == {"result": seeded}
    assert client.get("/managed_users/512101/api_collections").json() == {"result": []}


def test_the_urls_of_a_collection_contain_its_name_and_version(client: httpx2.Client) -> None:
    """A new collection is returned unwrapped, with URLs that contain name and version; a description is ignored."""
    made = client.post(COLLECTIONS, json={"name": "Größe & Co.", "version": "2.1", "description": "x"}).json()
    assert made == {
        "id": 33001,
        "name": "Größe & Co.",
        "project_id": None,
        "url": "https://apim.example.com/northwind-tools/groe-co-v2-1",
        "api_spec_url": "https://www.example.com/doc/service/groe-co-v2-1/swagger?token=not-a-real-token-33001",
        "version": "2.1",
        "created_at": made["created_at"],
        "updated_at": made["created_at"],
    }
    assert client.get(COLLECTIONS, params={"page": 2, "per_page": 1}).json() == {"result": [made]}


def test_a_collection_whose_name_has_no_letters_has_a_url(client: httpx2.Client) -> None:
    """If the name of a collection has no letters, its URL contains the id instead."""
    made = client.post(COLLECTIONS, json={"name": "注文", "version": "~"}).json()
    assert made["url"] == "https://apim.example.com/northwind-tools/33001-v33001"


def test_name_and_version_of_a_collection_are_unique_for_a_customer(client: httpx2.Client) -> None:
    """A customer cannot have two collections with the same name and version; other versions and customers can."""
    made = client.post(COLLECTIONS, json={"name": "Orders API", "version": "2.0"}).json()
    assert made["url"].endswith("/orders-api-v2")
    for version in ({"version": "2.0"}, {}):
        response = client.post(COLLECTIONS, json={"name": "Orders API", **version})
        taken = {"message": "Validation failed", "errors": {"version": ["has already been taken"]}}
        assert (response.status_code, response.json()) == (400, taken)
        assert "/body/version" in response.headers["X-Mock-Reason"]
    other = client.post("/managed_users/512101/api_collections", json={"name": "Orders API"}).json()
    assert (other["version"], other["url"]) == ("1.0", "https://apim.example.com/contoso-freight/orders-api-v1")


@pytest.mark.parametrize("project_id", [523200, "523200"])
def test_the_project_is_returned_as_text(client: httpx2.Client, project_id: object) -> None:
    """The id of a collection's project is text, whether it was sent as a number or as text."""
    assert client.post(COLLECTIONS, json={"name": "a", "project_id": project_id}).json()["project_id"] == "523200"


@pytest.mark.parametrize(
    ("part", "status"),
    [
        ({"project_id": "1"}, 404),
        ({"proxy_connection_id": 1}, 404),
        ({"proxy_connection_id": 7101}, 200),
        ({"version": "12345678901"}, 400),
        ({"version": ""}, 400),
        ({"name": ""}, 400),
    ],
)
def test_the_references_of_a_collection_must_exist(client: httpx2.Client, part: dict[str, Any], status: int) -> None:
    """Project and connection must be the customer's, and a version has at most ten characters."""
    assert client.post(COLLECTIONS, json={"name": "a", **part}).status_code == status
    assert len(client.get(COLLECTIONS).json()["result"]) == (2 if status == 200 else 1)


@pytest.mark.parametrize(
    ("content", "form"),
    [
        ("{", "json"),
        ("[]", "json"),
        ("{}", "json"),
        ('{"openapi": "3.0.3"}', "json"),
        ('{"openapi": "3.0.3", "paths": {"/a": []}}', "json"),
        ("openapi: [", "yaml"),
        ("openapi: 3.0.3", "json"),
        ("a: !!python/object:os.system {}", "yaml"),
        ("[" * 5000, "yaml"),
        ("text", "yaml"),
        (BOMB, "yaml"),
        ("", "json"),
        ("{}", "xml"),
    ],
)
def test_a_document_that_cannot_be_read_is_rejected(client: httpx2.Client, content: str, form: str) -> None:
    """A document that cannot be read returns 400, the reason names it, and no collection is created."""
    body = {"name": "a", "openapi_spec": {"content": content, "format": form}}
    response = client.post(COLLECTIONS, json=body)
    assert (response.status_code, list(response.json()["errors"])) == (400, ["openapi_spec"])
    assert "/body/openapi_spec" in response.headers["X-Mock-Reason"]
    assert len(client.get(COLLECTIONS).json()["result"]) == 1


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_an_import_creates_recipes_and_inactive_endpoints(client: httpx2.Client, form: str) -> None:
    """Each operation of the document gets a recipe, in the folder of the project, and an endpoint."""
    content = json.dumps(DOCUMENT) if form == "json" else yaml.safe_dump(DOCUMENT, sort_keys=False)
    body = {"name": "a", "project_id": "523200", "openapi_spec": {"content": content, "format": form}}
    made = client.post(COLLECTIONS, json=body).json()
    assert made["message"] == "Import completed successfully"
    results = {"success": True, "total_endpoints": 3, "failed_endpoints": 0, "failed_actions": []}
    assert made["import_results"] == results
    assert client.get(COLLECTIONS).json()["result"][-1].keys().isdisjoint({"message", "import_results"})
    query = {"api_collection_id": made["id"]}
    endpoints = client.get("/managed_users/512044/api_endpoints", params=query).json()["result"]
    assert endpoints[0] == {
        "id": 34001,
        "api_collection_id": made["id"],
        "flow_id": endpoints[0]["flow_id"],
        "name": "Get an order",
        "method": "GET",
        "url": f"{made['url']}/orders/{{id}}",
        "legacy_url": None,
        "base_path": "/northwind-tools/a-v1/orders/{id}",
        "path": "orders/{id}",
        "active": False,
        "legacy": False,
        "created_at": made["created_at"],
        "updated_at": made["created_at"],
    }
    assert [(entry["name"], entry["method"]) for entry in endpoints[1:]] == [
        ("delete_order", "DELETE"),
        ("POST /orders", "POST"),
    ]
    created = [client.get(f"/managed_users/512044/recipes/{entry['flow_id']}").json() for entry in endpoints]
    assert [recipe["name"] for recipe in created] == [entry["name"] for entry in endpoints]
    assert {recipe["folder_id"] for recipe in created} == {5512}


def test_an_imported_endpoint_can_be_enabled_after_its_recipe_started(client: httpx2.Client) -> None:
    """The recipe of an imported endpoint needs no connection."""
    document = {"content": json.dumps(DOCUMENT), "format": "json"}
    client.post(COLLECTIONS, json={"name": "a", "openapi_spec": document})
    endpoint = client.get("/managed_users/512044/api_endpoints").json()["result"][-1]
    path = f"/managed_users/512044/api_endpoints/{endpoint['id']}/enable"
    assert client.put(path).status_code == 400
    assert client.put(f"/managed_users/512044/recipes/{endpoint['flow_id']}/start").json()["success"] is True
    assert client.put(path).json() == {"success": True}


def test_an_import_into_a_full_workspace_fails_partly(client: httpx2.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The collection is created with as many endpoints as the workspace may have recipes."""
    count = len(client.get("/managed_users/512044/recipes").json()["result"])
    monkeypatch.setattr(recipes, "MAX_RECIPES", count + 1)
    document = {"content": json.dumps(DOCUMENT), "format": "json"}
    made = client.post(COLLECTIONS, json={"name": "a", "openapi_spec": document}).json()
    assert made["message"] == "Import failed"
    assert made["import_results"] == {
        "success": False,
        "total_endpoints": 3,
        "failed_endpoints": 2,
        "failed_actions": ["DELETE orders/{id}", "POST orders"],
    }


def test_a_document_without_endpoints_is_imported(client: httpx2.Client) -> None:
    """The import of a document without endpoints succeeds."""
    document = {"content": '{"openapi": "3.0.3", "paths": {}}', "format": "json"}
    made = client.post(COLLECTIONS, json={"name": "a", "openapi_spec": document}).json()
    assert (made["message"], made["import_results"]["success"]) == ("Import completed successfully", True)
