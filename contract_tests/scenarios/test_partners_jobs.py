"""What partners do all the time, from the first call to the last, with the client against the mock."""

from __future__ import annotations

import httpx
import pytest
from workato_embedded import BadRequestError, NotFoundError, RateLimitError, RefusedError, WorkatoEmbedded

NORTHWIND, CONTOSO = "Ecust-0042", "Eacme/42"
RECIPE = 9001


@pytest.fixture
def plane(client: WorkatoEmbedded, base_url: str, token: str) -> httpx.Client:
    """The control plane, in the namespace of the client."""
    root = base_url.removesuffix("/api")
    return httpx.Client(base_url=f"{root}/_mock", headers={"Authorization": f"Bearer {token}"})


@pytest.mark.round_trip("create_connection", "list_projects")
def test_onboard_a_customer(client: WorkatoEmbedded) -> None:
    """An account with an external id of its own, its people, a project, a connection, properties, a running recipe."""
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
    """The new secret differs, is shown once, and belongs to the same access profile."""
    made = client.api_platform.access_profiles.create(
        NORTHWIND, name="Rotated", api_client_id=3501, api_collection_ids=[3301], auth_type="token"
    )
    fresh = client.api_platform.access_profiles.refresh_secret(NORTHWIND, made.id)
    assert fresh.secret
    assert fresh.secret != made.secret
    listed = {profile.id: profile for profile in client.api_platform.access_profiles.list(NORTHWIND)}
    assert not listed[made.id].to_dict().get("secret")


def test_move_properties_between_customers(client: WorkatoEmbedded) -> None:
    """Those of one prefix; the others stay where they are."""
    client.properties.upsert(
        NORTHWIND, properties={"erp.url": "https://erp.example.com", "erp.user": "u", "crm.x": "1"}
    )
    moved = client.properties.list(NORTHWIND, prefix="erp.")
    client.properties.upsert(CONTOSO, properties=moved)
    assert client.properties.list(CONTOSO, prefix="") == moved
    assert set(moved) >= {"erp.url", "erp.user"}
    assert "crm.x" not in moved


@pytest.mark.round_trip("list_connections", "disconnect_connection", "delete_connection")
def test_off_board_a_customer(client: WorkatoEmbedded) -> None:
    """Recipes are stopped, connections cut, the account is deleted; nothing of it answers any more."""
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
def test_follow_a_failing_job(client: WorkatoEmbedded, plane: httpx.Client) -> None:
    """Found by its status among many, read step by step, repeated with success."""
    body = {"managed_user_id": NORTHWIND, "recipe_id": RECIPE}
    with plane:
        plane.post("/jobs", json={**body, "count": 30})
        error = "Bad request: summary is missing"
        (failed,) = plane.post("/jobs", json={**body, "status": "failed", "error": error}).json()["jobs"]
        plane.post("/jobs", json={**body, "count": 30})
        newest = next(iter(client.jobs.list(NORTHWIND, RECIPE, status="failed")))
        assert newest.id == failed["id"]
        job = client.jobs.get(NORTHWIND, RECIPE, newest.id)
        assert (job.error, job.lines[-1].adapter_name) == (error, "jira")
        (again,) = plane.post("/jobs", json={**body, "repeats": job.id}).json()["jobs"]
    everything = list(client.jobs.list(NORTHWIND, RECIPE))
    assert len(everything) == len({entry.id for entry in everything}) == 64
    assert everything[0].id == again["id"]
    recipe = client.recipes.get(NORTHWIND, RECIPE)
    assert (recipe.job_succeeded_count, recipe.job_failed_count) == (62, 2)


@pytest.mark.round_trip("invite_member")
def test_invite_and_remove_people(client: WorkatoEmbedded, plane: httpx.Client) -> None:
    """Who accepts is a member with the role of the invitation, can get another one, and can be removed."""
    client.member_invitations.create(NORTHWIND, name="Lou", email="lou@example.com", role_name="Operator")
    with pytest.raises(RateLimitError):
        client.member_invitations.create(NORTHWIND, name="Lou", email="lou@example.com", role_name="Operator")
    before = {member.id for member in client.managed_users.members.list(NORTHWIND)}
    with plane:
        plane.post("/invitations/accept", json={"managed_user_id": NORTHWIND, "email": "lou@example.com"})
    (lou,) = [member for member in client.managed_users.members.list(NORTHWIND) if member.id not in before]
    assert (lou.name, lou.email, lou.role_name) == ("Lou", "lou@example.com", "Operator")
    client.managed_users.members.update(NORTHWIND, lou.id, role_name="Analyst")
    assert client.managed_users.members.get(NORTHWIND, lou.id).role_name == "Analyst"
    client.managed_users.members.remove(NORTHWIND, lou.id)
    assert {member.id for member in client.managed_users.members.list(NORTHWIND)} == before


def test_audit_all_members_of_all_customers(client: WorkatoEmbedded) -> None:
    """Over several pages of customers."""
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
