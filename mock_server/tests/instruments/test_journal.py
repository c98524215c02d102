"""The journal records requests and responses, without secrets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import ControlError, MockServer, WorkatoMock


@pytest.fixture
def http(workato_mock: WorkatoMock) -> Iterator[httpx2.Client]:
    """Return an HTTP client of the mock."""
    with workato_mock.http() as client:
        yield client


def test_an_entry_has_request_and_response(workato_mock: WorkatoMock, http: httpx2.Client) -> None:
    """A journal entry has operation, status, path, bodies and the reasons of an error."""
    http.get("/managed_users?per_page=1000")
    http.post("/managed_users", json={"name": 5})
    listed, rejected = workato_mock.journal.entries()
    assert (listed["id"], listed["operation_id"], listed["method"]) == (1, "list_managed_users", "GET")
    assert (listed["status"], listed["path"], listed["query"]) == (200, "/api/managed_users", {"per_page": "1000"})
    assert listed["reasons"][0]["pointer"] == "/query/per_page"
    assert [user["id"] for user in listed["response"]["body"]["result"]] == [512044, 512101]
    assert (rejected["status"], rejected["request"]["body"]) == (400, {"name": 5})
    assert "/body/name" in {reason["pointer"] for reason in rejected["reasons"]}


def test_unread_and_unknown_fields_are_recorded(workato_mock: WorkatoMock, http: httpx2.Client) -> None:
    """The journal lists fields that the mock did not read or the document does not define, such as a misspelt field."""
    body = {"name": "New", "notification_email": "new@example.com", "externalid": "x", "time_zone": "UTC"}
    assert http.post("/managed_users?dry_run=1", json=body).status_code == 200
    (entry,) = workato_mock.journal.entries("create_managed_user")
    assert entry["unknown"] == ["/query/dry_run", "/body/externalid"]
    assert entry["unread"] == ["/body/externalid"]


def test_an_entry_lists_the_objects_that_the_request_wrote(workato_mock: WorkatoMock, http: httpx2.Client) -> None:
    """An entry has table, id and change of each object that its request wrote; a request that only reads has none."""
    outer = http.post("/managed_users/512044/folders", json={"name": "Outer"}).json()["id"]
    workato_mock.journal.clear()
    body = {"name": "New", "parent_id": outer}
    created = http.post("/managed_users/512044/folders", json=body).json()["id"]
    http.put(f"/managed_users/512044/folders/{created}", json={"name": "Renamed"})
    http.delete(f"/managed_users/512044/folders/{created}")
    http.get("/managed_users/512044/folders")
    changes = [[each for each in entry["wrote"] if each["table"] == "folders"] for entry in _entries(workato_mock)]
    of_folder = [{"table": "folders", "id": created, "change": change} for change in ("created", "updated", "deleted")]
    assert changes == [*([each] for each in of_folder), []]


def test_requests_are_found_by_the_object_that_they_wrote(workato_mock: WorkatoMock, http: httpx2.Client) -> None:
    """The filter `wrote` finds the requests that wrote one object, and not those of an id that begins with it."""
    user = http.post("/managed_users", json={"name": "New", "notification_email": "new@example.com"}).json()["id"]
    http.put(f"/managed_users/{user}", json={"name": "Newer"})
    http.put("/managed_users/512044", json={"name": "Other"})
    http.delete(f"/managed_users/{user}")
    wrote = [entry["method"] for entry in _entries(workato_mock, wrote=f"managed_users/{user}")]
    assert wrote == ["POST", "PUT", "DELETE"]
    assert _entries(workato_mock, wrote=f"managed_users/{str(user)[:-1]}") == []
    with pytest.raises(ControlError, match="expected a table and an id"):
        workato_mock.journal.entries(wrote="recipes")


def test_a_rejected_request_has_written_nothing(workato_mock: WorkatoMock, http: httpx2.Client) -> None:
    """The writes of a rule that rejects its request are rolled back, and the entry has none of them."""
    assert http.post("/managed_users/512044/folders", json={"name": "New", "parent_id": 1}).status_code >= 400
    (entry,) = _entries(workato_mock, rejected=True)
    assert entry["wrote"] == []


def test_rejected_requests_can_be_searched(workato_mock: WorkatoMock, http: httpx2.Client) -> None:
    """The filter `rejected` finds rejected requests, and those that a fault broke."""
    workato_mock.faults.add("list_recipes", kind="reset")
    http.get("/managed_users")
    http.get("/managed_users/1")
    with pytest.raises(httpx2.TransportError):
        http.get("/managed_users/512044/recipes")
    assert [entry["status"] for entry in _entries(workato_mock, rejected=True)] == [404, None]
    assert [entry["status"] for entry in _entries(workato_mock, rejected=False)] == [200]


def _entries(mock: WorkatoMock, **filters: Any) -> list[Any]:
    return mock.journal.entries(**filters)


def test_secrets_are_not_recorded(workato_mock: WorkatoMock, http: httpx2.Client) -> None:
    """The journal redacts the token, the input of a connection and cookies."""
    value = {"name": "Jira", "provider": "jira", "input": {"api_key": "hush-hush-1", "host": "example.com"}}
    http.post("/managed_users/512044/connections", json=value, headers={"Cookie": "session=hush-hush-2"})
    text = json.dumps(workato_mock.journal.entries())
    assert "hush-hush" not in text
    assert workato_mock.token not in text
    assert "REDACTED" in text


def test_the_journal_can_be_filtered(workato_mock: WorkatoMock, http: httpx2.Client) -> None:
    """The journal can be filtered by operation, status, method, part of the path, and whether an operation matched."""
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


def test_the_journal_has_a_maximum_size() -> None:
    """The journal keeps the latest entries with their ids, and a maximum of 0 disables it."""
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


def test_anonymous_requests_are_recorded(server: MockServer) -> None:
    """Without a namespace the journal returns the requests of callers without one."""
    httpx2.get(f"{server.url}/managed_users", headers={"X-Request": "who-am-i"})
    journal = httpx2.get(f"{server.root_url}/_mock/journal").json()
    entry = journal["entries"][-1]
    assert (entry["status"], entry["request"]["headers"]["x-request"]) == (401, "who-am-i")


def test_namespaces_have_separate_journals(workato_mock: WorkatoMock, http: httpx2.Client) -> None:
    """A journal has only the requests of its namespace, and none to the control plane."""
    http.get("/managed_users", headers={"X-Mock-Namespace": "somebody-else"})
    assert workato_mock.journal.entries() == []
    http.get("/managed_users")
    workato_mock.state()
    assert workato_mock.journal.count() == 1
    workato_mock.reset()
    assert workato_mock.journal.count() == 0


def test_an_unknown_parameter_is_noted(http: httpx2.Client) -> None:
    """A misspelt filter is ignored and noted in `X-Mock-Reason`; strict mode rejects it."""
    response = http.get("/managed_users?pagge=2")
    assert response.json()["page"] == 1
    assert "/query/pagge" in response.headers["x-mock-reason"]
    with MockServer(strict=True) as server:
        headers = {"Authorization": "Bearer strict"}
        assert httpx2.get(f"{server.url}/managed_users?pagge=2", headers=headers).status_code == 400
