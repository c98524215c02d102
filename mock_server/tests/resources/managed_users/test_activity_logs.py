"""The activity log has what happened in a workspace, once, and can be filtered."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import httpx2
import pytest
from workato_embedded_mock.openapi.document import load_fixtures

SEEDED = 2


def entries(client: httpx2.Client, path: str = "/managed_users/512044", **params: Any) -> list[Any]:
    """Return the entries of a log without those of the seed."""
    response = client.get(f"{path}/activity_logs", params=params)
    assert response.status_code == 200, response.text
    return [entry for entry in response.json()["data"] if entry["id"] > 90_002]


def kinds(found: list[Any]) -> list[str]:
    """Return the events of entries."""
    return [entry["event_type"] for entry in found]


def test_the_log_equals_the_seed_and_the_newest_entry_is_first(client: httpx2.Client, northwind: str) -> None:
    """A log contains the entries of the seed as they are there, newest first; that of another customer is empty."""
    seeded = [entry["value"] for entry in load_fixtures()[1]["ActivityLog"].values()]
    response = client.get(f"{northwind}/activity_logs").json()
    assert response == {"data": seeded[::-1], "total": SEEDED}
    assert client.get("/managed_users/512101/activity_logs").json() == {"data": [], "total": 0}


def test_an_entry_says_who_did_what_when_and_from_where(client: httpx2.Client, northwind: str) -> None:
    """An entry has the API client, the time of the clock, the address and program of the caller, and the resource."""
    clock = f"{str(client.base_url).removesuffix('/api/')}/_mock/clock"
    client.put(clock, json={"now": "2026-01-31T18:00:00.250Z", "frozen": True}).raise_for_status()
    client.put(f"{northwind}/recipes/9001/stop", headers={"User-Agent": "audit/1.0"})
    assert entries(client) == [
        {
            "id": 90_003,
            "timestamp": "2026-01-31T10:00:00.250-08:00",
            "event_type": "recipe_stopped",
            "workspace": {"id": 512044, "name": "Northwind Tools", "email": "ops@example.com", "environment": "dev"},
            "user": {"id": 80_001, "name": "API client", "email": "api.client@example.com"},
            "details": {"request": {"ip_address": "127.0.0.1", "user_agent": "audit/1.0"}, "activity": None},
            "resource": {"id": 9001, "name": "Sync orders to Jira", "type": "Flow"},
        }
    ]


def test_both_ids_of_a_customer_name_one_log(client: httpx2.Client) -> None:
    """A write by the external id of a customer is in the log that its account id shows."""
    client.post("/managed_users/Ecust-0042/folders", json={"name": "Shipping"})
    assert kinds(entries(client)) == kinds(entries(client, "/managed_users/Ecust-0042")) == ["folder_created"]
    assert entries(client, "/managed_users/512101") == []


def test_a_changed_external_id_does_not_lose_the_entry(client: httpx2.Client) -> None:
    """A write that changes the external id by which it was sent is recorded for the same customer."""
    assert client.put("/managed_users/Ecust-0042", json={"external_id": "other"}).status_code == 200
    assert kinds(entries(client, "/managed_users/Eother")) == ["workspace_updated"]


def test_a_deleted_resource_keeps_its_name(client: httpx2.Client, northwind: str) -> None:
    """The entry of a deletion has the id and the name of what was deleted."""
    client.delete(f"{northwind}/recipes/9002")
    assert entries(client)[0]["resource"] == {"id": 9002, "name": "Nightly returns report", "type": "Flow"}


def test_a_request_that_changes_nothing_leaves_no_entry(client: httpx2.Client, northwind: str) -> None:
    """Starting a running recipe, or stopping a stopped one again, leaves no entry."""
    client.put(f"{northwind}/recipes/9001/start")
    client.put(f"{northwind}/recipes/9001/stop")
    client.put(f"{northwind}/recipes/9001/stop")
    assert kinds(entries(client)) == ["recipe_stopped"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/folders", {"name": ""}),
        ("POST", "/folders", {"name": "a", "parent_id": 1}),
        ("DELETE", "/recipes/1", None),
        ("DELETE", "/recipes/9001", None),
        ("PUT", "/recipes/9001", {"recipe": {"name": "of a running recipe"}}),
        ("POST", "/lookup_tables/batch_delete", {"ids": [4101, 1]}),
        ("DELETE", "/connections/7101", None),
        ("GET", "/recipes/9001", None),
        ("POST", "/connections/7101/pick_list", {"pick_list_name": "project"}),
    ],
)
def test_a_rejected_request_and_a_read_leave_no_entry(
    client: httpx2.Client, northwind: str, method: str, path: str, body: object
) -> None:
    """Rejections of every form, requests that are rolled back half-way, and reads leave no entry."""
    client.request(method, f"{northwind}{path}", json=body)
    assert entries(client) == []


def test_a_request_about_several_resources_leaves_one_entry(client: httpx2.Client, northwind: str) -> None:
    """Setting several properties, or deleting several tables, leaves one entry without a resource."""
    made = client.post(f"{northwind}/lookup_tables", json={"lookup_table": {"name": "T", "schema": [{"label": "a"}]}})
    client.post(f"{northwind}/properties", json={"properties": {"a": "1", "b": "2"}})
    client.post(f"{northwind}/lookup_tables/batch_delete", json={"ids": [4101, made.json()["id"]]})
    found = entries(client)[:2]
    assert [(entry["event_type"], entry["resource"]) for entry in found] == [
        ("lookup_table_deleted", None),
        ("account_property_updated", None),
    ]


def test_pages_continue_after_an_entry(client: httpx2.Client, northwind: str) -> None:
    """`page[after]` continues with older entries, and a page size above the maximum is reduced with a note."""
    for number in range(3):
        client.post(f"{northwind}/folders", json={"name": f"folder {number}"})
    first = client.get(f"{northwind}/activity_logs", params={"page[size]": 2}).json()
    assert first["total"] == 2
    rest = client.get(f"{northwind}/activity_logs", params={"page[after]": first["data"][-1]["id"]}).json()
    ids = [entry["id"] for entry in [*first["data"], *rest["data"]]]
    assert ids == [90_005, 90_004, 90_003, 90_002, 90_001]
    reduced = client.get(f"{northwind}/activity_logs", params={"page[size]": 101})
    assert len(reduced.json()["data"]) == 5
    assert "above the maximum" in reduced.headers["X-Mock-Reason"]


def test_times_are_compared_with_both_ends_included(client: httpx2.Client, northwind: str) -> None:
    """`from` and `to` include entries of exactly that time, in any time zone."""
    at, before = "2023-11-14T23:45:12.030Z", "2023-11-14T15:45:12.029-08:00"
    for params, ids in [
        ({"from": at, "to": at}, [90_002]),
        ({"from": at}, [90_002]),
        ({"to": before}, [90_001]),
        ({"from": "2023-11-14T15:45:12.031-08:00"}, []),
    ]:
        found = client.get(f"{northwind}/activity_logs", params=params).json()["data"]
        assert [entry["id"] for entry in found] == ids


@pytest.mark.parametrize(
    ("params", "events"),
    [
        ({"include_resource_types[]": ["flow", "Folder"]}, ["folder_created", "recipe_stopped"]),
        ({"include_resource_types[]": "sharedaccount"}, ["connection_created"]),
        ({"exclude_resource_types[]": ["Flow"]}, ["folder_created", "connection_created"]),
        ({"include_event_types[]": ["recipe_stopped", "recipe_started"]}, ["recipe_stopped"]),
        ({"exclude_event_types[]": ["recipe_stopped", "folder_created"]}, ["connection_created"]),
        ({"include_resource_types[]": "Flow", "exclude_event_types[]": "recipe_stopped"}, []),
        ({"users_ids[]": [80_001]}, ["folder_created", "connection_created", "recipe_stopped"]),
        ({"users_ids[]": [771_203]}, []),
        ({"users_ids[]": ["1", "80001"]}, ["folder_created", "connection_created", "recipe_stopped"]),
        # Without brackets, as the counterpart of the Developer API prints them.
        ({"include_event_types": "recipe_stopped"}, ["recipe_stopped"]),
    ],
)
def test_filters_are_lists_and_combined(
    client: httpx2.Client, northwind: str, params: dict[str, Any], events: list[str]
) -> None:
    """Filters by user, kind of resource and event can be repeated, and are combined with AND."""
    client.put(f"{northwind}/recipes/9001/stop")
    client.post(f"{northwind}/connections", json={"provider": "jira", "shell_connection": True})
    client.post(f"{northwind}/folders", json={"name": "Shipping"})
    assert kinds(entries(client, **params)) == events


@pytest.mark.parametrize("name", ["from", "to"])
def test_a_time_must_be_a_time(client: httpx2.Client, northwind: str, name: str) -> None:
    """A time that is not one is rejected, and the reason names the parameter."""
    response = client.get(f"{northwind}/activity_logs", params={name: "yesterday"})
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
    assert f"/query/{name}" in response.headers["X-Mock-Reason"]


def test_the_log_goes_with_its_customer(client: httpx2.Client) -> None:
    """The log of a deleted customer cannot be read any more."""
    assert client.delete("/managed_users/512101").status_code == 200
    assert client.get("/managed_users/512101/activity_logs").status_code == 404


def test_what_ends_by_the_clock_has_no_user(client: httpx2.Client, northwind: str) -> None:
    """An export leaves an entry when it is started, and one without a user and a request when it ends."""
    client.post(f"{northwind}/exports/6101")
    assert kinds(entries(client)) == ["package_export_started"]
    made = entries(client)[0]["resource"]
    for _ in range(3):
        client.get(f"{northwind}/exports/{made['id']}")
    ended, started = entries(client)
    assert (ended["event_type"], ended["resource"]) == ("package_exported", made)
    assert (ended["user"], ended["details"]["request"]) == (None, None)
    assert started["user"] is not None


@pytest.mark.parametrize(("sent", "name"), [({}, "Order to cash"), ({"title": "Release 12"}, "Release 12")])
def test_a_deployment_is_in_the_logs_of_both_environments(
    client: httpx2.Client, northwind: str, sent: dict[str, str], name: str
) -> None:
    """A deployment is in the log of Development from its start, and in that of the target from its end."""
    test_environment = "/managed_users/512045"
    path = f"{northwind}/projects/523200/deploy"
    made = client.post(path, json={"environment_type": "test", **sent}).json()
    (started,) = entries(client)
    assert (started["event_type"], entries(client, test_environment)) == ("deployment_started", [])
    for _ in range(3):
        client.get(f"{northwind}/deployments/{made['id']}")
    (ended,) = entries(client, test_environment)
    assert ended["event_type"] == "deployment_finished"
    assert ended["resource"] == started["resource"] == {"id": made["id"], "name": name, "type": "Deployment"}
    assert (ended["user"], ended["workspace"]["environment"]) == (None, "test")
    assert kinds(entries(client)) == ["deployment_started"]


def test_an_import_leaves_an_entry_at_its_end(client: httpx2.Client, northwind: str) -> None:
    """An import leaves an entry when it is started, and one when it ends, which is read several times."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr("orders.recipe.json", "{}")
    made = client.post(f"{northwind}/imports", params={"folder_id": 5512}, content=data.getvalue())
    assert made.status_code == 200, made.headers
    for _ in range(3):
        client.get(f"{northwind}/imports/{made.json()['id']}")
    assert kinds(entries(client)) == ["package_imported", "package_import_started"]
