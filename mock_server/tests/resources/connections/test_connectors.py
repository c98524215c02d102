"""The operations on connectors and custom connectors behave as documented."""

from __future__ import annotations

from pathlib import Path

import httpx2
import pytest
import yaml
from workato_embedded_mock import MockServer, StartError
from workato_embedded_mock.openapi.document import Document, load_fixtures
from workato_embedded_mock.openapi.schemas import SchemaCompiler
from workato_embedded_mock.seeds.files import read_seed
from workato_embedded_mock.seeds.loading import load_seed

PUBLISHED = load_fixtures()[1]
JIRA, SALESFORCE, SLACK = (PUBLISHED["Connector"][name]["value"] for name in ("jira", "salesforce", "slack"))
ERP, BILLING = (PUBLISHED["CustomConnector"][name]["value"] for name in ("acme_erp", "acme_billing"))
CUSTOM = "/custom_connectors"


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ("jira", [JIRA]),
        ("salesforce,jira", [SALESFORCE, JIRA]),
        (" slack , jira,slack", [SLACK, JIRA]),
        ("jira,no_such_connector", [JIRA]),
        ("Jira", []),
        (",", []),
    ],
)
def test_metadata_are_returned_in_the_order_of_the_names(
    client: httpx2.Client, names: str, found: list[object]
) -> None:
    """The metadata of connectors equal the fixtures, in the order of the names; unknown names are ignored."""
    assert client.get("/integrations", params={"applications": names}).json() == {"items": found}


def test_metadata_reject_empty_names(client: httpx2.Client) -> None:
    """A request for the metadata of an empty name is rejected, and the reason names the parameter."""
    response = client.get("/integrations", params={"applications": ""})
    assert response.status_code == 400
    assert '"/query/applications"' in response.headers["X-Mock-Reason"]


@pytest.mark.parametrize("query", [{}, {"names": "jira"}])
def test_metadata_without_names_are_the_first_page(client: httpx2.Client, query: dict[str, str]) -> None:
    """The vendor's command sends no names and reads `items`."""
    response = client.get("/integrations", params=query)
    assert response.json() == {"items": client.get("/integrations/all", params={"per_page": 100}).json()["items"]}
    assert '"/query/applications"' in response.headers["X-Mock-Reason"]


def test_all_connectors_are_listed_in_pages(client: httpx2.Client) -> None:
    """Connectors are sorted by name, with counters, and a page has one connector by default."""
    assert client.get("/integrations/all").json() == {"items": [JIRA], "count": 3, "page": 1, "per_page": 1}
    second = client.get("/integrations/all", params={"page": 2, "per_page": 2}).json()
    assert second == {"items": [SLACK], "count": 3, "page": 2, "per_page": 2}
    most = client.get("/integrations/all", params={"per_page": 1000}).json()
    assert (most["items"], most["per_page"]) == ([JIRA, SALESFORCE, SLACK], 100)
    assert client.get("/integrations/all", params={"page": 9}).json()["items"] == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [BILLING, ERP]),
        ({"title": "Acme"}, [BILLING, ERP]),
        ({"title": "acme"}, []),
        ({"title": "ERP"}, [ERP]),
        ({"title": "%"}, []),
        ({"oem_shared": "true"}, [ERP]),
        ({"oem_shared": "false"}, [BILLING]),
        ({"oem_shared": "true", "title": "Billing"}, []),
    ],
)
def test_custom_connectors_can_be_filtered_by_title_and_sharing(
    client: httpx2.Client, query: dict[str, str], found: list[object]
) -> None:
    """Custom connectors are listed by descending id, and filters are combined."""
    assert client.get(CUSTOM, params=query).json() == {"result": found}


def test_a_custom_connector_can_be_read(client: httpx2.Client) -> None:
    """A custom connector equals the fixture."""
    assert client.get(f"{CUSTOM}/8101").json() == {"result": ERP}


def test_a_shared_version_can_be_changed_and_withdrawn(client: httpx2.Client) -> None:
    """Sharing or withdrawing twice is not an error, and the released versions do not change."""
    for _ in range(2):
        shared = client.post(f"{CUSTOM}/8101/oem_share/2").json()
        assert shared["result"]["oem_shared_version"] == 2
        assert shared["result"]["oem_shared_at"] > ERP["oem_shared_at"]
        assert client.get(f"{CUSTOM}/8101").json() == shared
    hidden = {"result": {**ERP, "oem_shared_version": None, "oem_shared_at": None}}
    for _ in range(2):
        assert client.delete(f"{CUSTOM}/8101/suppress_oem_version").json() == hidden
    assert client.get(f"{CUSTOM}/8101").json() == hidden
    assert client.get(CUSTOM, params={"oem_shared": "true"}).json() == {"result": []}


def test_the_path_of_the_developer_api_shares_a_version_with_a_note(client: httpx2.Client) -> None:
    """A version can be shared by the path that the reference of the Developer API has; the response names the other."""
    response = client.post(f"{CUSTOM}/8101/share_oem_version/2")
    assert response.json() == client.get(f"{CUSTOM}/8101").json()
    assert response.json()["result"]["oem_shared_version"] == 2
    assert "/api/custom_connectors/{id}/oem_share/{version}" in response.headers["X-Mock-Reason"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/8101/oem_share/3", 404),
        ("POST", "/8101/oem_share/0", 404),
        ("POST", "/8102/oem_share/1", 400),
        ("POST", "/1/oem_share/1", 404),
        ("DELETE", "/1/suppress_oem_version", 404),
        ("GET", "/1", 404),
    ],
)
def test_only_released_versions_can_be_shared(client: httpx2.Client, method: str, path: str, status: int) -> None:
    """An unknown version or connector returns an error, and nothing changes."""
    assert client.request(method, f"{CUSTOM}{path}").status_code == status
    assert client.get(CUSTOM).json() == {"result": [BILLING, ERP]}


def test_a_custom_connector_can_be_connected_while_it_is_shared(client: httpx2.Client, northwind: str) -> None:
    """A shared custom connector behaves like a standard connector; one that is not shared is noted as unknown."""
    body = {"provider": ERP["name"], "input": {"host": "erp.example.com"}}
    made = client.post(f"{northwind}/connections", json=body).json()
    assert (made["provider"], made["authorization_status"]) == (ERP["name"], "success")
    client.delete(f"{CUSTOM}/8101/suppress_oem_version")
    for other in (body, {"provider": BILLING["name"]}):
        response = client.post(f"{northwind}/connections", json=other)
        assert response.status_code == 200
        assert '"/body/provider"' in response.headers["X-Mock-Reason"]


def test_any_connector_is_valid_without_a_catalogue() -> None:
    """With an empty seed, connections of any connector can be created."""
    with MockServer(seed="empty") as server, httpx2.Client(base_url=server.url) as client:
        client.headers["Authorization"] = "Bearer t"
        user = client.post("/managed_users", json={"name": "a", "notification_email": "b"}).json()["id"]
        assert client.post(f"/managed_users/{user}/connections", json={"provider": "any"}).json()["id"] == 7001
        assert client.get("/integrations/all").json()["count"] == 0


@pytest.mark.parametrize(
    ("seed", "sentence"),
    [
        ({"Connector": {"a": {"value": JIRA}, "b": {"value": JIRA}}}, "/Connector/b/value/name: another connector"),
        ({"Connector": {"a": {"in": {"managed_user_id": 1}, "value": JIRA}}}, "/Connector/a/in/managed_user_id"),
        ({"CustomConnector": {"a": {"value": ERP}, "b": {"value": ERP}}}, "/CustomConnector/b/value/id: another"),
        (
            {"CustomConnector": {"a": {"value": {**ERP, "latest_released_version": 3}}}},
            "/CustomConnector/a/value/latest_released_version",
        ),
        (
            {"CustomConnector": {"a": {"value": {**ERP, "released_versions": ERP["released_versions"][::-1]}}}},
            "/CustomConnector/a/value/released_versions",
        ),
    ],
)
def test_an_inconsistent_connector_in_a_seed_is_rejected(
    tmp_path: Path, document: Document, seed: object, sentence: str
) -> None:
    """A seed with an inconsistent connector is rejected, and the message has the pointer of the value."""
    path = tmp_path / "seed.yaml"
    path.write_text(yaml.safe_dump(seed))
    with pytest.raises(StartError, match=f"invalid at {sentence}"):
        load_seed(read_seed(str(path)), SchemaCompiler(document.content))
