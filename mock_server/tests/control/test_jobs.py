"""Tests make jobs and accept invitations, and the API shows both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

RUNNING, STOPPED = 9001, 9002


@pytest.fixture
def tell(client: httpx.Client) -> Callable[..., httpx.Response]:
    """Answer what posts to the control plane in the namespace of the test."""
    root = str(client.base_url).removesuffix("/api/")
    return lambda path, **body: client.post(f"{root}/_mock/{path}", json=body)


def test_jobs_are_listed_and_counted_everywhere(
    client: httpx.Client, northwind: str, tell: Callable[..., httpx.Response]
) -> None:
    """In the list, in the recipe, and as tasks of the customer: one for each action that was done."""
    before = client.get(f"{northwind}/recipes/{RUNNING}").json()
    tasks = client.get(northwind).json()["task_count"]
    made = tell("jobs", managed_user_id="Ecust-0042", recipe_id=RUNNING, count=3).json()["jobs"]
    (failed,) = tell("jobs", managed_user_id=512044, recipe_id=RUNNING, status="failed").json()["jobs"]
    listed = client.get(f"{northwind}/recipes/{RUNNING}/jobs").json()
    assert [job["id"] for job in listed["items"][:4]] == [failed["id"], *[job["id"] for job in reversed(made)]]
    assert (listed["job_succeeded_count"], listed["job_failed_count"]) == (4, 2)
    after = client.get(f"{northwind}/recipes/{RUNNING}").json()
    assert (after["job_succeeded_count"], after["job_failed_count"]) == (4, 2)
    assert after["lifetime_task_count"] == before["lifetime_task_count"] + 3
    assert after["last_run_at"] != before["last_run_at"]
    assert client.get(northwind).json()["task_count"] == tasks + 3
    usage = client.get("/managed_users/usage").json()["result"]["512044"]
    assert list(usage.values())[-1] == tasks + 3


def test_a_failed_job_says_where_and_why(
    client: httpx.Client, northwind: str, tell: Callable[..., httpx.Response]
) -> None:
    """Its lines end with the action that failed."""
    error = "Bad request: summary is missing"
    (made,) = tell("jobs", managed_user_id=512044, recipe_id=RUNNING, status="failed", error=error).json()["jobs"]
    job = client.get(f"{northwind}/recipes/{RUNNING}/jobs/{made['id']}").json()
    assert job == made
    assert (job["is_error"], job["error"]) == (True, error)
    parts = job["error_parts"]
    assert (parts["error_type"], parts["message"], parts["adapter"]) == ("Bad request", "summary is missing", "jira")
    assert [line.get("error") for line in job["lines"]] == [None, error]


def test_a_pending_job_has_no_end(tell: Callable[..., httpx.Response]) -> None:
    """And consumed nothing yet."""
    (job,) = tell("jobs", managed_user_id=512044, recipe_id=RUNNING, status="pending").json()["jobs"]
    assert (job["completed_at"], job["status"], job["is_error"]) == (None, "pending", False)


def test_a_rerun_names_the_job_that_it_repeats(
    client: httpx.Client, northwind: str, tell: Callable[..., httpx.Response]
) -> None:
    """And is found by rerun_only."""
    (first,) = tell("jobs", managed_user_id=512044, recipe_id=RUNNING, status="failed").json()["jobs"]
    (again,) = tell("jobs", managed_user_id=512044, recipe_id=RUNNING, repeats=first["id"]).json()["jobs"]
    assert (again["is_repeat"], again["master_job_id"]) == (True, first["id"])
    listed = client.get(f"{northwind}/recipes/{RUNNING}/jobs", params={"rerun_only": "true"}).json()["items"]
    assert [job["id"] for job in listed] == [again["id"]]


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({}, 400, "/body/managed_user_id"),
        ({"managed_user_id": "Enobody", "recipe_id": RUNNING}, 404, "/path/managed_user_id"),
        ({"managed_user_id": 512044, "recipe_id": 1}, 404, "/body/recipe_id"),
        ({"managed_user_id": 512044, "recipe_id": STOPPED}, 400, "/body/recipe_id"),
        ({"managed_user_id": 512044, "recipe_id": RUNNING, "status": "done"}, 400, "/body/status"),
        ({"managed_user_id": 512044, "recipe_id": RUNNING, "error": "no"}, 400, "/body/error"),
        ({"managed_user_id": 512044, "recipe_id": RUNNING, "repeats": "j-1"}, 404, "/body/repeats"),
        ({"managed_user_id": 512044, "recipe_id": RUNNING, "count": 1001}, 400, "/body/count"),
    ],
)
def test_a_job_that_cannot_be_is_refused(
    tell: Callable[..., httpx.Response], body: dict[str, Any], status: int, pointer: str
) -> None:
    """With the place of the mistake."""
    response = tell("jobs", **body)
    assert (response.status_code, pointer in [reason["pointer"] for reason in response.json()["reasons"]]) == (
        status,
        True,
    )


def test_a_stopped_recipe_makes_test_jobs(tell: Callable[..., httpx.Response]) -> None:
    """As in the editor of the platform."""
    (job,) = tell("jobs", managed_user_id=512044, recipe_id=STOPPED, is_test=True).json()["jobs"]
    assert job["is_test"] is True


def test_an_accepted_invitation_makes_a_member(
    client: httpx.Client, northwind: str, tell: Callable[..., httpx.Response]
) -> None:
    """With the name, the address and the role of the invitation, which is gone."""
    sent = {"name": "Lou Marsh", "email": "Lou@example.com", "role_name": "Operator"}
    client.post(f"{northwind}/member_invitations", json=sent)
    place = f"{str(client.base_url).removesuffix('/api/')}/_mock/invitations"
    (waiting,) = client.get(place).json()["invitations"]
    assert {name: waiting[name] for name in sent} == sent
    member = tell("invitations/accept", managed_user_id="Ecust-0042", email="LOU@example.com").json()["member"]
    assert {name: member[name] for name in sent} == sent
    assert member in client.get(f"{northwind}/members").json()
    assert client.get(place).json() == {"invitations": []}
    assert tell("invitations/accept", managed_user_id="Ecust-0042", email="lou@example.com").status_code == 404
