"""A partner gives a customer environments, and promotes a project from Development to Production."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx2
import pytest
from workato_embedded import BadRequestError, WorkatoEmbedded
from workato_embedded.models import Deployment

TRIGGER = {
    "number": 0,
    "keyword": "trigger",
    "provider": "clock",
    "name": "scheduled",
    "block": [{"number": 1, "keyword": "action", "provider": "jira", "name": "create_issue", "block": []}],
}
MOST_POLLS = 3


@pytest.fixture
def control(base_url: str, token: str) -> Iterator[httpx2.Client]:
    """Return a client of the control plane for the namespace of the test."""
    root = base_url.removesuffix("/api")
    with httpx2.Client(base_url=f"{root}/_mock", headers={"Authorization": f"Bearer {token}"}) as opened:
        yield opened


def finished(client: WorkatoEmbedded, owner: int, deployment: Deployment) -> Deployment:
    """Poll a deployment until it has ended."""
    for _ in range(MOST_POLLS):
        found = client.deployments.get(owner, deployment.id)
        if found.state != "pending":
            break
    assert found.state == "success"
    return found


@pytest.mark.round_trip(
    "build_project",
    "get_project_build",
    "deploy_project_build",
    "deploy_project",
    "get_deployment",
    "list_deployments",
    "list_eligible_reviewers",
    "assign_deployment_reviewers",
    "submit_deployment_for_review",
    "deploy_approved_deployment",
)
def test_promote_from_dev_to_prod(client: WorkatoEmbedded, control: httpx2.Client) -> None:
    """A project is tried out in Test, and the same build is reviewed and then runs in Production."""
    made = client.managed_users.create(name="Globex", notification_email="ops@example.com", external_id="globex")
    dev = made.id
    folder = client.folders.create(dev, name="Order to cash")
    connection = client.connections.create(dev, name="Jira", provider="jira", folder_id=folder.id)
    recipe = client.recipes.create(
        dev,
        name="Sync orders",
        code=json.dumps(TRIGGER),
        config=json.dumps([{"keyword": "application", "provider": "jira", "account_id": connection.id}]),
        folder_id=str(folder.id),
    )
    recipe_id = recipe.id
    assert isinstance(recipe_id, int)
    with pytest.raises(BadRequestError, match="Environments not provisioned"):
        client.projects.deploy(dev, f"f{folder.id}", environment_type="test")
    customer = client.managed_users.provision_environments(dev)
    assert isinstance(customer.environments, list)
    test, prod = (environment.id for environment in customer.environments)

    tried = finished(client, dev, client.projects.deploy(dev, f"f{folder.id}", environment_type="test"))
    assert [entry.name for entry in client.projects.list(test)] == ["Order to cash"]

    reviewer = client.managed_users.members.add(dev, name="Kim Lee")
    setting = {"managed_user_id": dev, "environment_type": "prod", "required": True}
    assert control.put("/reviews", json=setting).status_code == 200
    build = client.projects.build(dev, tried.project_id, description="Release 12")
    for _ in range(MOST_POLLS):
        found = client.project_builds.get(dev, build.id)
    assert (found.state, found.description) == ("success", "Release 12")
    waiting = client.project_builds.deploy(dev, build.id, environment_type="prod", title="Release 12")
    assert client.deployments.get(dev, waiting.id).state == "pending_review"
    eligible = [person.id for person in client.deployments.list_eligible_reviewers(dev, waiting.id)]
    assert reviewer.id in eligible
    reviews = client.deployments.assign_reviewers(dev, waiting.id, reviewer_ids=[reviewer.id])
    assert [review.status for review in reviews.reviews] == ["pending"]
    assert client.deployments.submit_for_review(dev, waiting.id).state == "pending_review"
    decision = {"managed_user_id": dev, "deployment_id": waiting.id, "reviewer_id": reviewer.id, "status": "approved"}
    assert control.post("/reviews", json=decision).status_code == 200
    assert client.deployments.get(dev, waiting.id).state == "approved"
    finished(client, dev, client.deployments.deploy(dev, waiting.id))
    assert [entry.id for entry in client.deployments.list(dev, environment_type="prod")] == [waiting.id]

    (own,) = client.connections.list(prod)
    (promoted,) = client.recipes.list(prod)
    assert promoted.id != recipe_id
    assert own.id != connection.id
    assert [line.account_id for line in promoted.config or [] if line.provider == "jira"] == [own.id]
    client.connections.update(prod, own.id, input={"token": "of-production"})
    client.recipes.start(prod, promoted.id)
    run = {"managed_user_id": prod, "recipe_id": promoted.id}
    assert control.post("/jobs", json=run).status_code == 200
    assert len(client.jobs.list(prod, promoted.id).items) == 1
    assert client.managed_users.get(dev).active_recipe_count == 1
    assert client.recipes.get(dev, recipe_id).running is False
