"""Deployments to an environment that requires reviews wait until reviewers have approved them."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from workato_embedded_mock import MockServer

DEV, PROD = "/managed_users/512044", "/managed_users/512046"
SAM, DANA = 771203, 771377
PENDING = f"{DEV}/deployments"


@pytest.fixture(name="waiting")
def waiting_deployment(client: httpx2.Client) -> str:
    """Return the path of a new deployment to Production, which requires reviews in the default seed."""
    made = client.post(f"{DEV}/projects/523200/deploy", json={"environment_type": "prod"}).json()
    assert (made["state"], made["detailed_state"]) == ("pending_review", "pending_review")
    return f"{DEV}/deployments/{made['id']}"


def review(client: httpx2.Client, server: MockServer, waiting: str, reviewer: int, status: str) -> httpx2.Response:
    """Approve or reject a deployment as a reviewer."""
    number = int(waiting.rpartition("/")[2])
    sent: dict[str, Any] = {"managed_user_id": 512044, "deployment_id": number, "reviewer_id": reviewer}
    return client.post(f"{server.root_url}/_mock/reviews", json={**sent, "status": status, "comment": "seen"})


def test_a_deployment_waits_until_it_is_approved_and_deployed(
    client: httpx2.Client, server: MockServer, waiting: str
) -> None:
    """Reading does not advance a deployment under review; after the approval it can be deployed."""
    for _ in range(3):
        assert client.get(waiting).json()["state"] == "pending_review"
    assert client.post(f"{waiting}/deploy").status_code == 400
    assert client.post(f"{waiting}/assign_reviewers", json={"reviewer_ids": [SAM, DANA]}).status_code == 200
    assert review(client, server, waiting, SAM, "approved").json()["state"] == "pending_review"
    assert review(client, server, waiting, DANA, "approved").json()["state"] == "approved"
    assert client.get(f"{PROD}/projects").json()["result"] == []
    assert client.post(f"{waiting}/deploy").json()["state"] == "pending"
    client.get(waiting)
    assert client.get(waiting).json()["state"] == "success"
    assert [project["name"] for project in client.get(f"{PROD}/projects").json()["result"]] == ["Order to cash"]


def test_a_rejected_deployment_can_be_submitted_again(client: httpx2.Client, server: MockServer, waiting: str) -> None:
    """One rejection rejects the deployment; a new submission resets the reviews."""
    client.post(f"{waiting}/submit_for_review", json={"reviewer_ids": [SAM, DANA]})
    assert review(client, server, waiting, DANA, "rejected").json()["state"] == "rejected"
    assert client.get(waiting).json()["state"] == "rejected"
    assert client.post(f"{waiting}/deploy").status_code == 400
    assert client.post(f"{waiting}/submit_for_review").json()["state"] == "pending_review"
    reviews = client.post(f"{waiting}/assign_reviewers", json={"reviewer_ids": [SAM, DANA]}).json()["reviews"]
    assert [(one["status"], one["comment"]) for one in reviews] == [("pending", None)] * 2


def test_reviewers_that_are_not_sent_lose_the_review(client: httpx2.Client, server: MockServer, waiting: str) -> None:
    """An assignment replaces the reviewers, and those that stay keep their reviews."""
    client.post(f"{waiting}/assign_reviewers", json={"reviewer_ids": [SAM, DANA]})
    review(client, server, waiting, SAM, "approved")
    found = client.post(f"{waiting}/assign_reviewers", json={"reviewer_ids": [SAM]}).json()
    person = {"id": SAM, "name": "Sam Rivers", "email": "sam.rivers@example.com"}
    assert found["reviews"] == [{"reviewer": person, "status": "approved", "comment": "seen"}]
    assert [author["name"] for author in found["authors"]] == [client.get(waiting).json()["performed_by_name"]]
    assert review(client, server, waiting, DANA, "approved").status_code == 404


def test_members_are_eligible_and_others_are_not(client: httpx2.Client, waiting: str) -> None:
    """All members and customer managers may review; an unknown person is rejected."""
    eligible = client.get(f"{waiting}/eligible_reviewers").json()["items"]
    members = client.get(f"{DEV}/members").json()
    assert [person["id"] for person in eligible] == [member["id"] for member in members]
    rejected = client.post(f"{waiting}/assign_reviewers", json={"reviewer_ids": [SAM, 1]})
    assert rejected.status_code == 400
    assert "1 may not review" in rejected.headers["X-Mock-Reason"]


def test_a_deployment_without_review_has_no_reviewers(client: httpx2.Client, server: MockServer) -> None:
    """The operations of reviews are rejected for an environment until its setting requires reviews."""
    path = f"{DEV}/deployments/4410"
    for method, action in (("GET", "eligible_reviewers"), ("POST", "submit_for_review"), ("POST", "deploy")):
        assert client.request(method, f"{path}/{action}").status_code == 400
    setting = {"managed_user_id": 512044, "environment_type": "test", "required": True}
    assert client.put(f"{server.root_url}/_mock/reviews", json=setting).json()["required"] is True
    assert client.get(f"{path}/eligible_reviewers").status_code == 200
    assert client.post(f"{path}/submit_for_review").status_code == 400
    made = client.post(f"{DEV}/projects/523200/deploy", json={"environment_type": "test"}).json()
    assert made["state"] == "pending_review"


def test_only_a_deployment_under_review_can_be_reviewed(client: httpx2.Client, server: MockServer) -> None:
    """A decision about a deployment that was approved before is rejected."""
    assert review(client, server, f"{DEV}/deployments/4411", SAM, "approved").status_code == 400
