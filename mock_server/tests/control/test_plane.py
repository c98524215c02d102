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


def test_health_returns_versions(server: MockServer, anonymous: httpx2.Client, document: Document) -> None:
    """The health check returns the versions without a token, and supports HEAD."""
    response = anonymous.get(f"{server.root_url}/_mock/health")
    assert response.status_code == 200
    body = response.json()
    assert (body["status"], body["spec_version"], body["spec_sha256"]) == ("ok", document.version, document.sha256)
    assert body["version"]
    assert anonymous.head(f"{server.root_url}/_mock/health").status_code == 200


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
    assert response.json() == {"reset": [name]}
    assert [user["id"] for user in one.get("/managed_users").json()["result"]] == [512044, 512101]
    assert [user["id"] for user in other.get("/managed_users").json()["result"]] == [512101, 512102]


def test_reset_without_a_namespace_resets_all() -> None:
    """A reset without a namespace resets all of them, and the response lists their names."""
    with MockServer() as server, httpx2.Client(base_url=server.url) as client:
        for token in ("a", "b"):
            client.post("/managed_users", json=NEW, headers={"Authorization": f"Bearer {token}"})
        assert client.post(f"{server.root_url}/_mock/reset").json() == {"reset": ["a", "b"]}
        for token in ("a", "b"):
            response = client.get("/managed_users", headers={"Authorization": f"Bearer {token}"})
            assert response.json()["count"] == 2


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "message"),
    [
        ("GET", "/_mock", {}, 404, "/_mock"),
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
