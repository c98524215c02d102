"""The rules of API collections keep their promises."""

import json
from typing import Any

import httpx
import pytest
import yaml
from workato_embedded_mock.document import load_fixtures

COLLECTIONS = "/managed_users/512044/api_collections"
DOCUMENT = {
    "openapi": "3.0.3",
    "paths": {"/orders/{id}": {"parameters": [], "get": {}, "delete": {}}, "/orders": {"post": {}}},
}


def test_the_list_is_as_the_seed_says(client: httpx.Client) -> None:
    """By ascending id."""
    seeded = [entry["value"] for entry in load_fixtures()[1]["ApiCollection"].values()]
    assert client.get(COLLECTIONS).json() == {"result": seeded}
    assert client.get("/managed_users/512101/api_collections").json() == {"result": []}


def test_a_new_collection_has_addresses_of_its_name_and_version(client: httpx.Client) -> None:
    """The answer is bare; a description is passed over."""
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


def test_a_name_without_letters_gets_an_address_too(client: httpx.Client) -> None:
    """It is made of the id."""
    made = client.post(COLLECTIONS, json={"name": "注文", "version": "~"}).json()
    assert made["url"] == "https://apim.example.com/northwind-tools/33001-v33001"


def test_another_version_is_another_collection(client: httpx.Client) -> None:
    """The same name and version are refused; another customer may have them."""
    made = client.post(COLLECTIONS, json={"name": "Orders API", "version": "2.0"}).json()
    assert made["url"].endswith("/orders-api-v2")
    for version in ({"version": "2.0"}, {}):
        answer = client.post(COLLECTIONS, json={"name": "Orders API", **version})
        assert (answer.status_code, answer.json()) == (400, {"message": "Bad request"})
        assert "/body/version" in answer.headers["X-Mock-Reason"]
    other = client.post("/managed_users/512101/api_collections", json={"name": "Orders API"}).json()
    assert (other["version"], other["url"]) == ("1.0", "https://apim.example.com/contoso-freight/orders-api-v1")


@pytest.mark.parametrize("project_id", [523200, "523200"])
def test_a_project_is_answered_as_text(client: httpx.Client, project_id: object) -> None:
    """Whether it was sent as a number or as text."""
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
def test_what_a_collection_names_must_be_there(client: httpx.Client, part: dict[str, Any], status: int) -> None:
    """Project and connection of the customer; a version has at most ten characters."""
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
        ("", "json"),
        ("{}", "xml"),
    ],
)
def test_a_document_that_cannot_be_read_is_refused(client: httpx.Client, content: str, form: str) -> None:
    """And no collection is made."""
    body = {"name": "a", "openapi_spec": {"content": content, "format": form}}
    answer = client.post(COLLECTIONS, json=body)
    assert (answer.status_code, answer.json()) == (400, {"message": "Bad request"})
    assert "/body/openapi_spec" in answer.headers["X-Mock-Reason"]
    assert len(client.get(COLLECTIONS).json()["result"]) == 1


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_an_import_makes_the_collection_and_says_what_failed(client: httpx.Client, form: str) -> None:
    """The mock writes no recipes, and endpoints stand before recipes."""
    content = json.dumps(DOCUMENT) if form == "json" else yaml.safe_dump(DOCUMENT, sort_keys=False)
    made = client.post(COLLECTIONS, json={"name": "a", "openapi_spec": {"content": content, "format": form}}).json()
    assert made["message"] == "Import failed"
    failed = [
        f"{what}: the mock writes no recipes" for what in ("GET /orders/{id}", "DELETE /orders/{id}", "POST /orders")
    ]
    assert made["import_results"] == {
        "success": False,
        "total_endpoints": 3,
        "failed_endpoints": 3,
        "failed_actions": failed,
    }
    assert client.get(COLLECTIONS).json()["result"][-1].keys().isdisjoint({"message", "import_results"})


def test_a_document_without_endpoints_is_imported(client: httpx.Client) -> None:
    """There is nothing that could fail."""
    document = {"content": '{"openapi": "3.0.3", "paths": {}}', "format": "json"}
    made = client.post(COLLECTIONS, json={"name": "a", "openapi_spec": document}).json()
    assert (made["message"], made["import_results"]["success"]) == ("Import completed successfully", True)
