"""The journal tells what was asked and answered, without secrets."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest
from workato_embedded_mock import MockServer, WorkatoMock


@pytest.fixture
def http(workato_mock: WorkatoMock) -> Iterator[httpx.Client]:
    """Answer a plain client."""
    with workato_mock.http() as client:
        yield client


def test_an_exchange_is_told_with_both_sides(workato_mock: WorkatoMock, http: httpx.Client) -> None:
    """Operation, status, path, bodies, and why it was refused."""
    http.get("/managed_users?per_page=1000")
    http.post("/managed_users", json={"name": 5})
    listed, refused = workato_mock.journal.entries()
    assert (listed["id"], listed["operation_id"], listed["method"]) == (1, "list_managed_users", "GET")
    assert (listed["status"], listed["path"], listed["query"]) == (200, "/api/managed_users", {"per_page": "1000"})
    assert listed["reasons"][0]["pointer"] == "/query/per_page"
    assert [user["id"] for user in listed["response"]["body"]["result"]] == [512044, 512101]
    assert (refused["status"], refused["request"]["body"]) == (400, {"name": 5})
    assert "/body/name" in {reason["pointer"] for reason in refused["reasons"]}


def test_fields_that_nobody_read_and_unknown_ones_are_told(workato_mock: WorkatoMock, http: httpx.Client) -> None:
    """A misspelt optional field is the bug that a test finds last."""
    body = {"name": "New", "notification_email": "new@example.com", "externalid": "x", "time_zone": "UTC"}
    assert http.post("/managed_users?dry_run=1", json=body).status_code == 200
    (entry,) = workato_mock.journal.entries("create_managed_user")
    assert entry["unknown"] == ["/query/dry_run", "/body/externalid"]
    assert entry["unread"] == ["/body/externalid"]


def test_secrets_are_not_told(workato_mock: WorkatoMock, http: httpx.Client) -> None:
    """Neither the token, nor the input of a connection, nor the secret of an access profile."""
    value = {"name": "Jira", "provider": "jira", "input": {"api_key": "hush-hush-1", "host": "example.com"}}
    http.post("/managed_users/512044/connections", json=value, headers={"Cookie": "session=hush-hush-2"})
    text = json.dumps(workato_mock.journal.entries())
    assert "hush-hush" not in text
    assert workato_mock.token not in text
    assert "REDACTED" in text


def test_the_journal_is_searched(workato_mock: WorkatoMock, http: httpx.Client) -> None:
    """By operation, status, method, a part of the path, and whether an operation was found at all."""
    http.get("/managed_users")
    http.get("/managed_users/512044")
    http.get("/managed_users/1")
    http.get("/nothing/here")
    http.delete("/managed_users")
    journal = workato_mock.journal
    assert journal.count() == 5
    assert [entry["path"] for entry in journal.entries("get_managed_user")] == [
        "/api/managed_users/512044",
        "/api/managed_users/1",
    ]
    assert journal.count(status=404) == 2
    assert journal.count(method="get", status=200) == 2
    assert journal.count(path="5120") == 1
    assert [entry["path"] for entry in journal.entries(unmatched=True)] == ["/api/nothing/here", "/api/managed_users"]
    assert journal.count(unmatched=False) == 3
    assert [entry["status"] for entry in journal.entries(limit=1)] == [405]
    journal.clear()
    assert journal.count() == 0


def test_the_journal_is_capped() -> None:
    """The latest exchanges stay, under the numbers that they have; none where it is off."""
    with MockServer(journal=5) as server:
        mock = WorkatoMock(server.root_url, "capped")
        with mock.http() as http:
            for number in range(450):
                http.get(f"/managed_users/{number}")
        assert [entry["id"] for entry in mock.journal.entries()] == [446, 447, 448, 449, 450]
        mock.close()
    with MockServer(journal=0) as server:
        mock = WorkatoMock(server.root_url, "none")
        with mock.http() as http:
            http.get("/managed_users")
        assert mock.journal.entries() == []
        mock.close()


def test_who_does_not_say_who_it_is_is_told_as_well(server: MockServer) -> None:
    """Without a namespace the journal has the exchanges of callers that have none."""
    httpx.get(f"{server.url}/managed_users", headers={"X-Request": "who-am-i"})
    journal = httpx.get(f"{server.root_url}/_mock/journal").json()
    entry = journal["entries"][-1]
    assert (entry["status"], entry["request"]["headers"]["x-request"]) == (401, "who-am-i")


def test_namespaces_have_journals_of_their_own(workato_mock: WorkatoMock, http: httpx.Client) -> None:
    """And the control plane is not in it."""
    http.get("/managed_users", headers={"X-Mock-Namespace": "somebody-else"})
    assert workato_mock.journal.entries() == []
    http.get("/managed_users")
    workato_mock.state()
    assert workato_mock.journal.count() == 1
    workato_mock.reset()
    assert workato_mock.journal.count() == 0


def test_a_parameter_that_does_not_exist_is_noted(http: httpx.Client) -> None:
    """A misspelt filter lists everything; `X-Mock-Reason` says why, and `--strict` refuses it."""
    response = http.get("/managed_users?pagge=2")
    assert response.json()["page"] == 1
    assert "/query/pagge" in response.headers["x-mock-reason"]
    with MockServer(strict=True) as server:
        headers = {"Authorization": "Bearer strict"}
        assert httpx.get(f"{server.url}/managed_users?pagge=2", headers=headers).status_code == 400
