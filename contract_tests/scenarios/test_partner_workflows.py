"""Typical partner workflows, with the client against the mock."""

from __future__ import annotations

import httpx2
import pytest
from workato_embedded import BadRequestError, NotFoundError, RateLimitError, RefusedError, WorkatoEmbedded

NORTHWIND, CONTOSO = "Ecust-0042", "Eacme/42"
RECIPE = 9001


@pytest.fixture
def control(base_url: str, token: str) -> httpx2.Client:
    """Return an HTTP client for the control plane, in the namespace of the client."""
    root = base_url.removesuffix("/api")
    return httpx2.Client(base_url=f"{root}/_mock", headers={"Authorization": f"Bearer {token}"})


@pytest.mark.round_trip("create_connection", "list_projects")
def test_onboard_a_customer(client: WorkatoEmbedded) -> None:
    """A new customer gets a member, a project, a connection, properties and a running recipe."""
    customer = client.managed_users.create(
        name="Acme Freight", notification_email="ops@example.com", external_id="acme/7", whitelisted_apps=["jira"]
    )
    with pytest.raises(BadRequestError):
        client.managed_users.create(name="Acme", notification_email="ops@example.com", external_id="acme/7")
    here = "Eacme/7"
    client.managed_users.members.add(here, name="Sam Rivers", role_name="Admin")
    folder = client.folders.create(here, name="Orders")
    assert [project.folder_id for project in client.projects.list(here)] == [folder.id]
    connection = client.connections.create(
        here, provider="jira", name="Jira", folder_id=folder.id, input={"token": "t"}
    )
    assert connection.authorization_status == "success"
    (project,) = client.projects.list(here)
    client.properties.upsert(here, project_id=project.id, properties={"erp.url": "https://erp.example.com"})
    made = client.recipes.create(
        here,
        name="Orders to issues",
        folder_id=str(folder.id),
        code='{"number":0,"provider":"clock","name":"scheduled_event","keyword":"trigger","input":{},'
        '"block":[{"number":1,"provider":"jira","name":"create_issue","keyword":"action","input":{}}]}',
    )
    assert isinstance(made.id, int)
    recipe_id = made.id
    with pytest.raises(RefusedError):
        client.recipes.start(here, recipe_id)
    config = f'[{{"provider":"clock"}},{{"provider":"jira","account_id":{connection.id}}}]'
    client.recipes.update(here, recipe_id, config=config)
    client.recipes.start(here, recipe_id)
    assert client.recipes.get(here, recipe_id).running
    assert client.managed_users.get(customer.id).active_recipe_count == 1


def test_rotate_the_secret_of_an_api_client(client: WorkatoEmbedded) -> None:
    """Rotating the secret of an access profile returns a different one, which lists do not have."""
    made = client.api_platform.access_profiles.create(
        NORTHWIND, name="Rotated", api_client_id=3501, api_collection_ids=[3301], auth_type="token"
    )
    fresh = client.api_platform.access_profiles.refresh_secret(NORTHWIND, made.id)
    assert fresh.secret
    assert fresh.secret != made.secret
    listed = {profile.id: profile for profile in client.api_platform.access_profiles.list(NORTHWIND)}
    assert not listed[made.id].to_dict().get("secret")


def test_copy_properties_between_customers(client: WorkatoEmbedded) -> None:
    """Properties with one prefix are copied to another customer, and others are not."""
    client.properties.upsert(
        NORTHWIND, properties={"erp.url": "https://erp.example.com", "erp.user": "u", "crm.x": "1"}
    )
    copied = client.properties.list(NORTHWIND, prefix="erp.")
    client.properties.upsert(CONTOSO, properties=copied)
    assert client.properties.list(CONTOSO, prefix="") == copied
    assert set(copied) >= {"erp.url", "erp.user"}
    assert "crm.x" not in copied


@pytest.mark.round_trip("list_connections", "disconnect_connection", "delete_connection")
def test_offboard_a_customer(client: WorkatoEmbedded) -> None:
    """A customer is deleted after its recipes and connections; then each of its paths gets a 404."""
    with pytest.raises(BadRequestError):
        client.connections.delete(NORTHWIND, 7101)
    with pytest.raises(RefusedError):
        client.recipes.delete(NORTHWIND, RECIPE)
    for recipe in client.recipes.list(NORTHWIND, running=True):
        client.recipes.stop(NORTHWIND, recipe.id)
        client.recipes.delete(NORTHWIND, recipe.id)
    for connection in client.connections.list(NORTHWIND):
        client.connections.disconnect(NORTHWIND, connection.id)
        client.connections.delete(NORTHWIND, connection.id)
    client.managed_users.delete(NORTHWIND)
    for call in (client.managed_users.get, client.recipes.list, client.folders.list, client.connections.list):
        with pytest.raises(NotFoundError):
            call(NORTHWIND)
    assert [customer.external_id for customer in client.managed_users.list()] == ["acme/42"]


@pytest.mark.round_trip("list_jobs", "get_job")
def test_follow_a_failing_job(client: WorkatoEmbedded, control: httpx2.Client) -> None:
    """A failed job is found by its status among many, shows its failed step, and is repeated with success."""
    body = {"managed_user_id": NORTHWIND, "recipe_id": RECIPE}
    with control:
        control.post("/jobs", json={**body, "count": 30})
        error = "Bad request: summary is missing"
        (failed,) = control.post("/jobs", json={**body, "status": "failed", "error": error}).json()["jobs"]
        control.post("/jobs", json={**body, "count": 30})
        newest = next(iter(client.jobs.list(NORTHWIND, RECIPE, status="failed")))
        assert newest.id == failed["id"]
        job = client.jobs.get(NORTHWIND, RECIPE, newest.id)
        assert (job.error, job.lines[-1].adapter_name) == (error, "jira")
        (again,) = control.post("/jobs", json={**body, "repeats": job.id}).json()["jobs"]
    everything = list(client.jobs.list(NORTHWIND, RECIPE))
    assert len(everything) == len({entry.id for entry in everything}) == 64
    assert everything[0].id == again["id"]
    recipe = client.recipes.get(NORTHWIND, RECIPE)
    assert (recipe.job_succeeded_count, recipe.job_failed_count) == (62, 2)


@pytest.mark.round_trip("invite_member")
def test_invite_and_remove_people(client: WorkatoEmbedded, control: httpx2.Client) -> None:
    """A person who accepts an invitation is a member with its role, can get another role, and can be removed."""
    client.member_invitations.create(NORTHWIND, name="Lou", email="lou@example.com", role_name="Operator")
    with pytest.raises(RateLimitError):
        client.member_invitations.create(NORTHWIND, name="Lou", email="lou@example.com", role_name="Operator")
    before = {member.id for member in client.managed_users.members.list(NORTHWIND)}
    with control:
        control.post("/invitations/accept", json={"managed_user_id": NORTHWIND, "email": "lou@example.com"})
    (lou,) = [member for member in client.managed_users.members.list(NORTHWIND) if member.id not in before]
    assert (lou.name, lou.email, lou.role_name) == ("Lou", "lou@example.com", "Operator")
    client.managed_users.members.update(NORTHWIND, lou.id, role_name="Analyst")
    assert client.managed_users.members.get(NORTHWIND, lou.id).role_name == "Analyst"
    client.managed_users.members.remove(NORTHWIND, lou.id)
    assert {member.id for member in client.managed_users.members.list(NORTHWIND)} == before


def test_audit_all_members_of_all_customers(client: WorkatoEmbedded) -> None:
    """The members of all customers are listed over several pages of customers."""
    for number in range(7):
        owner = client.managed_users.create(name=f"C{number}", notification_email="c@example.com").id
        client.managed_users.members.add(owner, name=f"Member {number}", role_name="Admin")
    audit = {
        customer.id: [
            member.role_name for member in client.managed_users.members.list(customer.id) if member.grant_type == "team"
        ]
        for customer in client.managed_users.list(per_page=3)
    }
    assert len(audit) == 9
    assert sum(map(len, audit.values())) == 9
