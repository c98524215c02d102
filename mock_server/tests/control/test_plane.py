"""The control plane is served outside the API."""

from __future__ import annotations

from collections.abc import Callable

import httpx2
import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator
from workato_embedded_mock import MockServer
from workato_embedded_mock.control.catalogue import all_handlers
from workato_embedded_mock.control.document import plane_document
from workato_embedded_mock.openapi.document import Document

METHODS = {"get", "put", "post", "delete"}
NEW = {"name": "New", "notification_email": "new@example.com"}


@pytest.mark.parametrize("name", ["health", "ready"])
def test_health_returns_versions(server: MockServer, anonymous: httpx2.Client, document: Document, name: str) -> None:
    """The checks of health and readiness return the versions without a token, and support HEAD."""
    response = anonymous.get(f"{server.root_url}/_mock/{name}")
    assert response.status_code == 200
    body = response.json()
    assert (body["status"], body["spec_version"], body["spec_sha256"]) == ("ok", document.version, document.sha256)
    assert body["version"]
    assert anonymous.head(f"{server.root_url}/_mock/{name}").status_code == 200


@pytest.mark.parametrize("by_token", [True, False])
def test_reset_restores_the_seed_of_one_namespace(
    server: MockServer, open_client: Callable[[str], httpx2.Client], by_token: bool
) -> None:
    """A reset restores the namespace that the header or the token names, and other namespaces do not change."""
    name = f"reset-{by_token}"
    one, other = open_client(name), open_client(f"{name}-other")
    for client in (one, other):
        client.post("/managed_users", json=NEW)
        client.delete("/managed_users/512044")
    headers = {} if by_token else {"X-Mock-Namespace": name, "Authorization": "Bearer somebody"}
    response = one.post(f"{server.root_url}/_mock/reset", headers=headers)
    assert response.json() == {"count": 1}
    assert [user["id"] for user in one.get("/managed_users").json()["result"]] == [512044, 512101]
    assert [user["id"] for user in other.get("/managed_users").json()["result"]] == [512101, 512102]


def test_reset_of_all_namespaces_must_be_requested() -> None:
    """A reset without a namespace is rejected; with `all=true` it resets all, and returns no names."""
    with MockServer() as server, httpx2.Client(base_url=server.url) as client:

        def counts() -> list[int]:
            tokens = [{"Authorization": f"Bearer {token}"} for token in ("a", "b")]
            return [client.get("/managed_users", headers=headers).json()["count"] for headers in tokens]

        for token in ("a", "b"):
            client.post("/managed_users", json=NEW, headers={"Authorization": f"Bearer {token}"})
        for query in ("", "?all=false"):
            rejected = client.post(f"{server.root_url}/_mock/reset{query}")
            assert rejected.status_code == 400
            assert "or reset all with ?all=true" in rejected.json()["message"]
        assert counts() == [3, 3]
        assert client.post(f"{server.root_url}/_mock/reset?all=true").json() == {"count": 2}
        assert counts() == [2, 2]


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_unknown_filters_of_the_journal_are_rejected(
    server: MockServer, open_client: Callable[[str], httpx2.Client], method: str
) -> None:
    """A query parameter that the operation does not have is an error, which lists those that it has."""
    client = open_client(f"unknown-filters-{method}")
    client.get("/managed_users")
    rejected = client.request(method, f"{server.root_url}/_mock/journal?operation_id=x&stauts=500")
    expected = "operation, status, method, path, unmatched, rejected, wrote, limit" if method == "GET" else "none"
    assert rejected.status_code == 400
    assert rejected.json()["message"] == f"unknown query parameter operation_id, stauts: expected {expected}"
    assert rejected.json()["reasons"][0]["pointer"] == "/query/operation_id"
    assert client.get(f"{server.root_url}/_mock/journal").json()["count"] == 1


def test_an_unknown_operation_gets_similar_ones(server: MockServer, anonymous: httpx2.Client) -> None:
    """The error for an operation that the document does not have names similar ones and where all are listed."""
    query = {"operation": "list_managed_usr"}
    message = anonymous.get(f"{server.root_url}/_mock/journal", params=query).json()["message"]
    assert message.startswith("the document has no operation 'list_managed_usr': similar are list_managed_users, ")
    assert message.endswith("; GET /_mock/operations lists all")
    query = {"operation": "???"}
    message = anonymous.get(f"{server.root_url}/_mock/journal", params=query).json()["message"]
    assert message == "the document has no operation '???': GET /_mock/operations lists all"


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "message"),
    [
        ("POST", "/_mock", {}, 404, "/_mock"),
        ("GET", "/_mock/nothing", {}, 404, "no operation has this path"),
        ("GET", "/_mock/reset", {}, 405, "GET"),
        ("POST", "/_mock/health", {}, 405, "POST"),
        ("POST", "/_mock/reset", {"X-Mock-Namespace": ""}, 400, "namespace"),
        ("POST", "/_mock/reset", {"Authorization": "Basic x"}, 400, "Bearer"),
    ],
)
def test_invalid_requests_return_a_json_message(
    server: MockServer,
    anonymous: httpx2.Client,
    method: str,
    path: str,
    headers: dict[str, str],
    status: int,
    message: str,
) -> None:
    """Unknown paths, wrong methods and malformed namespaces return a message that describes the error."""
    response = anonymous.request(method, server.root_url + path, headers=headers)
    assert response.status_code == status
    assert message in response.json()["message"]


def test_the_handlers_match_the_document() -> None:
    """The document of the control plane is valid, and has one operation for each handler."""
    plane = plane_document()
    OpenAPIV30SpecValidator(plane).validate()
    declared = [item[method]["operationId"] for item in plane["paths"].values() for method in METHODS & item.keys()]
    assert sorted(declared) == sorted(all_handlers())
