"""Usage statistics count the jobs that recipes had and the connections that are authorized."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

USAGE = "/v2/managed_users/statistics/usage"
CONNECTIONS = "/v2/managed_users/statistics/connection_usage"
TIMES = {"from": "2026-01-01T00:00:00.000Z", "to": "2026-03-01T00:00:00.000Z"}
COUNTS = ("task_count", "recipe_count", "job_succeeded_count", "job_failed_count")
# A recipe with a trigger and two actions: a successful job uses two tasks, a failed one uses the first.
CODE = (
    '{"number":0,"provider":"clock","name":"tick","keyword":"trigger","block":['
    '{"number":1,"provider":"logger","name":"log_message","keyword":"action"},'
    '{"number":2,"provider":"logger","name":"log_message","keyword":"action"}]}'
)


def control(client: httpx2.Client, method: str, path: str, body: Any) -> None:
    """Send a request to the control plane of the mock."""
    root = str(client.base_url).removesuffix("/api/")
    client.request(method, f"{root}/_mock{path}", json=body).raise_for_status()


def run(client: httpx2.Client, recipe_id: int, at: str, **more: Any) -> None:
    """Run a recipe at a time."""
    control(client, "PUT", "/clock", {"now": at, "frozen": True})
    control(client, "POST", "/jobs", {"managed_user_id": "512101", "recipe_id": recipe_id, "is_test": True, **more})


def create(client: httpx2.Client, name: str) -> int:
    """Create a recipe of a customer without others; return its id."""
    made = client.post("/managed_users/512101/recipes", json={"recipe": {"name": name, "code": CODE}})
    return int(made.json()["id"])


def usage(client: httpx2.Client, **more: Any) -> list[dict[str, Any]]:
    """Return the usage of the customer."""
    response = client.post(USAGE, json={**TIMES, "workspace_ids": [512101], **more})
    assert response.status_code == 200, response.headers
    return list(response.json()["data"])


def counts(entry: dict[str, Any]) -> tuple[Any, ...]:
    """Return the figures of an entry: tasks, recipes, successful and failed jobs."""
    return tuple(entry[name] for name in COUNTS)


def test_usage_equals_the_jobs_that_ran(client: httpx2.Client) -> None:
    """The figures are those of the finished jobs: pending jobs do not count, and failed ones use the tasks they did."""
    assert counts(usage(client)[0]) == (0, 0, 0, 0)
    first, second = create(client, "Orders"), create(client, "Invoices")
    run(client, first, "2026-01-10T12:00:00Z", count=3)
    run(client, second, "2026-01-11T12:00:00Z", status="failed")
    run(client, second, "2026-01-11T12:00:00Z", status="pending")
    (entry,) = usage(client)
    assert counts(entry) == (3 * 2 + 1, 2, 3, 1)
    assert (entry["workspace_id"], entry["external_id"]) == (512101, "acme/42")
    months = client.get("/managed_users/usage").json()["result"]["512101"]
    assert months["2026-01"] == entry["task_count"]


def test_a_job_counts_in_the_interval_of_its_end(client: httpx2.Client) -> None:
    """Each interval begins at a month, week, day or hour of the API's time zone, and includes its start only."""
    recipe = create(client, "Orders")
    run(client, recipe, "2026-02-01T07:59:59.999Z")
    run(client, recipe, "2026-02-01T08:00:00Z", count=2)
    by_month = usage(client, interval="month")
    assert [(entry["start_time"], entry["job_succeeded_count"]) for entry in by_month] == [
        ("2025-12-31T16:00:00.000-08:00", 0),
        ("2026-01-01T00:00:00.000-08:00", 1),
        ("2026-02-01T00:00:00.000-08:00", 2),
    ]
    assert [entry["end_time"] for entry in by_month[:-1]] == [entry["start_time"] for entry in by_month[1:]]
    sums = {kind: sum(entry["task_count"] for entry in usage(client, interval=kind)) for kind in KINDS}
    assert sums == dict.fromkeys(KINDS, 6)
    exact = {"from": "2026-02-01T08:00:00Z", "to": "2026-02-01T09:00:00+01:00"}
    assert client.post(USAGE, json={**exact, "workspace_ids": [512101]}).status_code == 400
    assert counts(usage(client, **exact | {"to": "2026-02-01T08:00:00.001Z"})[0])[2] == 2
    assert counts(usage(client, **exact | {"from": "2026-02-01T07:00:00Z", "to": "2026-02-01T08:00:00Z"})[0])[2] == 1


KINDS = ("none", "year", "month", "week", "day", "hour")


@pytest.mark.parametrize(
    ("kind", "number"), [("none", 1), ("year", 1), ("month", 2), ("week", 6), ("day", 30), ("hour", 30 * 24 - 1)]
)
def test_the_time_is_split_in_the_time_zone_of_the_account(client: httpx2.Client, kind: str, number: int) -> None:
    """Weeks begin on Monday, and a day on which the clocks change has one hour less."""
    times = {"from": "2026-02-15T00:00:00-08:00", "to": "2026-03-17T00:00:00-07:00"}
    found = usage(client, **times, interval=kind)
    assert len(found) == number
    assert (found[0]["start_time"], found[-1]["end_time"]) == (
        "2026-02-15T00:00:00.000-08:00",
        "2026-03-17T00:00:00.000-07:00",
    )


def test_a_deleted_recipe_counts_only_without_a_filter(client: httpx2.Client) -> None:
    """The jobs of a deleted recipe count in total, and not in what is filtered by the names of recipes."""
    kept, deleted = create(client, "Orders to CRM"), create(client, "Orders to ERP")
    run(client, kept, "2026-01-10T12:00:00Z")
    run(client, deleted, "2026-01-10T12:00:00Z", count=2)
    assert counts(usage(client, recipe_name_pattern="Orders")[0])[1:3] == (2, 3)
    assert counts(usage(client, recipe_name_pattern="orders")[0])[1:3] == (0, 0)
    client.delete(f"/managed_users/512101/recipes/{deleted}")
    assert counts(usage(client)[0])[1:3] == (2, 3)
    assert counts(usage(client, recipe_name_pattern="Orders")[0])[1:3] == (1, 1)


def test_jobs_of_the_seed_count(client: httpx2.Client) -> None:
    """The jobs of the seed count at their times."""
    times = {"from": "2023-11-01T00:00:00Z", "to": "2023-12-01T00:00:00Z"}
    (entry,) = client.post(USAGE, json={**times, "workspace_ids": [512044]}).json()["data"]
    assert counts(entry)[1:] == (1, 1, 1)


def test_workspaces_are_named_by_both_kinds_of_ids(client: httpx2.Client) -> None:
    """A workspace that is named by its id and by its external id occurs once, in the order of the request."""
    both = {"workspace_ids": [512101], "external_ids": ["cust-0042", "acme/42"]}
    assert [entry["workspace_id"] for entry in usage(client, **both)] == [512101, 512044]
    missing = client.post(USAGE, json={**TIMES, "external_ids": ["nobody"]})
    assert (missing.status_code, missing.json()) == (404, {"message": "Not found"})
    assert client.post(USAGE, json={**TIMES, "workspace_ids": [], "external_ids": []}).status_code == 400


@pytest.mark.parametrize("path", [USAGE, CONNECTIONS])
def test_the_fields_may_be_in_the_query(client: httpx2.Client, path: str) -> None:
    """The fields are read from the query, as the reference prints them, and lists as text with commas."""
    by_body = client.post(path, json={**TIMES, "workspace_ids": [512101, 512044]})
    by_query = client.post(path, params={**TIMES, "workspace_ids": "512101, 512044"})
    assert by_query.json() == by_body.json()
    assert "belongs into the body" in by_query.headers["X-Mock-Reason"]
    as_text = client.post(path, json={**TIMES, "external_ids": "acme/42,cust-0042"})
    assert as_text.json() == by_body.json()
    assert "split at its commas" in as_text.headers["X-Mock-Reason"]


def test_connection_usage_counts_authorized_connections(client: httpx2.Client) -> None:
    """A connection counts while it is authorized."""

    def count(**times: str) -> int:
        body = {**TIMES, "to": "2100-01-01T00:00:00Z", **times, "workspace_ids": [512101]}
        return int(client.post(CONNECTIONS, json=body).json()["data"][0]["connection_count"])

    assert count() == 0
    control(client, "PUT", "/clock", {"now": "2026-02-01T08:00:00Z", "frozen": True})
    client.post("/managed_users/512101/connections", json={"provider": "jira", "shell_connection": True})
    assert count() == 0
    made = client.post("/managed_users/512101/connections", json={"provider": "jira", "input": {"host": "example.com"}})
    assert made.json()["authorization_status"] == "success"
    assert (count(), count(to="2026-02-01T08:00:00Z")) == (1, 0)
    client.post(f"/managed_users/512101/connections/{made.json()['id']}/disconnect")
    assert count() == 0
